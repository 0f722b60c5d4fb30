"""One comparison of a condition, as it is or turned round, and what it leaves for the value it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.journey.conditions import Comparison, Value, compare, is_same, moment_in, number_in
from engine.journey.keywords import fold

ABSENT = (None, "")
"""What a record holds where it holds nothing."""
LETTERS_OF_MOMENTS = set("tzw")


@dataclass(frozen=True, slots=True)
class Literal:
    """`holds`: whether the comparison has to hold, or not to hold."""

    comparison: Comparison
    holds: bool

    @property
    def attribute(self) -> str:
        return self.comparison.attribute

    @property
    def operator(self) -> str:
        return self.comparison.operator

    def takes(self, found: Any) -> bool:
        return compare(found, self.comparison.operator, self.comparison.value) == self.holds

    @property
    def wants_nothing(self) -> bool:
        """Only who has no value meets it."""
        return self.operator == ("is_not_set" if self.holds else "is_set")

    def pins(self) -> list[Value] | None:
        """The values of which it demands one; None where it leaves others."""
        match self.operator, self.holds:
            case ("is", True) | ("is_not", False):
                return None if self.comparison.value in ABSENT else [self.comparison.value]
            case "one_of", True:
                value = self.comparison.value
                listed = value if isinstance(value, list) else [value]
                return None if any(one in ABSENT for one in listed) else list(listed)
            case _:
                return None

    def refuses(self, value: Value) -> bool:
        """Whether nothing that is the same as this value meets it."""
        wanted = self.comparison.value
        match self.operator:
            case "is":
                return not _may_be_same(value, wanted) if self.holds else _are_surely_same(value, wanted)
            case "is_not":
                return _are_surely_same(value, wanted) if self.holds else not _may_be_same(value, wanted)
            case "one_of":
                listed = wanted if isinstance(wanted, list) else [wanted]
                return (
                    not any(_may_be_same(value, one) for one in listed)
                    if self.holds
                    else any(_are_surely_same(value, one) for one in listed)
                )
            case "is_set" | "is_not_set":
                return self.wants_nothing
            case "contains" | "starts_with":
                return not _is_number(value) and not self.takes(value)
            case "before" | "after":
                return _is_readable(moment_in(value), value, LETTERS_OF_MOMENTS) and not self.takes(value)
            case _:
                return _is_readable(number_in(value), value, set()) and not self.takes(value)


def is_complete(comparison: Comparison) -> bool:
    """Whether it says what it looks at and what it compares with."""
    told = comparison.value not in (*ABSENT, []) or comparison.operator in ("is_set", "is_not_set")
    return told and bool(comparison.attribute.strip())


def _is_number(value: Any) -> bool:
    return number_in(value) is not None


def _is_readable(read: Any, value: Value, letters: set[str]) -> bool:
    """Whether it is surely such a thing, or surely none: it has a letter that none of them has."""
    return read is not None or bool({one for one in fold(str(value)) if one.isalpha()} - letters)


def _may_be_same(one: Value, other: Value) -> bool:
    """Texts compare folded, numbers as numbers: some value may equal both though they do not equal each other."""
    return one in ABSENT or other in ABSENT or is_same(one, other) or fold(str(one)) == fold(str(other))


def _are_surely_same(one: Value, other: Value) -> bool:
    if one in ABSENT or other in ABSENT or str(one) == str(other):
        return one not in ABSENT and str(one) == str(other)
    is_word = not any(isinstance(value, bool) or _is_number(value) for value in (one, other))
    return is_same(one, other) if is_word or (_is_number(one) and _is_number(other)) else False
