"""Conditions are data: a form edits them, a checker reasons about them, and nothing in them is code."""

from __future__ import annotations

import datetime as dt
import math
import operator
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from engine.journey.keywords import fold
from engine.journey.model import Names, Part
from engine.journey.plain import is_group, is_list

Operator = Literal[
    "is",
    "is_not",
    "contains",
    "starts_with",
    "one_of",
    "more_than",
    "at_least",
    "less_than",
    "at_most",
    "before",
    "after",
    "is_set",
    "is_not_set",
]
Value = str | int | float | bool | list[str | int | float | bool] | None
Comparer: TypeAlias = "Callable[[Any, Value], bool]"


class Comparison(Part):
    """`{attribute: contact.city, operator: is, value: Lyon}`. The attribute starts with contact, event or
    answers."""

    attribute: Annotated[str, Names("path")] = ""
    """What is looked at: `contact.…`, `event.…`, `answers.<step>`, in a segment also `consent.…`."""
    operator: Operator = "is"
    """How it is compared."""
    value: Value = None
    """With what; a list for `one_of`, nothing for `is_set` and `is_not_set`."""

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return compare(look_up(facts, self.attribute), self.operator, self.value)


class AllOf(Part):
    """`{all: [{attribute: …}, {attribute: …}]}`: every one of them holds."""

    all: list[Condition]
    """Conditions that must all hold."""

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return all(part.holds(facts) for part in self.all)


class AnyOf(Part):
    """`{any: [{attribute: …}, {attribute: …}]}`: at least one of them holds."""

    any: list[Condition]
    """Conditions of which one must hold."""

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return any(part.holds(facts) for part in self.any)


class NotThis(Part):
    """`{not: {attribute: …}}`: it does not hold."""

    not_: Condition = Field(alias="not")
    """The condition that must not hold."""

    def holds(self, facts: Mapping[str, Any]) -> bool:
        return not self.not_.holds(facts)


def _shape(value: Any) -> str:
    """Which shape is meant, told by its name, so that a mistake inside is reported once and in its place."""
    if not is_group(value):
        return type(value).__name__ if isinstance(value, Part) else "Comparison"
    return next(
        (shape for name, shape in (("all", "AllOf"), ("any", "AnyOf"), ("not", "NotThis")) if name in value),
        "Comparison",
    )


Condition = Annotated[
    Annotated[Comparison, Tag("Comparison")]
    | Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[NotThis, Tag("NotThis")],
    Discriminator(_shape),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
NotThis.model_rebuild()


def comparisons_in(condition: Condition) -> list[Comparison]:
    """Every leaf, for a checker."""
    match condition:
        case Comparison():
            return [condition]
        case AllOf():
            return [leaf for part in condition.all for leaf in comparisons_in(part)]
        case AnyOf():
            return [leaf for part in condition.any for leaf in comparisons_in(part)]
        case NotThis():
            return comparisons_in(condition.not_)


def look_up(facts: Mapping[str, Any], path: str) -> Any:
    """The value at `contact.city`, or None when any part of the way is missing."""
    value: Any = facts
    for name in path.split("."):
        if not is_group(value):
            return None
        value = value.get(name)
    return value


def compare(found: Any, how: Operator, wanted: Value) -> bool:
    """Texts compare without case and accents, numbers as numbers, dates as dates. A missing value is only
    `is_not_set` or `is_not`."""
    missing = found is None or found == ""
    if how in ("is_set", "is_not_set"):
        return missing == (how == "is_not_set")
    if how == "is_not":
        return not is_same(found, wanted)
    if missing:
        return False
    return _COMPARE[how](found, wanted)


def is_same(found: Any, wanted: Value) -> bool:
    """Whether two values are equal to a condition: truth values by their word, numbers as numbers, texts folded."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return str(found).casefold() == str(wanted).casefold()
    left, right = number_in(found), number_in(wanted)
    if left is not None and right is not None:
        return left == right
    return fold(str(found)) == fold(str(wanted))


def number_in(value: Any) -> float | None:
    """A value as a finite number, None for what is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(str(value).strip().replace(",", ".")[:30])
    except ValueError:
        return None
    return number if math.isfinite(number) else None  # Nan and Infinity are names of people


def moment_in(value: Any) -> dt.datetime | None:
    """A value as a moment; without a zone it is taken as UTC."""
    try:
        moment = dt.datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _contains(found: Any, wanted: Value) -> bool:
    if is_list(found):
        return any(is_same(item, wanted) for item in found)
    return fold(str(wanted)) in fold(str(found))


def _starts_with(found: Any, wanted: Value) -> bool:
    return fold(str(found)).startswith(fold(str(wanted)))


def _is_one_of(found: Any, wanted: Value) -> bool:
    return any(is_same(found, item) for item in (wanted if isinstance(wanted, list) else [wanted]))


def _ordered(convert: Callable[[Any], Any], holds: Callable[[Any, Any], bool]) -> Comparer:
    def compare_ordered(found: Any, wanted: Value) -> bool:
        left, right = convert(found), convert(wanted)
        return left is not None and right is not None and holds(left, right)

    return compare_ordered


_COMPARE: dict[str, Comparer] = {
    "is": is_same,
    "contains": _contains,
    "starts_with": _starts_with,
    "one_of": _is_one_of,
    "more_than": _ordered(number_in, operator.gt),
    "at_least": _ordered(number_in, operator.ge),
    "less_than": _ordered(number_in, operator.lt),
    "at_most": _ordered(number_in, operator.le),
    "before": _ordered(moment_in, operator.lt),
    "after": _ordered(moment_in, operator.gt),
}
