"""CPU time, not the clock on the wall: the machine has other work. Two sides are measured by turns, in one run."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from .table import Row

Turn = Callable[[], float]
"""One repeat: does the work once and gives the CPU seconds of what is measured."""


def cpu() -> float:
    """Seconds of user and system time of this process, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of one call. Garbage of earlier work is collected before, not within."""
    gc.collect()
    before = cpu()
    work()
    return cpu() - before


@contextmanager
def collector_off():
    """For the shortest figures, where one collection would be most of a repeat."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass(frozen=True)
class Pair:
    """Two sides measured by turns: the median of each, and of the ratios of the pairs (each pair had the same weather)."""

    ours: float
    theirs: float
    ratio: float
    least: float
    most: float
    repeats: int


def by_turns(ours: Turn, theirs: Turn, repeats: int) -> Pair:
    """One round of each for warming up, then `repeats` pairs."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(repeats)]
    ratios = [mine / other for mine, other in pairs]
    return Pair(
        median(mine for mine, _ in pairs), median(other for _, other in pairs), median(ratios),
        min(ratios), max(ratios), repeats,
    )  # fmt: skip


def ratio_row(
    name: str, pair: Pair, *, most: float | None, sides: Sequence[str], operations: int, note: str = ""
) -> Row:
    """`sides`: what ours and theirs are called; figures are shown in µs an operation."""
    ours, theirs = (
        f"{side} {value / operations * 1e6:,.1f} µs"
        for side, value in zip(sides, (pair.ours, pair.theirs), strict=True)
    )
    spread = f"pairs {pair.least:.2f} to {pair.most:.2f}, {pair.repeats} repeats"
    detail = "; ".join(part for part in (ours, theirs, spread, note) if part)
    met = None if most is None else pair.ratio <= most
    return Row(name, "" if most is None else f"≤ {most:g}", f"{pair.ratio:.2f}", met, detail)
