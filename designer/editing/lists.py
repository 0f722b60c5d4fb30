"""Lists of words that two people fill at the same time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard


def merge_lists(drawn: Sequence[Any], written: Sequence[Any], standing: Sequence[Any]) -> list[Any]:
    """What one person added to (and took from) the list that they saw, on the list as it stands now. Where nobody else
    changed it, it is as they wrote it."""
    if list(standing) == list(drawn):
        return list(written)
    kept = [one for one in standing if one in written or one not in drawn]
    return [*kept, *(one for one in written if one not in drawn and one not in kept)]


def are_words(value: Any) -> TypeGuard[list[str]]:
    """A list of texts, such as the words of a path; places on the canvas and scales are numbers, and one value."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
