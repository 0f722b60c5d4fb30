"""What a wait may wait for besides a length: a date, a date on the customer's record, a day of the week."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from engine.journey.clock_times import (
    WEEKDAYS,
    ClockTime,
    Date,
    Offset,
    Weekday,
    parse_date,
    parse_hour,
    parse_offset,
    read_moment,
)
from engine.journey.conditions import look_up
from engine.journey.model import Names, Part
from engine.journey.passage import Passage
from engine.journey.plain import is_group
from engine.journey.zones import first_moment

LONGEST_UNTIL = dt.timedelta(days=366)
"""A date on a record that is farther away counts as missing: it is likelier a slip than a plan."""


class UntilDate(Part):
    """`date: 2026-12-24T18:00`: in the contact's zone, unless an offset or `Z` stands behind it."""

    date: Date
    """The day, with or without an hour."""

    def moment(self, passage: Passage) -> dt.datetime:
        return _moment(parse_date(self.date), passage.zone())


class UntilAttribute(Part):
    """`attribute: contact.appointment_at`, so much before or after it (`offset: -1d`), at an hour of that day (`at`).
    The value is a date as ISO 8601 writes it; without an hour it is the beginning of that day."""

    attribute: Annotated[str, Names("path")] = ""
    """Where the date is kept, such as `contact.appointment_at`."""
    offset: Offset | None = None
    """So much before (`-1d`) or after it (`2h`)."""
    at: ClockTime | None = None
    """The hour of that day."""

    def moment(self, passage: Passage) -> dt.datetime | None:
        """None where there is no date, or none that can be read."""
        found = read_moment(look_up(passage.facts(), self.attribute))
        return self._shifted(found, passage.zone()) if found else None

    def _shifted(self, found: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
        local = found.astimezone(zone).replace(tzinfo=None) if found.tzinfo else found
        days, hours = parse_offset(self.offset or "0s")
        shifted = first_moment(local + dt.timedelta(days=days), zone) + hours
        if self.at is None:
            return shifted
        return first_moment(dt.datetime.combine(shifted.astimezone(zone).date(), parse_hour(self.at)), zone)


class UntilWeekday(Part):
    """`weekday: [mon, thu]`: the next of these days at this hour, in the contact's zone; never the present moment."""

    weekday: list[Weekday] = Field(default_factory=list[Weekday])
    """One day or several."""
    at: ClockTime = "10:00"
    """The hour."""

    def moment(self, passage: Passage) -> dt.datetime:
        """The present moment when no day is named."""
        zone = passage.zone()
        today = passage.now.astimezone(zone).date()
        days = (today + dt.timedelta(days=ahead) for ahead in range(-1, 9))
        moments = (first_moment(dt.datetime.combine(day, parse_hour(self.at)), zone) for day in days if self._is(day))
        return next((moment for moment in moments if moment > passage.now), passage.now)

    def longest(self) -> dt.timedelta:
        """The longest time between two of the named days."""
        places = sorted({WEEKDAYS.index(day) for day in self.weekday})
        if not places:
            return dt.timedelta()
        gaps = [later - earlier for earlier, later in zip(places, [*places[1:], places[0] + 7], strict=True)]
        return dt.timedelta(days=max(gaps))

    def _is(self, day: dt.date) -> bool:
        return WEEKDAYS[day.weekday()] in self.weekday


def _moment(written: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return written.astimezone(dt.UTC) if written.tzinfo else first_moment(written, zone)


def _shape(value: Any) -> str:
    """Which is meant, told by its name, so that a mistake inside is reported once."""
    if not is_group(value):
        return type(value).__name__ if isinstance(value, Part) else "UntilDate"
    shapes = {"attribute": "UntilAttribute", "weekday": "UntilWeekday"}
    return next((shape for name, shape in shapes.items() if name in value), "UntilDate")


Until = Annotated[
    Annotated[UntilDate, Tag("UntilDate")]
    | Annotated[UntilAttribute, Tag("UntilAttribute")]
    | Annotated[UntilWeekday, Tag("UntilWeekday")],
    Discriminator(_shape),
]
