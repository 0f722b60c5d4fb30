"""Hours in which a journey, or the whole house, writes to nobody who did not just ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from engine.journey.clock_times import WEEKDAYS, ClockTime, Weekday, parse_hour
from engine.journey.model import Part
from engine.journey.zones import first_moment

DAY = dt.timedelta(days=1)
LOOK_AHEAD = dt.timedelta(days=8)
"""Hours of a journey and of the house that never end together are followed so far."""


class QuietHours(Part):
    """`from: "20:00", to: "10:00"`: in the contact's zone, over midnight where `to` is the earlier hour. `days` are those
    on which they begin; every day when left out."""

    from_: ClockTime = Field(alias="from")
    """When they begin."""
    to: ClockTime
    """When they end."""
    days: list[Weekday] | None = None
    """The days on which they begin; every day when left out."""

    model_config = {**Part.model_config, "validate_by_name": True}

    @model_validator(mode="after")
    def _last_less_than_a_day(self) -> QuietHours:
        if parse_hour(self.from_) == parse_hour(self.to):
            raise ValueError("quiet hours begin and end at the same hour; choose two")
        return self

    @property
    def length(self) -> dt.timedelta:
        """By the clock, on a day without a change of time."""
        return (self._at(self.to) - self._at(self.from_)) % DAY

    def end_of(self, moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
        """When the quiet hours end in which this moment lies; None when it lies in none."""
        today = moment.astimezone(zone).date()
        for day in (today - DAY, today):
            if self.days is None or WEEKDAYS[day.weekday()] in self.days:
                start = self._moment(day, self.from_, zone)
                end = self._moment(day if self._at(self.to) > self._at(self.from_) else day + DAY, self.to, zone)
                if start <= moment < end:
                    return end
        return None

    @staticmethod
    def _at(hour: str) -> dt.timedelta:
        time = parse_hour(hour)
        return dt.timedelta(hours=time.hour, minutes=time.minute)

    @staticmethod
    def _moment(day: dt.date, hour: str, zone: dt.tzinfo) -> dt.datetime:
        return first_moment(dt.datetime.combine(day, parse_hour(hour)), zone)


def read_hours(value: Mapping[str, Any] | None) -> QuietHours | None:
    """Those of the house as the settings keep them; None where nobody set them, or where they cannot be read."""
    try:
        return QuietHours.model_validate(value) if value else None
    except ValidationError:
        return None


def ends_at(quiets: Sequence[QuietHours], moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
    """When the first minute comes that lies in none of them; None when this one does. They need not begin together: where
    one begins before the other ends, both are waited for."""
    until = moment
    while until - moment < LOOK_AHEAD:
        ends = [end for quiet in quiets if (end := quiet.end_of(until, zone)) is not None]
        if not ends:
            break
        until = max(ends)
    return until if until > moment else None


def held_until(
    quiet: QuietHours | None,
    kind: Literal["template", "session"],
    *,
    answers_customer: bool,
    now: dt.datetime,
    zone: dt.tzinfo,
    house: QuietHours | None = None,
) -> dt.datetime | None:
    """Until when a message waits for the end of the quiet hours, its journey's and the `house`'s; None when it may leave. A
    free reply that answers the customer (`permission.is_answer`) waits for nothing, a template always does."""
    if kind == "session" and answers_customer:
        return None
    return ends_at([one for one in (quiet, house) if one is not None], now, zone)
