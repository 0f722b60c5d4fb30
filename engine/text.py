"""Text from other systems: what a database cannot keep is told apart from what can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

_KEPT = "\t\n\r"
DEEPEST = 32


def unstorable(text: str) -> str | None:
    """Why a text cannot be kept as it is (a NUL or another control character, half of a surrogate pair), or None."""
    for letter in text:
        if letter < " " and letter not in _KEPT:
            return f"the control character U+{ord(letter):04X}"
        if "\ud800" <= letter <= "\udfff":
            return f"half of a character (U+{ord(letter):04X})"
    return None


def find_unstorable(value: Any, path: str = "", depth: int = 0) -> tuple[str, str] | None:
    """(where, what) of the first thing that cannot be kept, in plain JSON; None when all can."""
    if isinstance(value, str):
        problem = unstorable(value)
        return (path or "the body", problem) if problem else None
    if depth > DEEPEST:
        return f"{path[:60]}…", f"more than {DEEPEST} groups inside each other"
    for name, part in _parts(value):
        found = find_unstorable(part, f"{path}.{name}".lstrip("."), depth + 1)
        if found is not None:
            return found
    return None


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """What stands in a group or a list, each with its name; a group's names are texts too."""
    if isinstance(value, Mapping):
        for name, item in cast("Mapping[str, Any]", value).items():
            yield str(name), str(name)
            yield str(name), item
    elif isinstance(value, list):
        for place, item in enumerate(cast("list[Any]", value)):
            yield str(place), item
