"""Wait until another system tells something of this customer."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from engine.journey.conditions import Condition
from engine.journey.durations import Duration, parse_duration
from engine.journey.events import Signal
from engine.journey.passage import Move, Passage, Stay
from engine.journey.rendering import plain_facts
from engine.journey.steps.base import Port, StepBase


class WaitForEvent(StepBase):
    """`event: order.paid` at `POST /api/events`, with what must hold of it: in `where`, `event.…` is what this event
    brings. That can be read afterwards as `answers.<step>.…`. After `for` without it, the way is `no_event`.

    It listens from the moment the customer comes here; the journey's goal and early exits act before it.
    """

    type: Literal["wait_for_event"] = "wait_for_event"
    event: str | None = None
    """The event's name."""
    where: Condition | None = None
    """What must hold of it; `event.…` is what it brings."""
    for_: Duration | None = None
    """How long it is waited for."""
    next: str | None = None
    """Where the way goes on when it came."""
    no_event: str | None = None
    """Where it goes when the time is over."""

    model_config = {
        **StepBase.model_config,
        "validate_by_name": True,
        "alias_generator": lambda name: name.rstrip("_"),
    }

    def ports(self) -> list[Port]:
        return [Port("next", self.next), Port("no_event", self.no_event)]

    def longest_stay(self) -> dt.timedelta | None:
        return parse_duration(self.for_) if self.for_ else None

    def enter(self, passage: Passage) -> Move:
        start = passage.state.since or passage.now
        return Stay("event", start + parse_duration(self.for_) if self.for_ else None)

    def on_due(self, passage: Passage) -> Move:
        return self.leave("no_event", "no_event")

    def on_signal(self, passage: Passage, signal: Signal) -> Move | None:
        brought = plain_facts(dict(signal.facts))
        if signal.name != self.event:
            return None
        if self.where is not None and not self.where.holds({**passage.facts(), "event": brought}):
            return None
        passage.state.answers[passage.state.step or ""] = brought
        return self.leave("next", f"event:{signal.name}")
