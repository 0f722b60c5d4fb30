"""What a forecast is made of besides the people: the journey, when and how they come in, the sender, what is assumed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.checker.context import KnownTemplate
from engine.forecast.assumptions import Assumptions
from engine.journey.advance import Compiled
from engine.journey.quiet_hours import QuietHours

PER_SECOND = 20.0
"""What a Sinch app hands on unless it was raised (sinch.md, section 3)."""
LONGEST = dt.timedelta(days=400)
"""Whoever is inside longer counts as inside."""


@dataclass(frozen=True)
class Setting:
    """`start`: an aware moment. `trigger`: the id of the start they come by. `over`: they come in evenly over this time;
    an audience comes at its own moment, a date at each person's. `per_second`, `daily_limit`: see `Lane`.
    `free_sessions`: session messages of this month that still cost nothing; None for all of the card's."""

    journey: Compiled
    start: dt.datetime
    trigger: str
    assumptions: Assumptions
    over: dt.timedelta = dt.timedelta()
    per_second: float = PER_SECOND
    daily_limit: int | None = None
    templates: Mapping[tuple[str, str], KnownTemplate] = field(default_factory=dict[tuple[str, str], KnownTemplate])
    house_zone: dt.tzinfo = dt.UTC
    house_hours: QuietHours | None = None
    free_sessions: int | None = None
    seed: int = 1
