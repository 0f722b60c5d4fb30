"""Edits that the canvas sends."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from designer.editing import Edited, Refused, apply, refusal_words
from engine.journey.definition import read_definition
from tests.designer.editing_samples import bare, cart


def done(definition: dict[str, Any], **op: Any) -> dict[str, Any]:
    outcome = apply(definition, op)

    assert isinstance(outcome, Edited), outcome
    read_definition(outcome.definition)
    return outcome.definition


def test_an_edit_never_changes_the_definition_it_was_given() -> None:
    before = cart()
    kept = copy.deepcopy(before)

    done(before, op="delete", ids=["step:answer"])

    assert before == kept


def test_the_first_card_of_an_empty_journey_is_a_start() -> None:
    after = done(bare(), op="add", id="trigger:keyword_x1", type="keyword", x=10.4, y=0, **{"from": None})

    assert after["triggers"] == [{"id": "keyword_x1", "type": "keyword", "any_of": [], "match": "word", "typos": True}]
    assert after["layout"] == {"trigger:keyword_x1": [10, 0]}


def test_a_step_inserted_on_an_arrow_stands_between_its_two_ends() -> None:
    origin = {"node": "step:remind", "port": "next"}

    after = done(cart(), op="add", id="step:wait_a1", type="wait", x=0, y=300, **{"from": origin})

    assert after["steps"]["remind"]["next"] == "wait_a1"
    assert after["steps"]["wait_a1"] == {"type": "wait", "for": "1d", "next": "answer"}


def test_a_wait_inserted_on_an_arrow_leads_other_answers_to_what_came_next() -> None:
    origin = {"node": "step:answer", "port": "branch:yes"}

    after = done(cart(), op="add", id="step:w2", type="wait_for_reply", x=0, y=0, **{"from": origin})

    assert after["steps"]["answer"]["branches"][0]["next"] == "w2"
    assert after["steps"]["w2"]["otherwise"] == "thanks"
    assert "no_reply" not in after["steps"]["w2"]


def test_an_end_inserted_on_an_arrow_ends_the_path() -> None:
    origin = {"node": "step:remind", "port": "next"}

    after = done(cart(), op="add", id="step:exit_z", type="exit", x=0, y=0, **{"from": origin})

    assert after["steps"]["exit_z"] == {"type": "exit"}
    assert after["steps"]["remind"]["next"] == "exit_z"


def test_inserting_moves_the_cards_that_make_room() -> None:
    after = done(
        cart(), op="add", id="step:wait_a1", type="wait", x=0, y=388, **{"from": None},
        positions={"step:answer": [0, 582], "step:gone": [9, 9]},
    )  # fmt: skip

    assert after["layout"]["answer"] == [0, 582]
    assert "gone" not in after["layout"]


def test_a_wait_after_a_message_with_buttons_has_their_paths() -> None:
    before = cart()
    before["steps"]["thanks"]["buttons"] = [{"id": "more", "title": "Encore"}]
    origin = {"node": "step:thanks", "port": "next"}

    after = done(before, op="add", id="step:w", type="wait_for_reply", x=0, y=0, **{"from": origin})

    branch = after["steps"]["w"]["branches"][0]
    assert (branch["id"], branch["any_of"], branch["buttons"]) == ("encore", ["Encore"], ["more"])


def test_adding_the_same_card_twice_adds_it_once() -> None:
    op = {"op": "add", "id": "step:wait_a1", "type": "wait", "x": 0, "y": 0, "from": None}

    once = done(cart(), **op)

    assert done(once, **op) == once


def test_an_arrow_can_be_drawn_and_taken_away() -> None:
    connected = done(cart(), op="connect", node="step:answer", port="branch:yes", target="step:bye")
    cut = done(connected, op="disconnect", node="step:answer", port="branch:yes")

    assert connected["steps"]["answer"]["branches"][0]["next"] == "bye"
    assert "next" not in cut["steps"]["answer"]["branches"][0]


def test_a_start_leads_where_its_arrow_is_drawn() -> None:
    after = done(cart(), op="connect", node="trigger:cart", port="next", target="step:thanks")

    assert after["triggers"][0]["next"] == "thanks"


@pytest.mark.parametrize(
    ("op", "why"),
    [
        ({"op": "connect", "node": "step:remind", "port": "next", "target": "step:remind"}, "to_itself"),
        ({"op": "connect", "node": "step:remind", "port": "next", "target": "trigger:cart"}, "to_start"),
        ({"op": "connect", "node": "step:remind", "port": "next", "target": "step:gone"}, "no_step"),
        ({"op": "connect", "node": "step:gone", "port": "next", "target": "step:bye"}, "no_step"),
        ({"op": "connect", "node": "step:answer", "port": "branch:no", "target": "step:bye"}, "no_path"),
        ({"op": "connect", "node": "step:bye", "port": "next", "target": "step:remind"}, "no_path"),
        ({"op": "add", "id": "step:x", "type": "teleport", "x": 0, "y": 0, "from": None}, "unknown_type"),
        ({"op": "add", "id": "step:no spaces", "type": "wait", "x": 0, "y": 0, "from": None}, "bad_id"),
        ({"op": "add", "id": "step:x", "type": "wait", "x": "left", "y": 0, "from": None}, "bad_op"),
        ({"op": "move", "positions": {"step:bye": [float("nan"), 0]}}, "bad_op"),
        ({"op": "move"}, "bad_op"),
        ({"op": "explode"}, "bad_op"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(op: dict[str, Any], why: str) -> None:
    outcome = apply(cart(), op)

    assert isinstance(outcome, Refused)
    assert outcome.why == why
    assert refusal_words(outcome, "fr") != refusal_words(outcome, "en")


def test_deleting_a_step_leads_its_predecessors_to_the_one_clear_next() -> None:
    after = done(cart(), op="delete", ids=["step:remind"])

    assert after["triggers"][0]["next"] == "answer"
    assert "remind" not in after["steps"]
    assert "remind" not in after["layout"]


def test_deleting_a_step_with_a_choice_after_it_leaves_its_predecessors_open() -> None:
    after = done(cart(), op="delete", ids=["step:answer"])

    assert "next" not in after["steps"]["remind"]


def test_deleting_two_steps_in_a_row_heals_past_both() -> None:
    after = done(cart(), op="delete", ids=["step:thanks", "step:remind", "step:nobody"])

    assert after["triggers"][0]["next"] == "answer"
    assert after["steps"]["answer"]["branches"][0]["next"] == "bye"


def test_deleting_a_step_of_a_circle_draws_no_arrow_to_itself() -> None:
    before = cart()
    before["steps"]["bye"] = {"type": "wait", "for": "1d", "next": "thanks"}

    after = done(before, op="delete", ids=["step:bye"])

    assert "next" not in after["steps"]["thanks"]
    assert after["steps"]["answer"]["otherwise"] == "thanks"


def test_deleting_a_start_leaves_the_steps() -> None:
    after = done(cart(), op="delete", ids=["trigger:cart"])

    assert after["triggers"] == []
    assert list(after["steps"]) == ["remind", "answer", "thanks", "bye"]


def test_copies_keep_the_arrows_between_them_and_no_others() -> None:
    ids = ["step:remind", "step:answer"]
    new_ids = {"step:remind": "step:r2", "step:answer": "step:a2"}

    after = done(cart(), op="duplicate", ids=ids, new_ids=new_ids, offset=[40, 40])

    assert after["steps"]["r2"]["next"] == "a2"
    assert "next" not in after["steps"]["a2"]["branches"][0]
    assert "otherwise" not in after["steps"]["a2"]
    assert after["layout"]["r2"] == [40, 234]


def test_cards_of_another_journey_can_be_pasted() -> None:
    node = {
        "id": "step:hi", "x": 5, "y": 5, "title": "drawn",
        "definition": {"type": "send_session", "text": "Salut", "next": "elsewhere"},
    }  # fmt: skip

    after = done(cart(), op="paste", source="other", nodes=[node], new_ids={"step:hi": "step:n1"}, offset=[1, 2])

    assert after["steps"]["n1"] == {"type": "send_session", "text": "Salut"}
    assert after["layout"]["n1"] == [6, 7]


def test_pasted_nonsense_changes_nothing() -> None:
    node = {"id": "step:hi", "x": 0, "y": 0, "definition": {"type": "wait", "for": "soon"}}

    outcome = apply(cart(), {"op": "paste", "nodes": [node], "new_ids": {"step:hi": "step:n1"}, "offset": [0, 0]})

    assert isinstance(outcome, Refused)
    assert outcome.why == "bad_shape"


def test_moving_writes_every_place_so_that_other_cards_stay() -> None:
    before = cart()
    del before["layout"]

    after = done(before, op="move", positions={"step:bye": [500, 500]})

    assert after["layout"]["bye"] == [500, 500]
    assert set(after["layout"]) == {"trigger:cart", "remind", "answer", "thanks", "bye"}
