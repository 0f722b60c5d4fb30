"""The known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from engine.journey.keywords import fold


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The one known word within a third of its letters; None when none is, or when two are equally near."""
    folded = fold(written)
    distances = sorted((OSA.distance(folded, fold(name)), name) for name in set(known))
    allowed = max(1, len(folded) // 3)
    if not distances or distances[0][0] > allowed:
        return None
    tied = len(distances) > 1 and distances[1][0] == distances[0][0]
    return None if tied else distances[0][1]
