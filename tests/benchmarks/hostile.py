"""Texts meant to hurt (`tests/engine/journey/hostile_texts.yaml`): how many there are, what the slowest costs, and the memory."""

from __future__ import annotations

from engine.journey.rendering import BadText
from tests.engine.journey.test_hostile_texts import CORPUS, memory_of, source_of, try_out

from .measuring import timed
from .table import Row

AT_LEAST = 70
SLOWEST_MS, MEMORY_MB = 100, 20


def rows(short: bool) -> list[Row]:
    sources = [source_of(case) for case in CORPUS]
    harmed = sum(not _is_as_listed(case, source) for case, source in zip(CORPUS, sources, strict=True))
    times = {
        source: min(timed(lambda source=source: _tried(source)) for _ in range(1 if short else 5)) for source in sources
    }
    slowest = max(times, key=lambda source: times[source])
    refused, worst = sum(bool(case.get("bad")) for case in CORPUS), times[slowest] * 1e3
    memory, hungriest = max((memory_of(source), source) for source in sources)
    told = (
        f"{refused} refused before they are compiled, {len(CORPUS) - refused} harmless; {harmed} otherwise than listed"
    )
    return [
        Row("hostile texts", f"≥ {AT_LEAST}", str(len(CORPUS)), len(CORPUS) >= AT_LEAST and not harmed, told),
        Row(
            "the slowest of them",
            f"≤ {SLOWEST_MS} ms",
            f"{worst:.1f} ms",
            worst <= SLOWEST_MS,
            f"CPU; {slowest[:40]!r}",
        ),
        Row(
            "the hungriest of them",
            f"≤ {MEMORY_MB} MB",
            f"{memory:.1f} MB",
            memory <= MEMORY_MB,
            f"at once; {hungriest[:40]!r}",
        ),
    ]


def _tried(source: str) -> str | None:
    try:
        return try_out(source)
    except BadText:
        return "refused"


def _is_as_listed(case: dict[str, object], source: str) -> bool:
    shown = _tried(source)
    return (shown == "refused") == bool(case.get("bad")) and (shown is None) == bool(case.get("fails"))
