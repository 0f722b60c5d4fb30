"""One line of a benchmark table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, what is wanted of it, and whether it is reached (None: there is no goal)."""

    name: str
    goal: str
    measured: str
    met: bool | None
    detail: str = ""
