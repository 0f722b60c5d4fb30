"""Let the customer into another journey, and go on."""

from __future__ import annotations

from typing import Literal

from engine.journey.effects import StartJourney as Start
from engine.journey.events import Begun
from engine.journey.passage import Move, Passage, Stay
from engine.journey.steps.base import Port, StepBase

CHAIN_AT_MOST = 10
"""Journeys that start each other without anything from outside: the next one is not started."""


class StartJourney(StepBase):
    """`journey` is the key of a live journey. The customer enters it by its first start, if its entry rules let them in;
    what started this passage (`event.…`) starts that one too. This passage goes on at once, by `not_started` (or `next`
    where that leads nowhere) when they were not let in."""

    type: Literal["start_journey"] = "start_journey"
    journey: str | None = None
    """The key of the other journey."""
    wait: Literal[False] = False
    """This passage waits for nothing: always false."""
    next: str | None = None
    """Where the way goes on."""
    not_started: str | None = None
    """Where it goes when the customer was not let in."""

    def ports(self) -> list[Port]:
        return [Port("next", self.next), Port("not_started", self.not_started, optional=True)]

    def enter(self, passage: Passage) -> Move:
        state = passage.state
        if not (self.journey or "").strip():
            return self._not_started("unknown")
        if state.chain >= CHAIN_AT_MOST:
            return self._not_started("chain")
        passage.say(Start((self.journey or "").strip(), state.step or "", state.visit))
        return Stay("journey")

    def on_begun(self, passage: Passage, begun: Begun) -> Move | None:
        if begun.visit != passage.state.visit:
            return None
        return self._not_started(begun.reason) if begun.reason else self.leave("next", "started")

    def _not_started(self, reason: str) -> Move:
        return self.leave("next" if self.not_started is None else "not_started", f"not_started:{reason}")
