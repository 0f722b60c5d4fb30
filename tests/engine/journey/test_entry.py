"""Who may start again, and what one passage is for."""

from __future__ import annotations

from typing import Any

import pytest

from engine.journey.definition import Entry
from engine.journey.entry import Admission, Earlier, admission, entry_key, facts_of
from tests.engine.journey.samples import NINE, at, says

INSIDE = Earlier("", at(hours=-1))
GONE = Earlier("", at(days=-3), at(days=-2))


@pytest.mark.parametrize(
    ("again", "earlier", "answer"),
    [
        ("never", [], Admission(True)), ("never", [GONE], Admission(False, "already_was")),
        ("never", [INSIDE], Admission(False, "already_was")), ("after_exit", [GONE], Admission(True)),
        ("after_exit", [GONE, INSIDE], Admission(False, "inside")), ("always", [GONE], Admission(True)),
        ("always", [INSIDE], Admission(True, restarts=True)),
    ],
)  # fmt: skip
def test_the_entry_rule_decides_who_may_start_again(again: Any, earlier: list[Earlier], answer: Admission) -> None:
    assert admission(Entry(again=again), "", earlier, NINE) == answer


def test_not_within_counts_from_the_latest_entrance() -> None:
    entry = Entry(not_within="7d")
    earlier = [Earlier("", at(days=-20), at(days=-19)), Earlier("", at(days=-7, seconds=1), at(days=-6))]

    assert admission(entry, "", earlier, NINE) == Admission(False, "too_soon")
    assert admission(entry, "", earlier, at(seconds=1)) == Admission(True)


def test_a_second_order_is_not_swallowed() -> None:
    entry = Entry(per="event.order_id", not_within="7d")
    first, second = entry_key(entry, {"order_id": 41}), entry_key(entry, {"order_id": 42})

    assert (first, second) == ("41", "42")
    assert admission(entry, second, [Earlier(first, NINE)], NINE) == Admission(True)
    assert admission(entry, first, [Earlier(first, NINE)], NINE) == Admission(False, "inside")


@pytest.mark.parametrize("facts", [{}, {"order_id": None}, {"order_id": ""}, {"other": 1}])
def test_without_the_value_the_passage_has_no_key(facts: dict[str, Any]) -> None:
    assert entry_key(Entry(per="event.order_id"), facts) == ""


def test_a_message_that_starts_a_journey_can_be_read_in_it() -> None:
    assert facts_of(says("menu", NINE)) == {"text": "menu"}
