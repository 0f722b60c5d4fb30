"""When a segment is sent to: at once, at a moment, or again and again; and on which day a customer's date falls."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

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
from engine.journey.plain import is_group
from engine.journey.state import Contact
from engine.journey.zones import first_moment, zone_of

LOOK_AHEAD = 64
"""Days after which a monthly time has surely come."""


class AtMoment(Part):
    """`at: 2026-12-01T10:00`: once, in the house's zone unless an offset or `Z` stands behind it."""

    at: Date
    """The moment."""


class Every(Part):
    """`every: week, weekday: mon, at: "10:00"`, in the house's zone. `day` of a month that is shorter is its last."""

    every: Literal["day", "week", "month"]
    """How often."""
    weekday: Weekday = "mon"
    """Which day of the week, with `every: week`."""
    day: int = Field(default=1, ge=1, le=31)
    """Which day of the month, with `every: month`."""
    at: ClockTime = "10:00"
    """The hour."""

    def falls_on(self, day: dt.date) -> bool:
        if self.every == "month":
            return day.day == min(self.day, calendar.monthrange(day.year, day.month)[1])
        return self.every == "day" or WEEKDAYS[day.weekday()] == self.weekday


def _shape(value: Any) -> str:
    if isinstance(value, Part):
        return type(value).__name__
    if not is_group(value):
        return "now"
    return "Every" if "every" in value else "AtMoment"


When = Annotated[
    Annotated[Literal["now"], Tag("now")] | Annotated[AtMoment, Tag("AtMoment")] | Annotated[Every, Tag("Every")],
    Discriminator(_shape),
]


def next_moment(when: AtMoment | Every, after: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
    """The first moment (UTC) later than `after`; None when there is none. A local time that clocks skip moves forward."""
    if isinstance(when, AtMoment):
        written = parse_date(when.at)
        moment = written.astimezone(dt.UTC) if written.tzinfo else first_moment(written, zone)
        return moment if moment > after else None
    first = after.astimezone(zone).date() - dt.timedelta(days=1)
    days = (first + dt.timedelta(days=ahead) for ahead in range(LOOK_AHEAD + 2))
    moments = (_at(day, when.at, zone) for day in days if when.falls_on(day))
    return next((moment for moment in moments if moment > after), None)


def _whole_days(offset: str) -> str:
    if parse_offset(offset)[1]:
        raise ValueError(f"“{offset[:40]}” is not in whole days; write -2d, and the hour in “at”")
    return offset


Days = Annotated[Offset, AfterValidator(_whole_days)]


class CustomersDate(Part):
    """A date on the customer's record, so many days before or after it (`offset: -2d`), at an hour of that day in the
    customer's zone; every year, or once. 29 February is 28 February in common years."""

    attribute: Annotated[str, Names("path")] = ""
    """Where the date is kept, such as `contact.birthday`."""
    offset: Days | None = None
    """So many whole days before (`-2d`) or after it."""
    at: ClockTime = "09:00"
    """The hour of that day, in the customer's zone."""
    every: Literal["year", "once"] = "year"
    """Each year, or once."""

    def target(self, day: dt.date) -> dt.date:
        """The date that starts on this day."""
        return day - dt.timedelta(days=parse_offset(self.offset or "0s")[0])


def start_on(date: CustomersDate, contact: Contact, day: dt.date, house_zone: dt.tzinfo) -> dt.datetime | None:
    """The moment at which this customer's date starts on this day of theirs; None when it does not, or cannot be read."""
    zone, target = zone_of(contact, house_zone), date.target(day)
    written = read_moment(look_up({"contact": contact.facts()}, date.attribute))
    if written is None:
        return None
    kept = (written.astimezone(zone) if written.tzinfo else written).date()
    falls = kept == target if date.every == "once" else kept <= target and anniversary(kept, target.year) == target
    return _at(day, date.at, zone) if falls else None


def next_start(
    date: CustomersDate, contact: Contact, after: dt.datetime, until: dt.datetime, house_zone: dt.tzinfo
) -> dt.datetime | None:
    """The first moment in this span at which this customer's date starts."""
    moments = (
        start_on(date, contact, day, house_zone) for day in _days_between(date, contact, after, until, house_zone)
    )
    return next((moment for moment in moments if moment is not None and after < moment <= until), None)


def _days_between(
    date: CustomersDate, contact: Contact, after: dt.datetime, until: dt.datetime, house_zone: dt.tzinfo
) -> Iterator[dt.date]:
    """The days, in order, on which the date could start: one a year."""
    zone = zone_of(contact, house_zone)
    written = read_moment(look_up({"contact": contact.facts()}, date.attribute))
    if written is None:
        return
    kept = (written.astimezone(zone) if written.tzinfo else written).date()
    offset = dt.timedelta(days=parse_offset(date.offset or "0s")[0])
    first, last = (moment.astimezone(zone).date() - offset for moment in (after, until))
    for year in [kept.year] if date.every == "once" else range(max(first.year - 1, kept.year), last.year + 2):
        yield anniversary(kept, year) + offset


def anniversary(kept: dt.date, year: int) -> dt.date:
    """The same day of another year; 28 February where there is no 29th."""
    try:
        return kept.replace(year=year)
    except ValueError:
        return kept.replace(year=year, day=28)


def days_to_look_at(date: CustomersDate, day: dt.date) -> set[int]:
    """Days of a year (`month * 100 + day`) as records may write a date that starts on this day: one to either side,
    because a moment with a zone may be another day for the customer, and 29 February."""
    target = date.target(day)
    near = {target + dt.timedelta(days=shift) for shift in (-1, 0, 1)}
    numbers = {one.month * 100 + one.day for one in near}
    return numbers | ({229} if numbers & {228, 301} else set[int]())


def first_and_last(date: CustomersDate, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Between which moments this day's hour comes, from the first zone of the earth to the last."""
    hour = dt.datetime.combine(day, parse_hour(date.at), dt.UTC)
    return hour - dt.timedelta(hours=14), hour + dt.timedelta(hours=12)


def _at(day: dt.date, hour: str, zone: dt.tzinfo) -> dt.datetime:
    return first_moment(dt.datetime.combine(day, parse_hour(hour)), zone)
