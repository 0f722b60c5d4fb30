"""In English no word of ours is French: neither in a table of words, nor on any page as the browser gets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from designer import routes
from designer.components.step_form.words import FAMILIES
from storage import journeys
from storage.database import writing
from storage.people import change_language
from storage.tables import JourneyVersion
from tests.designer.both_languages import (
    OTHER_PAIRS,
    draw_all_forms,
    facts,
    is_french,
    pairs,
    texts_of,
    texts_of_forms,
)
from tests.designer.pages import click, configured, draw, furnish, open_page
from tests.storage.house import CLAIRE, NOON, enter, meet, minutes, send

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
        "note": {"type": "update_contact", "set": {"vip": "yes"}},
        "pause": {"type": "wait"},
        "bye": {"type": "exit"},
    },
    "layout": {},
}


def test_every_table_of_words_is_found() -> None:
    places = {place.rpartition(".")[0] for place, _, _ in pairs()}

    assert {"designer.editor_words.WORDS", "designer.components.step_form.words.WORDS", "designer.canvas_view.BADGES",
            "designer.card_words.WORDS", "designer.components.canvas.words.CANVAS_WORDS"} <= places  # fmt: skip


def test_every_table_of_words_is_written_in_both_languages_with_the_same_facts() -> None:
    tables = [one for one in pairs() if not one[0].startswith(OTHER_PAIRS)]

    assert [place for place, french, english in tables if not french or not english or is_french(english)] == []
    assert [place for place, french, english in tables if facts(french) != facts(english)] == []


def test_no_word_of_the_forms_stands_in_two_families() -> None:
    keys = [key for family in FAMILIES for key in family.WORDS]

    assert sorted(keys) == sorted(set(keys))


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


def french_in(app: AppTest) -> list[str]:
    return french_of(texts_of(app))


def french_of(texts: set[str]) -> list[str]:
    return sorted(text for text in texts if is_french(text) and "Bonjour de" not in text)


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


def test_no_form_has_a_french_word(house: Engine) -> None:
    """Every type of step and start, filled and freshly added."""
    shown = texts_of_forms(draw_all_forms(house))

    assert {node: french for node, texts in shown.items() if (french := french_of(texts))} == {}


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
