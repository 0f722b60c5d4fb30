"""In English no word of ours is French: neither in a table of words, nor on any page as the browser gets it."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

import designer
from designer import routes
from designer.kinds import Kind
from storage import journeys
from storage.database import writing
from storage.people import change_language
from storage.tables import JourneyVersion
from tests.designer.pages import click, configured, draw, furnish, open_page
from tests.storage.house import CLAIRE, NOON, enter, meet, minutes, send

FRENCH = re.compile(
    r"[àâçèéêëîïôùûœ«»]|\b[cdjlmnst][’'](?!t\b|s\b|re\b|ll\b|ve\b)[a-z]|\b(le|la|les|des|une|du|est|pas|et|ou|dans|pour"
    r"|sur|aux|avec|rien|sans|chercher|ranger|relire|dessiner|brouillon|attendre|réponse)\b", re.IGNORECASE,
)  # fmt: skip
OTHER_LANGUAGE = "Français"
"""The other language by its own name."""
NEVER_SHOWN = {
    "js",
    "css",
    "jsContent",
    "cssContent",
    "key",
    "id",
    "elementId",
    "formId",
    "icon",
    "type",
    "urlPathname",
    "url",
}
"""Fields of what the browser gets that hold code, ids and addresses."""
ENGLISH: dict[str, Any] = {
    "key": "cart",
    "name": "Cart",
    "language": "en",
    "steps": {
        "remind": {"type": "send_template", "template": "cart_reminder", "next": "answer"},
        "answer": {
            "type": "wait_for_reply",
            "for": "24h",
            "branches": [{"id": "yes", "any_of": ["yes"], "next": "thanks"}],
        },
        "thanks": {
            "type": "send_session",
            "text": "Thanks!",
            "buttons": [{"id": "a", "title": "More"}],
            "next": "split",
        },
        "split": {"type": "branch", "branches": []},
        "note": {"type": "update_contact", "set": {"contact.vip": "yes"}},
        "pause": {"type": "wait"},
        "bye": {"type": "exit"},
    },
    "layout": {},
}


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(designer.__path__, "designer."):
        if ".app_pages" not in found.name and found.name not in ("designer.app", "designer.__main__"):
            yield importlib.import_module(found.name)


def pairs() -> Iterator[tuple[str, str, str]]:
    """(place, French, English) of every table of words: `key: (French, English)`, or a table for each language."""
    for module in modules():
        for name, table in vars(module).items():
            if name.isupper() and isinstance(table, Mapping):
                yield from in_table(f"{module.__name__}.{name}", table)


def in_table(place: str, table: Mapping[Any, Any]) -> Iterator[tuple[str, str, str]]:
    if set(table) == {"fr", "en"} and all(isinstance(words, Mapping) for words in table.values()):
        for key in {**table["fr"], **table["en"]}:
            yield f"{place}.{key}", table["fr"].get(key, ""), table["en"].get(key, "")
        return
    for key, pair in table.items():
        if isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(word, str) for word in pair):
            yield f"{place}.{key}", *pair
        elif isinstance(pair, Kind):
            yield f"{place}.{key}.title", *pair.title
            yield f"{place}.{key}.hint", *pair.hint


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def is_french(text: str) -> bool:
    return FRENCH.search(text.replace(OTHER_LANGUAGE, "")) is not None


def test_every_table_of_words_is_found() -> None:
    places = {place.rpartition(".")[0] for place, _, _ in pairs()}

    assert {"designer.editor_words.WORDS", "designer.components.step_form.words.WORDS", "designer.canvas_view.BADGES",
            "designer.card_words.WORDS", "designer.components.canvas.words.CANVAS_WORDS"} <= places  # fmt: skip


def test_every_table_of_words_is_written_in_both_languages_with_the_same_facts() -> None:
    tables = [one for one in pairs() if not one[0].startswith(OTHER_PAIRS)]

    assert [place for place, french, english in tables if not french or not english or is_french(english)] == []
    assert [place for place, french, english in tables if facts(french) != facts(english)] == []


OTHER_PAIRS = (
    "designer.components.journey_header.", "designer.components.settings_parts.", "designer.trail_words.",
    "designer.components.journey_card.",
)  # fmt: skip
"""Tables whose second column is a colour, an icon or a tone."""


@pytest.fixture
def house(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Claire reads English; everything that people wrote is English too."""
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        with writing(sqlite_database) as connection:
            change_language(connection, person_id=CLAIRE, language="en", by=CLAIRE, at=NOON)
        draw(sqlite_database, **ENGLISH)
        draw(sqlite_database, **{**ENGLISH, "key": "drawn", "name": "Drawn"}, live=False)
        draw(sqlite_database, key="bare", name="Bare", language="en", triggers=[], steps={}, layout={}, live=False)
        with writing(sqlite_database) as connection:
            version = journeys.version(connection, version_id="cart-v1")
            assert isinstance(version, JourneyVersion)
            amina = enter(connection, version, meet(connection, "Amina"), step="answer", wake_at=minutes(5))
            message = send(connection, amina, "remind", "unknown", sending_at=minutes(1))
            assert message
        yield sqlite_database


def strings(value: Any) -> Iterator[str]:
    """Every text that the browser gets, out of JSON within JSON too."""
    match value:
        case Mapping():
            for name, part in value.items():
                if name not in NEVER_SHOWN:
                    yield from strings(part)
        case list() | tuple():
            for part in value:
                yield from strings(part)
        case str() if value.startswith(("{", "[")):
            try:
                yield from strings(json.loads(value))
            except ValueError:
                yield value
        case str():
            yield value
        case _:
            return


def shown(app: AppTest) -> list[str]:
    assert not app.exception, app.exception
    elements = [element for element in app._tree if hasattr(element, "proto") and element.proto is not None]
    return [text for element in elements for text in strings(MessageToDict(element.proto))]


def french_in(app: AppTest) -> list[str]:
    texts = [text for text in shown(app) if not text.startswith(("data:", "blob:")) and len(text) < 2000]
    assert len(texts) > 10
    return sorted({text for text in texts if is_french(text) and "Bonjour de" not in text})


def test_the_search_for_french_finds_it_on_a_french_page(house: Engine) -> None:
    with writing(house) as connection:
        change_language(connection, person_id=CLAIRE, language="fr", by=CLAIRE, at=NOON)

    found = french_in(open_page(routes.EDITOR, journey="cart"))

    assert {"Dessiner", "Relire"} <= set(found)
    assert any("Étape" in text for text in found)


@pytest.mark.parametrize("page", ["", routes.SETTINGS])
def test_a_page_of_the_house_has_no_french_word(house: Engine, page: str) -> None:
    assert french_in(open_page(page)) == []


@pytest.mark.parametrize("page", [routes.EDITOR, routes.PREVIEW, routes.LIVE])
@pytest.mark.parametrize("key", ["cart", "bare"])
def test_a_page_of_a_journey_has_no_french_word(house: Engine, page: str, key: str) -> None:
    assert french_in(open_page(page, journey=key)) == []


@pytest.mark.parametrize("step", ["trigger:cart", *(f"step:{step}" for step in ENGLISH["steps"])])
def test_a_form_has_no_french_word(house: Engine, step: str) -> None:
    assert french_in(open_page(routes.EDITOR, journey="drawn", step=step)) == []


def test_the_problems_and_what_stops_going_live_have_no_french_word(house: Engine) -> None:
    app = open_page(routes.EDITOR, journey="drawn")
    app.session_state["editor:tab"] = "problems"
    app.run()

    assert french_in(app) == []
    assert french_in(click(app, "editor:publish")) == []


def test_the_question_of_a_pause_has_no_french_word(house: Engine) -> None:
    assert french_in(click(open_page(routes.LIVE, journey="cart"), "pause")) == []


def test_the_question_of_resuming_has_no_french_word(house: Engine) -> None:
    with writing(house) as connection:
        journeys.set_state(connection, journey_id="journey-cart", act="pause", by=CLAIRE, at=minutes(2))

    assert french_in(click(open_page(routes.LIVE, journey="cart"), "resume")) == []


def test_one_customers_way_has_no_french_word(house: Engine) -> None:
    assert french_in(open_page(routes.LIVE, journey="cart", person="amina")) == []
