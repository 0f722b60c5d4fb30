"""The saved stories of a journey, played against its draft: which still hold, and what they walk. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from engine.journey.advance import Compiled
from engine.journey.coverage import Coverage, Walked, walked_in
from engine.journey.rehearsal import rehearse
from engine.journey.stories import Story
from engine.journey.transcript import Language


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved story. `story` is None when what is stored cannot be read; `problem` then says why."""

    id: str
    name: str
    story: Story | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A story on one draft. `report` says what differs, empty when nothing does."""

    kept: Kept
    holds: bool
    report: str = ""
    walked: Walked = field(default_factory=Walked)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every story of the journey and what all of them walk together."""

    runs: tuple[Run, ...] = ()
    coverage: Coverage | None = None

    @property
    def holding(self) -> int:
        return sum(run.holds for run in self.runs)

    def cards(self) -> list[str]:
        """Cards that no story comes to."""
        return [f"step:{step}" for step in self.coverage.missed_steps] if self.coverage else []

    def arrows(self) -> list[str]:
        """Ways that no story takes, as `card|port`."""
        return [f"step:{step}|{port}" for step, port in self.coverage.missed_ways] if self.coverage else []


def shelve(kept: Sequence[Kept], journey: Compiled, language: Language) -> Shelf:
    """All stories, played."""
    runs = tuple(_run(one, journey, language) for one in kept)
    walked = reduce(lambda all_, run: all_ | run.walked, runs, Walked())
    return Shelf(runs, Coverage.of(journey.journey, walked))


def _run(kept: Kept, journey: Compiled, language: Language) -> Run:
    if kept.story is None:
        return Run(kept, holds=False, report=kept.problem)
    try:
        report = rehearse(kept.story, journey, language=language, name=kept.name)
    except Exception as fault:  # a step that is still being written
        return Run(kept, holds=False, report=f"{type(fault).__name__}: {fault}")
    # The first line names the story, which stands above it on the page.
    told = "" if report.ok else "\n".join(report.text().splitlines()[1:])
    return Run(kept, report.ok, told, walked_in(report.happened))
