"""Many trials: one a kill point, a few at a time, and their figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice

from .boundaries import Aim
from .trial import Record
from .verdict import count_doubles, count_lost, faults_of

AT_ONCE = 3
Hold = Callable[[Aim], Record]


@dataclass(slots=True)
class Figures:
    """`points`: boundaries that a run without a kill crosses."""

    name: str
    points: int = 0
    trials: int = 0
    restarts: int = 0
    messages: int = 0
    doubles: int = 0
    lost: int = 0
    unknown: int = 0
    faults: list[str] = field(default_factory=list[str])

    def add(self, record: Record) -> None:
        self.trials += 1
        self.restarts += record.restarts
        self.messages += sum(map(len, record.phones.values()))
        self.doubles += count_doubles(record)
        self.lost += count_lost(record)
        self.unknown += sum(row["status"] == "unknown" for row in record.rows["message"])
        self.faults += faults_of(record)

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.points} points, {self.trials} trials, {self.restarts} restarts, {self.messages} messages, "
            f"{self.doubles} doubles, {self.lost} lost, {self.unknown} unknown, {len(self.faults)} faults"
        )


def kill_at(aims: Iterable[Aim], hold: Hold, at_once: int = AT_ONCE) -> Iterator[Record]:
    """A trial for each aim, a few at a time; ends early when the caller has seen enough."""
    remaining = iter(aims)
    with ThreadPoolExecutor(at_once) as threads:
        while group := list(islice(remaining, at_once)):
            yield from threads.map(hold, group)


def kill_everywhere(hold: Hold) -> Iterator[Record]:
    """n = 1, 2, 3 … until a run ends by itself."""
    numbers = count(1)
    reached = True
    while reached:
        records = list(kill_at((Aim(next(numbers)) for _ in range(AT_ONCE)), hold))
        yield from records
        reached = any(record.killed_at for record in records)


def choose(crossed: Sequence[str], number: int, essential: Collection[str]) -> list[Aim]:
    """One boundary of each `essential` kind, from the middle of the run, and evenly spaced others up to `number`."""
    kinds = [Aim((crossed.count(kind) + 1) // 2, kind) for kind in sorted(essential)][:number]
    others = number - len(kinds)
    return [*kinds, *(Aim(1 + len(crossed) * place // others) for place in range(others))]
