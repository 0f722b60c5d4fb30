"""Drafts in storage: saved edits, undo and redo, two people, going live."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from sqlalchemy import Engine

from designer.draft_model import Blocked, Desk, Draft, Made, NoJourney, Outdated
from designer.draft_services import (
    acknowledged,
    apply_operation,
    edit_draft,
    edits_since,
    load_draft,
    publish,
    take_back,
    write_texts,
)
from designer.editing import Refused, label_words, set_field
from engine.checker.problem import Problem
from engine.journey.definition import read_definition
from storage import journeys
from storage.database import writing
from tests.designer.editing_samples import cart

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
ADD = {"op": "add", "id": "step:w1", "type": "wait", "x": 0, "y": 0, "from": None, "positions": {}}


@pytest.fixture
def claire(sqlite_database: Engine) -> Desk:
    numbers = itertools.count()
    desk = Desk(sqlite_database, lambda: NOON, lambda: f"id{next(numbers)}", by="claire")
    definition = cart()
    with writing(sqlite_database) as connection:
        journeys.create_journey(
            connection, journey_id="j", version_id="v", key="cart", name="Panier abandonné", definition=definition,
            content_hash=read_definition(definition).content_hash(), by="claire", at=NOON,
        )  # fmt: skip
    return desk


@pytest.fixture
def paul(claire: Desk) -> Desk:
    return Desk(claire.database, claire.clock, claire.new_id, by="paul")


def opened(desk: Desk) -> Draft:
    draft = load_draft(desk, "cart")
    assert isinstance(draft, Draft)
    return draft


def steps(desk: Desk) -> dict[str, Any]:
    return opened(desk).definition["steps"]


def made(outcome: Made | Refused | NoJourney) -> Made:
    assert isinstance(outcome, Made), outcome
    return outcome


def write(desk: Desk, text: str, language: str = "fr") -> Made:
    return made(edit_draft(desk, "cart", lambda now: set_field(now, "step:thanks", ("text", language), text)))


def test_an_unknown_journey_is_said_to_be_missing(claire: Desk) -> None:
    assert load_draft(claire, "nothing") == NoJourney("nothing")
    assert apply_operation(claire, "nothing", {**ADD, "seq": 1}, client="c") == NoJourney("nothing")


def test_an_operation_of_the_canvas_is_saved(claire: Desk) -> None:
    outcome = made(apply_operation(claire, "cart", {**ADD, "seq": 1}, client="c1"))

    assert outcome.selected == ["step:w1"]
    assert steps(claire)["w1"] == {"type": "wait", "for": "1d"}
    assert acknowledged(claire, "v") == {"c1": 1}


def test_an_operation_sent_twice_is_saved_once(claire: Desk) -> None:
    for _ in range(2):
        apply_operation(claire, "cart", {**ADD, "seq": 1}, client="c1")

    assert opened(claire).revision == 1


def test_a_refused_edit_saves_nothing(claire: Desk) -> None:
    outcome = apply_operation(claire, "cart", {**ADD, "type": "teleport", "seq": 1}, client="c1")

    assert outcome == Refused("unknown_type", {"type": "teleport"})
    assert opened(claire).revision == 0


def test_undo_and_redo_survive_a_reload(claire: Desk) -> None:
    before = opened(claire).definition
    after = write(claire, "Merci !").draft.definition

    undone = made(take_back(claire, "cart", "undo"))
    assert undone.draft.definition == before
    assert (undone.draft.can_undo, undone.draft.can_redo) == (False, True)

    redone = made(take_back(claire, "cart", "redo"))
    assert redone.draft.definition == after
    assert (redone.draft.can_undo, redone.draft.can_redo) == (True, False)


def test_three_edits_are_undone_one_by_one(claire: Desk) -> None:
    texts = []
    for text in ("A", "B", "C"):
        texts.append(steps(claire)["thanks"]["text"]["fr"])
        write(claire, text)

    seen = []
    for _ in texts:
        take_back(claire, "cart", "undo")
        seen.append(steps(claire)["thanks"]["text"]["fr"])

    assert seen == texts[::-1]


def test_undo_names_the_edit_that_it_takes_back(claire: Desk) -> None:
    write(claire, "Merci !")
    assert label_words(opened(claire).undo_label, "fr") == "Texte modifié"

    apply_operation(claire, "cart", {**ADD, "seq": 1}, client="c1")
    assert label_words(opened(claire).undo_label, "en") == "Step added"


def test_nothing_to_undo_changes_nothing(claire: Desk) -> None:
    assert made(take_back(claire, "cart", "undo")).draft.revision == 0


def test_undo_takes_back_my_edit_and_leaves_the_others(claire: Desk, paul: Desk) -> None:
    write(claire, "Merci !", "fr")
    write(paul, "Thanks!", "en")

    take_back(claire, "cart", "undo")

    assert steps(claire)["thanks"]["text"] == {"fr": "Merci {{ contact.name }} !", "en": "Thanks!"}


def test_undo_leaves_a_place_that_someone_changed_since_and_says_so(claire: Desk, paul: Desk) -> None:
    write(claire, "Merci !")
    write(paul, "Grand merci !")

    outcome = made(take_back(claire, "cart", "undo"))

    assert outcome.skipped == 1
    assert steps(claire)["thanks"]["text"]["fr"] == "Grand merci !"


def test_what_others_changed_meanwhile_is_known(claire: Desk, paul: Desk) -> None:
    seen = opened(claire).revision
    write(claire, "Merci !")
    write(paul, "Thanks!", "en")

    edits = edits_since(claire, "v", seen)

    assert [edit.person_id for edit in edits] == ["claire", "paul"]


def test_two_languages_written_at_once_are_both_kept(claire: Desk, paul: Desk) -> None:
    revision = opened(claire).revision
    write(paul, "Thanks!", "en")

    write_texts(claire, "cart", "step:thanks", ("text",), {"fr": "Merci !"}, revision=revision)

    assert steps(claire)["thanks"]["text"] == {"fr": "Merci !", "en": "Thanks!"}


def test_where_both_wrote_one_language_the_others_other_language_stays(claire: Desk, paul: Desk) -> None:
    revision = opened(claire).revision
    write(paul, "Merci de Paul")
    write(paul, "Thanks!", "en")

    write_texts(claire, "cart", "step:thanks", ("text",), {"fr": "Merci !"}, revision=revision)

    assert steps(claire)["thanks"]["text"] == {"fr": "Merci !", "en": "Thanks!"}


def test_where_both_wrote_the_person_who_writes_sees_their_own_text(claire: Desk, paul: Desk) -> None:
    revision = opened(claire).revision
    write(paul, "De Paul")

    write_texts(claire, "cart", "step:thanks", ("text", "fr"), "De Claire", revision=revision)

    assert steps(claire)["thanks"]["text"]["fr"] == "De Claire"
    take_back(claire, "cart", "undo")
    assert steps(claire)["thanks"]["text"]["fr"] == "De Paul"


def test_a_draft_with_errors_does_not_go_live(claire: Desk) -> None:
    problem = Problem("no_start", "error")

    assert publish(claire, opened(claire), lambda _: [problem]) == Blocked([problem])


def test_a_warning_does_not_stop_going_live(claire: Desk) -> None:
    live = publish(claire, opened(claire), lambda _: [Problem("unreachable_step", "warning", "bye")])

    assert not isinstance(live, Blocked | Outdated)
    assert live.number == 1


def test_going_live_with_another_draft_than_the_one_looked_at_is_refused(claire: Desk, paul: Desk) -> None:
    looked_at = opened(claire)
    write(paul, "Thanks!", "en")

    assert publish(claire, looked_at, lambda _: []) == Outdated("draft_changed")


def test_the_first_edit_of_a_live_journey_opens_a_draft(claire: Desk) -> None:
    publish(claire, opened(claire), lambda _: [])
    assert not opened(claire).is_draft

    write(claire, "Merci !")

    draft = opened(claire)
    assert (draft.is_draft, draft.revision, draft.live_number) == (True, 1, 1)
    assert draft.version_id != "v"


def test_renaming_a_journey_renames_it_in_the_lists(claire: Desk) -> None:
    made(edit_draft(claire, "cart", lambda now: set_field(now, "journey", ("name",), "Relance")))
    assert opened(claire).journey.name == "Relance"

    take_back(claire, "cart", "undo")
    assert opened(claire).journey.name == "Panier abandonné"
