"""How much is generated: little in `make test`, ten thousand journeys in `make prove`."""

from __future__ import annotations

import os

LONG = int(os.environ.get("PARCOURS_PROVE", "0"))
"""Journeys of the long run; 0 in the short one."""
TIMEOUT = 4 * 3600 if LONG else 120


def times(short: int, share: float = 1) -> int:
    """So many in the short run, this share of its journeys in the long one."""
    return int(LONG * share) if LONG else short


def report(sentence: str) -> None:
    """For the page of figures; `pytest -s` shows it."""
    if LONG:
        print(f"\n{sentence}")
