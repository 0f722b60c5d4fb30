"""The counter-example of a free reply that comes too late, lit on the drawing."""

from __future__ import annotations

import json
from typing import Any

from designer.lit_path import lit_path
from engine.checker.check import check
from engine.checker.context import JourneyElsewhere, Surroundings
from engine.journey.definition import read_definition
from tests.designer.editor_house import Desk, create, opened, select

LATE: dict[str, Any] = {
    "parcours": 1, "key": "late", "name": "Trop tard",
    "triggers": [{"id": "go", "type": "keyword", "any_of": ["menu"], "next": "choose"}],
    "steps": {
        "choose": {"type": "branch", "branches": [{"id": "vip", "when": {"attribute": "contact.vip", "operator": "is_set"}, "next": "slow"}], "otherwise": "tell"},
        "slow": {"type": "wait", "for": "25h", "next": "tell"},
        "tell": {"type": "send_session", "text": "Voici", "next": "end"},
        "end": {"type": "exit"},
    },
}  # fmt: skip
WAY = ["trigger:go", "step:choose", "step:slow", "step:tell"]


def lit(definition: dict[str, Any], *selected: str, house: Surroundings | None = None) -> list[str]:
    return lit_path(definition, check(read_definition(definition), house), selected)


def test_the_way_of_the_selected_reply_is_lit_from_its_start() -> None:
    assert lit(LATE, "step:tell") == WAY


def test_nothing_is_lit_for_a_card_without_a_way_or_for_several_cards() -> None:
    assert lit(LATE, "step:slow") == []
    assert lit(LATE) == []
    assert lit(LATE, "step:tell", "step:slow") == []


def test_a_way_that_begins_with_an_answer_is_lit_from_the_question() -> None:
    ask = {"type": "wait_for_reply", "for": "1h", "otherwise": "slow", "no_reply": "end"}
    asked = {**LATE, "steps": {**LATE["steps"], "choose": ask}}

    assert lit(asked, "step:tell") == ["step:choose", "step:slow", "step:tell"]


def test_of_a_way_from_another_journey_only_this_ones_cards_are_lit() -> None:
    start = {"go": {"type": "start_journey", "journey": "late", "next": "end"}, "end": {"type": "exit"}}
    event = [{"id": "e", "type": "event", "name": "cart", "next": "go"}]
    other = read_definition({"parcours": 1, "key": "other", "triggers": event, "steps": start})
    house = Surroundings(journeys=[JourneyElsewhere("other", "Autre", True, other)])

    assert lit(LATE, "step:tell", house=house) == ["step:choose", "step:tell"]


def test_a_start_and_a_step_of_the_same_name_are_told_apart() -> None:
    named = {**LATE, "triggers": [{**LATE["triggers"][0], "id": "slow"}]}

    assert lit(named, "step:tell") == ["trigger:slow", "step:choose", "step:slow", "step:tell"]


def test_selecting_the_reply_lights_its_way_on_the_canvas(desk: Desk) -> None:
    create(desk, LATE)
    app = opened("late")

    select(app, "step:tell")

    given = [json.loads(one.proto.json) for one in app.get("bidi_component") if "nodes" in one.proto.json]
    assert given[-1]["highlight"] == WAY
