"""Which steps and ways out of a journey conversations have walked, and which none has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.journey.definition import Journey
from engine.journey.effects import Passed
from engine.journey.happenings import Happening


@dataclass(frozen=True, slots=True)
class Walked:
    """Steps that somebody arrived at, and (step, port) that somebody left by."""

    steps: frozenset[str] = frozenset()
    ways: frozenset[tuple[str, str]] = frozenset()

    def __or__(self, other: Walked) -> Walked:
        return Walked(self.steps | other.steps, self.ways | other.ways)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is to walk, in the order of the path, and what nobody walked. A way that needs no arrow counts where it
    leads somewhere."""

    steps: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    missed_steps: tuple[str, ...]
    missed_ways: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, journey: Journey, walked: Walked) -> Coverage:
        steps = tuple(step_id for step_id, _ in journey.walk())
        ways = tuple(
            (step_id, port.id) for step_id, step in journey.walk() for port in step.ports()
            if port.to is not None or not port.optional
        )  # fmt: skip
        return cls(
            steps, ways, tuple(one for one in steps if one not in walked.steps),
            tuple(one for one in ways if one not in walked.ways),
        )  # fmt: skip

    @property
    def is_full(self) -> bool:
        return not self.missed_steps and not self.missed_ways


def walked_in(happened: Iterable[Happening]) -> Walked:
    """What one conversation walked."""
    passed = [one.fact for one in happened if isinstance(one.fact, Passed)]
    return Walked(
        frozenset(one.step_id for one in passed if one.port is None),
        frozenset((one.step_id, one.port) for one in passed if one.port is not None),
    )
