"""Files that are checked together know each other."""

from __future__ import annotations

from typing import Any

from engine.checker.check import check
from engine.checker.neighbours import among
from engine.journey.definition import Journey, read_definition

BYE = {"bye": {"type": "exit"}}


def journey(key: str, trigger: dict[str, Any], steps: dict[str, Any] | None = None, **more: Any) -> Journey:
    held = {**(steps or {}), **BYE}
    start = {"id": "go", "next": next(iter(held)), **trigger}
    return read_definition({"parcours": 1, "key": key, "name": key.title(), "triggers": [start], "steps": held, **more})


def told(*files: Journey) -> list[tuple[str, str, str]]:
    found = [(one.key, problem) for one in files for problem in check(one, among(one, files))]
    return [(key, problem.rule, problem.message("en")) for key, problem in found]


def test_a_word_that_starts_two_of_them_is_told_in_both() -> None:
    menu, carte = (journey(key, {"type": "keyword", "any_of": ["menu"]}) for key in ("menu", "carte"))

    assert [(key, rule) for key, rule, _ in told(menu, carte)] == [
        ("menu", "keyword_used_elsewhere"), ("carte", "keyword_used_elsewhere"),
    ]  # fmt: skip
    assert 'this word also starts "Carte". The customer enters only one of them' in told(menu, carte)[0][2]


def test_words_of_journeys_on_different_numbers_do_not_meet_but_events_do() -> None:
    shop, help_desk = (journey(key, {"type": "keyword", "any_of": ["menu"]}, sender=key) for key in ("shop", "desk"))
    one, two = (journey(key, {"type": "event", "name": "order.paid"}, sender=key) for key in ("shop", "desk"))

    assert told(shop, help_desk) == []
    assert [rule for _, rule, _ in told(one, two)] == ["event_used_elsewhere"] * 2


def test_two_states_of_one_journey_are_no_neighbours() -> None:
    before, after = (journey("menu", {"type": "keyword", "any_of": ["menu"]}) for _ in range(2))

    assert told(before, after) == []


def test_a_journey_that_leads_into_another_is_checked_with_it() -> None:
    going = {"go_on": {"type": "start_journey", "journey": "survey", "next": "bye"}}
    first = journey("first", {"type": "event", "name": "order.paid"}, going)
    asking = {"hello": {"type": "send_session", "text": "How was it?", "next": "bye"}}
    survey = journey("survey", {"type": "keyword", "any_of": ["survey"]}, asking)

    found = told(first, survey)

    assert {(key, rule) for key, rule, _ in found} == {
        ("first", "journey_not_started"), ("survey", "outside_window"),
    }  # fmt: skip


def test_a_journey_that_is_in_none_of_the_files_may_be_in_the_house() -> None:
    going = {"go_on": {"type": "start_journey", "journey": "elsewhere", "next": "bye"}}
    first = journey("first", {"type": "event", "name": "order.paid"}, going)

    assert told(first, journey("other", {"type": "keyword", "any_of": ["other"]})) == []
    assert told(first) == []
