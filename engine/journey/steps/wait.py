"""Wait for a while, or until a date, then go on."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import model_validator

from engine.journey.durations import Duration, parse_duration
from engine.journey.passage import Move, Passage, Stay
from engine.journey.steps.base import Port, StepBase
from engine.journey.steps.until import LONGEST_UNTIL, Until, UntilAttribute, UntilWeekday


class Wait(StepBase):
    """`for: 2d`, counted from the moment the message before it was accepted or refused for good, or `until` a date, a
    date on the customer's record or a day of the week. A reply meanwhile is for other rules; it does not end this wait.

    A date already past goes on. Where the record holds none, or one more than 366 days away, the way is `otherwise`.
    """

    type: Literal["wait"] = "wait"
    for_: Duration | None = None
    """How long."""
    until: Until | None = None
    """Until when."""
    next: str | None = None
    """Where the way goes on."""
    otherwise: str | None = None
    """Where it goes when the record holds no such date."""

    model_config = {
        **StepBase.model_config,
        "validate_by_name": True,
        "alias_generator": lambda name: name.rstrip("_"),
    }

    @model_validator(mode="after")
    def _waits_for_one_thing(self) -> Wait:
        if self.for_ is not None and self.until is not None:
            raise ValueError("a wait has either “for” or “until”; keep one")
        return self

    def ports(self) -> list[Port]:
        needed = isinstance(self.until, UntilAttribute)
        missing = [Port("otherwise", self.otherwise, optional=not needed)] if needed or self.otherwise else []
        return [Port("next", self.next), *missing]

    def longest_stay(self) -> dt.timedelta | None:
        """Nobody knows beforehand how far a date is: it counts as the farthest that a wait takes."""
        if isinstance(self.until, UntilWeekday):
            return self.until.longest()
        if self.until is not None:
            return LONGEST_UNTIL
        return parse_duration(self.for_) if self.for_ else None

    def enter(self, passage: Passage) -> Move:
        if self.until is not None:
            return self._wait_until(passage, "past")
        start = passage.state.since or passage.now
        return Stay("time", start + parse_duration(self.for_ or "0s"))

    def on_due(self, passage: Passage) -> Move:
        """A date on the record is read again: it may have been put off meanwhile."""
        return self._wait_until(passage, None) if isinstance(self.until, UntilAttribute) else self.leave("next")

    def _wait_until(self, passage: Passage, why: str | None) -> Move:
        moment = self.until.moment(passage) if self.until else None
        if moment is None:
            return self.leave("otherwise", "no_date")
        if isinstance(self.until, UntilAttribute) and moment - passage.now > LONGEST_UNTIL:
            return self.leave("otherwise", "too_far")
        return Stay("time", moment) if moment > passage.now else self.leave("next", why)
