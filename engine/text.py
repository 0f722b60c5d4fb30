"""Text from other systems: what a database cannot keep is told apart from what can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KEPT = "\t\n\r"


def unstorable(text: str) -> str | None:
    """Why a text cannot be kept as it is (a NUL or another control character, half of a surrogate pair), or None."""
    for letter in text:
        if letter < " " and letter not in _KEPT:
            return f"the control character U+{ord(letter):04X}"
        if "\ud800" <= letter <= "\udfff":
            return f"half of a character (U+{ord(letter):04X})"
    return None


def find_unstorable(value: Any, path: str = "") -> tuple[str, str] | None:
    """(where, what) of the first text that cannot be kept, in plain JSON; None when all can."""
    if isinstance(value, str):
        problem = unstorable(value)
        return (path or "the body", problem) if problem else None
    if isinstance(value, Mapping):
        parts = [(f"{path}.{name}".lstrip("."), part) for name, item in value.items() for part in (str(name), item)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    elif isinstance(value, list):
        items: list[Any] = value
        parts = [(f"{path}.{place}".lstrip("."), item) for place, item in enumerate(items)]
    else:
        return None
    return next((found for place, item in parts if (found := find_unstorable(item, place))), None)
