"""A line of the benchmark tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured against which goal. `met` is None for a figure that has no goal."""

    name: str
    goal: str
    measured: str
    met: bool | None
    detail: str = ""
