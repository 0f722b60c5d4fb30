"""Hours in which a journey writes to nobody who did not just ask."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from engine.journey.clock_times import WEEKDAYS, ClockTime, Weekday, parse_hour
from engine.journey.model import Part
from engine.journey.zones import first_moment

DAY = dt.timedelta(days=1)


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


def held_until(
    quiet: QuietHours | None,
    kind: Literal["template", "session"],
    *,
    answers_customer: bool,
    now: dt.datetime,
    zone: dt.tzinfo,
) -> dt.datetime | None:
    """Until when a message waits for the end of the quiet hours; None when it may leave. A free reply that answers the
    customer (`permission.is_answer`) waits for nothing, a template always does."""
    if quiet is None or (kind == "session" and answers_customer):
        return None
    return quiet.end_of(now, zone)
