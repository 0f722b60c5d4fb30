"""Wait for a while, then go on."""

from __future__ import annotations

from typing import Literal

from engine.journey.durations import Duration, parse_duration
from engine.journey.passage import Move, Passage, Stay
from engine.journey.steps.base import Port, StepBase


class Wait(StepBase):
    """`for: 2d`, counted from the moment the message before it was accepted or refused for good. A reply
    meanwhile is for other rules; it does not end this wait."""

    type: Literal["wait"] = "wait"
    for_: Duration | None = None
    next: str | None = None

    model_config = {
        **StepBase.model_config,
        "validate_by_name": True,
        "alias_generator": lambda name: name.rstrip("_"),
    }

    def ports(self) -> list[Port]:
        return [Port("next", self.next)]

    def enter(self, passage: Passage) -> Move:
        start = passage.state.since or passage.now
        return Stay("time", start + parse_duration(self.for_ or "0s"))

    def on_due(self, passage: Passage) -> Move:
        return self.leave("next")
