"""Chance that is an argument: the same seed throws the same dice on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Throws that follow from a seed alone."""

    def __init__(self, *seed: int | str) -> None:
        self._seed = ":".join(map(str, seed))
        self._thrown = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, and without, `limit`."""
        self._thrown += 1
        digest = hashlib.blake2b(f"{self._seed}:{self._thrown}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % limit

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def one_of(self, things: Sequence[T]) -> T:
        """One of them. Raises IndexError for none."""
        return things[self.below(max(1, len(things)))]
