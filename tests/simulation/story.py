"""What happened, in order: one line each, and a fingerprint of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import islice


class Story:
    """`time` gives seconds since the beginning."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self.lines: list[str] = []

    def tell(self, who: str, what: str) -> None:
        self.lines.append(f"{_clock(self._time())}  {who:<6} {what}")

    def fingerprint(self) -> str:
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:16]

    def about(self, names: list[str], most: int = 60) -> list[str]:
        """The last lines that name one of these, or that are about a process as a whole."""
        told = [line for line in self.lines if any(name in line for name in names) or "***" in line]
        return told[-most:]

    def last(self, most: int = 60) -> list[str]:
        return list(islice(self.lines, max(0, len(self.lines) - most), None))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:02}:{minutes:02}:{rest:06.3f}"
