"""In French no word of ours is English: what the catalogue and the tables of words have in English does not show."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from designer import routes
from storage import journeys
from storage.database import writing
from storage.people import change_language
from storage.tables import JourneyVersion
from tests.designer.both_languages import draw_all_forms, english_in, texts_of, texts_of_forms
from tests.designer.filled_samples import filled
from tests.designer.pages import click, configured, draw, furnish, open_page
from tests.storage.house import CLAIRE, NOON, enter, meet, minutes, send

BY_PEOPLE = json.dumps(filled())
"""What the samples hold in English."""


@pytest.fixture
def house(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Claire reads French; a journey is live and Amina is in it."""
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        draw(sqlite_database)
        draw(sqlite_database, key="bare", name="Vide", triggers=[], steps={}, layout={}, live=False)
        with writing(sqlite_database) as connection:
            version = journeys.version(connection, version_id="cart-v1")
            assert isinstance(version, JourneyVersion)
            amina = enter(connection, version, meet(connection, "Amina"), step="answer", wake_at=minutes(5))
            assert send(connection, amina, "remind", "unknown", sending_at=minutes(1))
        yield sqlite_database


def test_the_search_for_english_finds_it_on_an_english_page(house: Engine) -> None:
    with writing(house) as connection:
        change_language(connection, person_id=CLAIRE, language="en", by=CLAIRE, at=NOON)

    found = {piece for _, piece in english_in(texts_of(open_page(routes.EDITOR, journey="cart")), BY_PEOPLE)}

    assert {"Draw", "Everything is live", "Wait for a reply", "Small map of the journey"} <= found


def test_no_form_has_an_english_word(house: Engine) -> None:
    """Every type of step and start, filled and freshly added."""
    shown = texts_of_forms(draw_all_forms(house))

    assert english_in({text for texts in shown.values() for text in texts}, BY_PEOPLE) == set()


def test_no_page_has_an_english_word(house: Engine) -> None:
    pages = [(routes.EDITOR, "cart"), (routes.EDITOR, "bare"), (routes.PREVIEW, "cart"), (routes.LIVE, "cart")]
    apps = [open_page(), open_page(routes.SETTINGS), *(open_page(page, journey=key) for page, key in pages)]
    apps.append(open_page(routes.LIVE, journey="cart", person="amina"))

    assert english_in({text for app in apps for text in texts_of(app)}, BY_PEOPLE) == set()


def test_what_stops_going_live_has_no_english_word(house: Engine) -> None:
    app = click(open_page(routes.EDITOR, journey="bare"), "editor:publish")

    assert english_in(texts_of(app), BY_PEOPLE) == set()
