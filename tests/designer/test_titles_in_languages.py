"""Names of cards in two languages: each reader sees, and writes, their own; the phone opens in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from designer import routes, services
from designer.draft_model import Draft
from designer.draft_services import load_draft
from designer.samples import sample_for
from designer.start_words import trigger_title
from designer.step_words import step_title
from engine.journey.files import read_file
from storage.database import writing
from storage.people import change_language
from tests.designer.both_languages import is_french
from tests.designer.editing_samples import cart
from tests.designer.pages import configured, draw, furnish, open_page
from tests.storage.house import CLAIRE, NOON

SAMPLES = sorted((Path(__file__).parents[2] / "engine" / "samples").glob("*.yaml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_cards_of_a_sample_are_named_in_the_readers_language(path: Path) -> None:
    journey = read_file(path)

    english = [step_title(step, "en") for step in journey.steps.values()]
    english += [trigger_title(one, "en") for one in journey.triggers]
    french = [step_title(step, "fr") for step in journey.steps.values()]

    assert [title for title in english if is_french(title)] == []
    assert "Fin" in french
    assert "End" in english


def test_the_phone_opens_with_a_customer_of_the_readers_language_where_the_journey_speaks_it() -> None:
    assert sample_for("en", ["fr", "en"]) == "john"
    assert sample_for("en", ["fr"]) == "amina"
    assert sample_for("fr", ["fr", "en"]) == "amina"


def test_a_reader_names_a_card_in_their_language_and_keeps_the_other_name(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = cart()["steps"]
    titled = steps | {"remind": steps["remind"] | {"title": {"fr": "Rappel", "en": "Reminder"}}}
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        draw(sqlite_database, live=False, steps=titled)
        with writing(sqlite_database) as connection:
            change_language(connection, person_id=CLAIRE, language="en", by=CLAIRE, at=NOON)
        app = open_page(routes.EDITOR, journey="cart")
        app.session_state["canvas"] = {"selection": ["step:remind"]}
        app.run()
        field = app.text_input(key="form:step:remind:title.en")
        assert field.value == "Reminder"

        field.set_value("Nudge").run()

        draft = load_draft(services.desk(CLAIRE), "cart")
        assert isinstance(draft, Draft)
        assert draft.definition["steps"]["remind"]["title"] == {"fr": "Rappel", "en": "Nudge"}
