"""Which two demands on one attribute nobody can meet at once. Sound: when in doubt, they do not contradict."""

from __future__ import annotations

import math

from engine.journey.conditions import AllOf, Comparison, Condition, Value, compare
from engine.journey.keywords import fold

LOWER = {"more_than": False, "at_least": True}
UPPER = {"less_than": False, "at_most": True}
NEEDS_SOMETHING = (
    "is", "contains", "starts_with", "one_of", "more_than", "at_least", "less_than", "at_most", "before", "after", "is_set",
)  # fmt: skip


def demands(condition: Condition) -> list[Comparison]:
    """The comparisons that must all hold."""
    match condition:
        case Comparison():
            return [condition] if condition.attribute.strip() else []
        case AllOf():
            return [leaf for part in condition.all for leaf in demands(part)]
        case _:
            return []


def contradict(one: Comparison, other: Comparison) -> bool:
    """True only when no value meets both."""
    if one.attribute != other.attribute:
        return False
    return _contradict(one, other) or _contradict(other, one)


def _contradict(one: Comparison, other: Comparison) -> bool:
    if one.operator == "is_not_set":
        return other.operator in NEEDS_SOMETHING
    if one.operator == "is":
        return _excludes(one.value, other)
    return one.operator in LOWER and other.operator in UPPER and _is_empty_range(one, other)


def _excludes(value: Value, other: Comparison) -> bool:
    """Whether a thing that is `value` cannot meet the other demand."""
    match other.operator:
        case "is":
            return not _may_be_same(value, other.value)
        case "is_not":
            return _are_surely_same(value, other.value)
        case "one_of":
            offered = other.value if isinstance(other.value, list) else [other.value]
            return not any(_may_be_same(value, choice) for choice in offered)
        case bound if bound in LOWER or bound in UPPER:
            return number_in(value) is not None and not compare(value, bound, other.value)
        case _:
            return False


def _is_empty_range(low: Comparison, high: Comparison) -> bool:
    least, most = number_in(low.value), number_in(high.value)
    if least is None or most is None:
        return False
    both_included = LOWER[low.operator] and UPPER[high.operator]
    return least > most or (least == most and not both_included)


def _may_be_same(one: Value, other: Value) -> bool:
    """Texts compare folded, numbers as numbers: some value may equal both though they do not equal each other."""
    if one in (None, "") or other in (None, ""):
        return True
    return compare(one, "is", other) or fold(str(one)) == fold(str(other))


def _are_surely_same(one: Value, other: Value) -> bool:
    return one not in (None, "") and str(one) == str(other)


def number_in(value: Value) -> float | None:
    """The number that a condition compares with, None for words."""
    if value is None or isinstance(value, bool | list):
        return None
    try:
        number = float(str(value).strip().replace(",", ".")[:30])
    except ValueError:
        return None
    return number if math.isfinite(number) else None
