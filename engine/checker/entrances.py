"""Journeys that lead into a journey, and how long ago the customer wrote when they come, quiet hours on their way included:
proven through all that start each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.checker.arrivals import Lead
from engine.checker.paths import JourneyMap
from engine.checker.window import prove_window
from engine.journey.definition import Journey
from engine.journey.quiet_hours import QuietHours
from engine.journey.steps.start_journey import CHAIN_AT_MOST, StartJourney

Entered = dict[tuple[str, str], list[Lead]]
"""By (journey that is left, its step that starts another): how customers leave there."""


@dataclass(frozen=True)
class House:
    """The journeys of a house that people can enter, by key, and the quiet hours of all of them."""

    journeys: Mapping[str, Journey]
    quiet_hours: QuietHours | None = None

    def entered(self, key: str) -> list[tuple[str, Lead]]:
        """The keys of the journeys that lead into this one, and how customers come from them.

        Each round carries what is known one start further. No more than ten journeys start each other, so after as many
        rounds everything is known.
        """
        known: Entered = {}
        upstream = self._upstream(key)
        for _ in range(CHAIN_AT_MOST + 1):
            found = {place: leads for other in upstream for place, leads in self._leaving(other, known)}
            if found == known:
                break
            known = found
        return self._into(key, known)

    def _upstream(self, key: str) -> list[str]:
        """Everything from which starts lead here, near or far."""
        found: list[str] = []
        pending = [key]
        while pending:
            here = pending.pop()
            leading = [other for other in self.journeys if other not in found and here in self._starts(other)]
            found += leading
            pending += leading
        return found

    def _leaving(self, key: str, known: Entered) -> Iterator[tuple[tuple[str, str], list[Lead]]]:
        proof = prove_window(JourneyMap(self.journeys[key]), self._into(key, known), self.quiet_hours)
        for step_id, leads in proof.leaving.items():
            yield (key, step_id), leads

    def _into(self, key: str, known: Entered) -> list[tuple[str, Lead]]:
        leading = [(other, leads) for (other, step_id), leads in known.items() if self._started(other, step_id) == key]
        return [(other, lead) for other, leads in leading for lead in leads]

    def _starts(self, key: str) -> Sequence[str | None]:
        return [self._started(key, step_id) for step_id in self.journeys[key].steps]

    def _started(self, key: str, step_id: str) -> str | None:
        """The journey that this step starts."""
        step = self.journeys[key].steps[step_id]
        return (step.journey or "").strip() or None if isinstance(step, StartJourney) else None
