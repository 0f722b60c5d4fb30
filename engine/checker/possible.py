"""Whether anybody can meet several conditions at once, some of them turned round. Sound: nobody can only where no value of a
record or an event would do; in doubt somebody can. What a draft leaves empty asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, groupby, product
from typing import TypeAlias

from engine.checker.literals import ABSENT, Literal, is_complete
from engine.checker.ranges import leave_no_room
from engine.journey.conditions import AllOf, AnyOf, Condition, NotThis
from engine.journey.keywords import fold

Asked: TypeAlias = tuple[Condition, bool]
"""A condition, and whether it has to hold or not to hold."""
Way: TypeAlias = tuple[Literal, ...]
"""Comparisons that are all met."""
WAYS_AT_MOST = 128
"""Ways to meet the conditions that are looked at; where there are more, one of them may do."""


def may_hold(asked: Iterable[Asked]) -> bool:
    """Whether some customer, or some event, can meet all of these."""
    ways: list[Way] = [()]
    for condition, holds in asked:
        more = _ways(condition, holds)
        if len(ways) * len(more) > WAYS_AT_MOST:
            return True
        ways = [(*one, *other) for one, other in product(ways, more)]
        ways = [way for way in ways if _is_possible(way)]
    return bool(ways)


def _ways(condition: Condition, holds: bool) -> list[Way]:
    """Every way to meet it, or not to."""
    match condition:
        case NotThis():
            return _ways(condition.not_, not holds)
        case AllOf():
            return _each(condition.all, holds) if holds else _one(condition.all, holds)
        case AnyOf():
            return _one(condition.any, holds) if holds else _each(condition.any, holds)
        case _:
            return [(Literal(condition, holds),)] if is_complete(condition) else [()]


def _each(parts: Sequence[Condition], holds: bool) -> list[Way]:
    ways: list[Way] = [()]
    for part in parts:
        ways = [(*one, *other) for one, other in product(ways, _ways(part, holds))][: WAYS_AT_MOST + 1]
    return ways


def _one(parts: Sequence[Condition], holds: bool) -> list[Way]:
    return [way for part in parts for way in _ways(part, holds)] or [()]


def _is_possible(way: Way) -> bool:
    by_attribute = sorted(way, key=lambda literal: literal.attribute)
    return all(_has_value(list(asked)) for _, asked in groupby(by_attribute, key=lambda literal: literal.attribute))


def _has_value(asked: list[Literal]) -> bool:
    """Whether one attribute can be all that."""
    if any(all(literal.takes(nothing) for literal in asked) for nothing in ABSENT):
        return True
    if any(literal.wants_nothing for literal in asked):
        return False
    pinned = next((values for literal in asked if (values := literal.pins()) is not None), None)
    if pinned is not None:
        return any(not any(literal.refuses(value) for literal in asked) for value in pinned)
    return not leave_no_room(asked) and not _begin_differently(asked)


def _begin_differently(asked: list[Literal]) -> bool:
    """Two beginnings of which none is the beginning of the other; or one that must not be."""
    begins = [one for one in asked if one.operator == "starts_with"]
    for one, other in combinations(sorted(begins, key=lambda literal: not literal.holds), 2):
        first, second = (fold(str(literal.comparison.value)) for literal in (one, other))
        if one.holds and other.holds and not (first.startswith(second) or second.startswith(first)):
            return True
        if one.holds and not other.holds and first.startswith(second):
            return True
    return False
