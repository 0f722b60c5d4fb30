"""What is counted while people walk through a journey."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.forecast.rate_card import Category
from engine.journey.effects import Effect, Exited, Passed


class Charged(NamedTuple):
    """Messages with one price. `card`: from when its prices hold."""

    card: dt.date
    country: str
    category: Category
    is_free: bool = False


@dataclass(slots=True)
class Tally:
    """One case. `sms`: (country, encoding) → parts; `sms_messages`: (country) → messages whose text is known.
    `hours`: hours since the start → messages."""

    senders: frozenset[str] = frozenset()
    """The steps that send."""
    entered: int = 0
    inside: int = 0
    reached: int = 0
    replies: int = 0
    opt_outs: int = 0
    sent: int = 0
    delivered: int = 0
    wordless: int = 0
    not_entered: Counter[str] = field(default_factory=Counter[str])
    arrived: Counter[str] = field(default_factory=Counter[str])
    ways: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    ended: Counter[str] = field(default_factory=Counter[str])
    stands: Counter[str] = field(default_factory=Counter[str])
    exits: Counter[str] = field(default_factory=Counter[str])
    not_sent: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    sent_by: Counter[str] = field(default_factory=Counter[str])
    charged: Counter[Charged] = field(default_factory=Counter[Charged])
    sms: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    sms_messages: Counter[str] = field(default_factory=Counter[str])
    hours: Counter[int] = field(default_factory=Counter[int])
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    seconds_inside: float = 0.0
    """Of everybody who left, together."""

    def note_effects(self, effects: Sequence[Effect]) -> None:
        """Where somebody went. Who left by a way that leads nowhere did leave by it."""
        left: str | None = None
        for effect in effects:
            if isinstance(effect, Passed):
                if effect.port is None:
                    self.arrived[effect.step_id] += 1
                    left = None
                else:
                    self.ways[effect.step_id, effect.port] += 1
                    left = effect.step_id
                    self._note_unsent(effect)
            elif isinstance(effect, Exited):
                self.exits[effect.reason] += 1
                if left is None and effect.step_id is not None:
                    self.ended[effect.step_id] += 1

    def _note_unsent(self, passed: Passed) -> None:
        """A text that could not be filled is never asked of the lane."""
        if passed.step_id in self.senders and (passed.why or "").startswith("cannot_render:"):
            self.not_sent[passed.step_id, passed.why or ""] += 1

    def note_sent(self, step_id: str, at: dt.datetime, hour: int) -> None:
        """A message left. They leave in the order of time."""
        self.sent += 1
        self.sent_by[step_id] += 1
        self.hours[hour] += 1
        self.first_at = self.first_at or at
        self.last_at = at
