"""Quiet hours on a customer's way: which of them may have held a message since they wrote, and for how long together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from engine.journey.clock_times import parse_hour
from engine.journey.permission import ANSWER_WITHIN
from engine.journey.quiet_hours import QuietHours
from engine.journey.steps import StepBase

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Night:
    """Quiet hours of some journey or of the house, on every day: from a minute of the day, so many minutes."""

    start: int
    length: int


Held: TypeAlias = frozenset[Night]
NOT_HELD: Held = frozenset()


def night_of(quiet: QuietHours) -> Night:
    hour = parse_hour(quiet.from_)
    return Night(hour.hour * 60 + hour.minute, int(quiet.length.total_seconds()) // 60)


def nights_of(quiets: Sequence[QuietHours]) -> Held:
    """What may hold a message where all these count."""
    return frozenset(map(night_of, quiets))


def may_hold(step: StepBase, since: dt.timedelta, held: Held) -> bool:
    """Whether quiet hours can hold what this step sends, so long after the customer wrote: a template always, a free reply
    when it is no answer any more."""
    return step.sends == "template" or (step.sends is not None and (bool(held) or since > ANSWER_WITHIN))


@lru_cache(maxsize=1024)
def longest_hold(held: Held) -> dt.timedelta:
    """How much of a day and a night all these take together. Whoever is held by the same ones twice has spent a day
    on the way."""
    return dt.timedelta(minutes=len(_minutes(held)))


def hold_at(held: Held, minute: int) -> int:
    """How many minutes a message waits that is held at this minute of a day, a day at most."""
    quiet = _minutes(held)
    return next((waited for waited in range(DAY) if (minute + waited) % DAY not in quiet), DAY)


@lru_cache(maxsize=1024)
def _minutes(held: Held) -> frozenset[int]:
    return frozenset((night.start + minute) % DAY for night in held for minute in range(night.length))
