"""Two people, or two tabs of one person, on the same places: what is kept, what is said, and what can be put back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from designer import routes, services
from designer.draft_model import Desk, Draft
from designer.draft_services import apply_operation, edit_draft, load_draft, take_back
from designer.editing import rename, set_field
from designer.editing.lists import merge_lists
from storage.database import writing
from storage.people import change_language
from tests.designer.both_languages import is_french
from tests.designer.editing_samples import cart
from tests.designer.editor_house import create, definition, opened, select
from tests.designer.pages import configured, draw, furnish, open_page
from tests.storage.house import CLAIRE, NOON, PAUL

WORDS = "form:trigger:menu:any_of"
TITLE = "form:step:remind:title"
TEXT = ("text", "fr")


def with_keyword() -> dict[str, Any]:
    start = {"id": "menu", "type": "keyword", "any_of": ["menu", "aide"], "next": "remind"}
    return cart() | {"triggers": [start], "exit_on": [{"event": "order.paid"}]}


def toasts(app: AppTest) -> str:
    return "\n".join(str(one.value).replace("\\", "").replace("\u00a0", " ") for one in app.toast)


def words_of_start(desk: Desk) -> list[str]:
    return definition(desk)["triggers"][0]["any_of"]


def tab(node: str) -> AppTest:
    return select(opened(), node)


def write(app: AppTest, text: str, *, revision: int = 0) -> AppTest:
    """The message editor sends a text that was written on this revision."""
    sent = {"nonce": 1, "field_id": "step:thanks:text", "revision": revision, "texts": {"fr": text}}
    app.session_state["message_editor"] = {"text": sent}
    return app.run()


@pytest.mark.parametrize(
    ("written", "standing", "merged"),
    [
        (["a", "b", "new"], ["a", "b"], ["a", "b", "new"]),
        (["a", "b", "new"], ["a", "b", "theirs"], ["a", "b", "theirs", "new"]),
        (["b"], ["a", "b", "theirs"], ["b", "theirs"]),
        (["a", "b", "new"], ["a"], ["a", "new"]),
        (["b", "a"], ["a", "b"], ["b", "a"]),
        (["a", "b", "same"], ["a", "b", "same"], ["a", "b", "same"]),
    ],
)
def test_what_one_added_or_took_away_meets_what_stands(
    written: list[str], standing: list[str], merged: list[str]
) -> None:
    assert merge_lists(["a", "b"], written, standing) == merged


def test_words_of_two_tabs_of_one_person_are_both_kept(desk: Desk) -> None:
    create(desk, with_keyword())
    first, second = tab("trigger:menu"), tab("trigger:menu")

    first.multiselect(key=WORDS).set_value(["menu", "aide", "carte"]).run()
    second.multiselect(key=WORDS).set_value(["aide", "plan"]).run()

    assert words_of_start(desk) == ["aide", "carte", "plan"]
    assert second.multiselect(key=WORDS).value == ["aide", "carte", "plan"]


def test_undo_takes_back_only_the_words_that_were_added_by_it(desk: Desk) -> None:
    create(desk, with_keyword())
    app = tab("trigger:menu")
    app.multiselect(key=WORDS).set_value(["menu", "aide", "carte"]).run()
    added = [*words_of_start(desk), "plan"]
    edit_draft(services.desk("paul"), "cart", lambda now: set_field(now, "trigger:menu", ("any_of",), added))

    take_back(services.desk("claire"), "cart", "undo")

    assert words_of_start(desk) == ["menu", "aide", "plan"]


def test_events_that_end_the_journey_are_added_by_two_people(desk: Desk) -> None:
    create(desk, with_keyword())
    app = opened()
    theirs = [{"event": "order.paid"}, {"event": "order.cancelled"}]
    edit_draft(services.desk("paul"), "cart", lambda now: set_field(now, "journey", ("exit_on",), theirs))

    app.multiselect(key="form:journey:exit_on").set_value(["order.paid", "left"]).run()

    assert definition(desk)["exit_on"] == [*theirs, {"event": "left"}]


def test_who_added_beside_another_is_told_that_all_is_kept(desk: Desk) -> None:
    create(desk, with_keyword())
    app = tab("trigger:menu")
    app.multiselect(key=WORDS).set_value(["menu", "aide", "carte"]).run()
    words = [*words_of_start(desk), "plan"]
    edit_draft(services.desk("paul"), "cart", lambda now: set_field(now, "trigger:menu", ("any_of",), words))

    app.run()

    assert "Paul a modifié" in toasts(app)
    assert "Toutes vos modifications sont gardées." in toasts(app)


def test_whoever_loses_words_is_told_them_and_puts_them_back(desk: Desk) -> None:
    create(desk, cart())
    app = tab("step:remind")
    app.text_input(key=TITLE).set_value("Mon rappel").run()
    edit_draft(services.desk("paul"), "cart", lambda now: rename(now, "step:remind", "Son rappel"))

    app.run()

    assert "« Mon rappel »" in toasts(app)
    assert "sont gardées" not in toasts(app)
    assert [one.value for one in app.code] == ["Mon rappel"]

    app.button(key="lost:1:back").click().run()

    assert definition(desk)["steps"]["remind"]["title"] == "Mon rappel"
    assert not app.code


def test_a_word_taken_out_by_another_is_put_back_among_theirs(desk: Desk) -> None:
    create(desk, with_keyword())
    app = tab("trigger:menu")
    app.multiselect(key=WORDS).set_value(["menu", "aide", "carte"]).run()
    theirs = ["menu", "aide", "plan"]
    edit_draft(services.desk("paul"), "cart", lambda now: set_field(now, "trigger:menu", ("any_of",), theirs))
    app.run()

    app.button(key="lost:1:back").click().run()

    assert words_of_start(desk) == ["menu", "aide", "plan", "carte"]


def test_another_tab_of_ones_own_is_told_of_only_where_it_replaced_something(desk: Desk) -> None:
    create(desk, cart())
    first, second = tab("step:remind"), tab("step:remind")
    first.text_input(key=TITLE).set_value("Premier").run()
    second.text_input(key=TITLE).set_value("Second").run()

    first.run()

    assert "Un autre de vos onglets a modifié" in toasts(first)
    assert "« Premier »" in toasts(first)
    assert "Un autre de vos onglets avait écrit « Premier »" in toasts(second)

    edit_draft(services.desk("claire"), "cart", lambda now: set_field(now, "step:bye", ("title",), "Fin"))
    first.run()
    assert toasts(first) == ""


def test_who_writes_over_a_text_that_they_had_not_seen_is_told_it(desk: Desk) -> None:
    create(desk, cart())
    app = tab("step:thanks")
    edit_draft(services.desk("paul"), "cart", lambda now: set_field(now, "step:thanks", TEXT, "Texte de Paul"))

    write(app, "Texte de Claire")

    assert definition(desk)["steps"]["thanks"]["text"] == {"fr": "Texte de Claire"}
    assert "Paul avait écrit « Texte de Paul »" in toasts(app)
    take_back(services.desk("claire"), "cart", "undo")
    assert definition(desk)["steps"]["thanks"]["text"] == {"fr": "Texte de Paul"}


def test_a_text_that_one_has_seen_is_changed_without_a_word(desk: Desk) -> None:
    create(desk, cart())
    edit_draft(services.desk("paul"), "cart", lambda now: set_field(now, "step:thanks", TEXT, "Texte de Paul"))
    app = tab("step:thanks")

    write(app, "Texte de Claire", revision=1)

    assert toasts(app) == ""


def test_a_text_written_into_a_card_that_was_deleted_comes_back_with_the_card(desk: Desk) -> None:
    create(desk, cart())
    before = definition(desk)["steps"]
    app = tab("step:thanks")
    apply_operation(services.desk("paul"), "cart", {"op": "delete", "ids": ["step:thanks"], "seq": 1}, client="p")

    write(app, "Trois phrases.")

    assert "thanks" not in definition(desk)["steps"]
    assert [one.value for one in app.code] == ["Trois phrases."]
    app.button(key="lost:1:back").click().run()
    before["thanks"]["text"] = {"fr": "Trois phrases."}
    assert definition(desk)["steps"] == before


def test_a_name_typed_for_a_card_that_was_deleted_is_offered_back(desk: Desk) -> None:
    create(desk, cart())
    app = tab("step:thanks")
    apply_operation(services.desk("paul"), "cart", {"op": "delete", "ids": ["step:thanks"], "seq": 1}, client="p")

    app.text_input(key="form:step:thanks:title").set_value("Grand merci").run()

    assert [one.value for one in app.code] == ["Grand merci"]
    app.button(key="lost:1:forget").click().run()
    assert not app.code
    assert "thanks" not in definition(desk)["steps"]


def test_up_to_three_cards_that_another_changed_are_named(desk: Desk) -> None:
    start = {"id": "menu", "type": "keyword", "any_of": ["menu"], "next": "remind"}
    create(desk, cart() | {"triggers": [start]})
    app, nodes = opened(), ["step:remind", "step:answer", "step:thanks", "step:bye", "trigger:menu"]

    for count, said in (
        (1, "« Nom 0 »"),
        (2, "« Nom 1 » et « Nom 0 »"),
        (4, "« Nom 3 », « Nom 2 », « Nom 1 » et 1 autre"),
        (5, "« Nom 4 », « Nom 3 », « Nom 2 » et 2 autres"),
    ):
        for place, node in enumerate(nodes[:count]):
            for name in (f"{count}", f"Nom {place}"):
                edit_draft(services.desk("paul"), "cart", lambda now, node=node, name=name: rename(now, node, name))
        app.run()
        assert f"Paul a modifié {said} il y a" in toasts(app)


def test_english_toasts_hold_no_french(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        draw(sqlite_database, live=False)
        with writing(sqlite_database) as connection:
            change_language(connection, person_id=CLAIRE, language="en", by=CLAIRE, at=NOON)
        app = open_page(routes.EDITOR, journey="cart")
        select(app, "step:remind").text_input(key=TITLE).set_value("Reminder").run()
        for node, name in (("step:remind", "Again"), ("step:thanks", "Thanks"), ("step:bye", "End")):
            edit_draft(services.desk(PAUL), "cart", lambda now, node=node, name=name: rename(now, node, name))
        assert isinstance(load_draft(services.desk(PAUL), "cart"), Draft)

        app.run()

        assert "Paul changed “End”, “Thanks” and “Again”" in toasts(app)
        assert "“Reminder”" in toasts(app)
        assert not [one.value for one in app.toast if is_french(str(one.value))]
