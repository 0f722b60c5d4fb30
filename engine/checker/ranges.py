"""Numbers and moments between two bounds: whether anything is left there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from engine.checker.literals import Literal
from engine.journey.conditions import moment_in, number_in

TURNED = {
    "more_than": "at_most", "at_most": "more_than", "at_least": "less_than", "less_than": "at_least",
    "before": "from", "after": "until",
}  # fmt: skip
"""What a number, or a moment, meets that does not meet the first."""
LOWER = {"more_than": False, "at_least": True, "after": False, "from": True}
UPPER = {"less_than": False, "at_most": True, "before": False, "until": True}
"""Whether the bound itself is met."""


def leave_no_room(asked: list[Literal]) -> bool:
    """Whether these demand a number, or a moment, and leave none."""
    numbers = [one for one in asked if one.operator not in ("before", "after")]
    return _is_empty(numbers, number_in) or _is_empty(
        [one for one in asked if one.operator in ("before", "after")], moment_in
    )


def _is_empty(asked: list[Literal], read: Callable[[Any], Any]) -> bool:
    """Turned round, a comparison excludes only those that are numbers, so one has to stand as it is."""
    bounds = [
        (_meant(one), value)
        for one in asked
        if one.operator in TURNED and (value := read(one.comparison.value)) is not None
    ]
    if not any(one.holds for one in asked if one.operator in TURNED and read(one.comparison.value) is not None):
        return False
    low = max(((value, not LOWER[how]) for how, value in bounds if how in LOWER), default=None)
    high = min(((value, UPPER[how]) for how, value in bounds if how in UPPER), default=None)
    if low is None or high is None:
        return False
    if low[0] == high[0]:
        return low[1] or not high[1] or _is_excluded(low[0], asked)
    return low[0] > high[0]


def _meant(one: Literal) -> str:
    return one.operator if one.holds else TURNED[one.operator]


def _is_excluded(only: Any, asked: Iterable[Literal]) -> bool:
    """Whether the single number that is left must not be."""
    return any(one.operator in ("is", "is_not", "one_of") and one.refuses(only) for one in asked)
