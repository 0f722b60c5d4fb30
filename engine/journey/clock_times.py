"""What marketers write of clocks and calendars: an hour (`10:00`), a day of the week (`mon`), a date, an offset (`-1d`)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from engine.journey.durations import parse_duration

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?)?")
EARLIEST, LATEST = 1900, 2199
"""Years of a date; outside, a slip of the finger is likelier."""


def parse_hour(text: str) -> dt.time:
    """`"9:30"` → 09:30. Raises ValueError in words."""
    found = HOUR.fullmatch(str(text).strip())
    if not found:
        raise ValueError(f"“{str(text)[:40]}” is not an hour; write 09:30 or 18:00")
    return dt.time(int(found[1]), int(found[2]))


def parse_date(text: str) -> dt.datetime:
    """`2026-12-24T18:00` → that local time, naive; aware where an offset or `Z` stands behind it; midnight for a date
    alone. Raises ValueError in words."""
    found = read_moment(text)
    if found is None:
        raise ValueError(f"“{str(text)[:40]}” is not a date; write 2026-12-24T18:00")
    return found


def read_moment(value: Any) -> dt.datetime | None:
    """The same of any value that a record may hold; None for what is no date."""
    if not isinstance(value, str) or not DATE.fullmatch(value.strip()):
        return None
    try:
        found = dt.datetime.fromisoformat(value.strip().upper())
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def parse_offset(text: str) -> tuple[int, dt.timedelta]:
    """`-1d12h` → (-1 day, -12 hours): days are days of the calendar, hours are hours. Raises ValueError in words."""
    compact = str(text).replace(" ", "")
    length = parse_duration(compact.lstrip("+-")) if len(compact) - len(compact.lstrip("+-")) <= 1 else None
    if length is None:
        raise ValueError(f"“{str(text)[:40]}” is not an offset; write -1d, 2h or -1d12h")
    sign = -1 if compact.startswith("-") else 1
    return sign * length.days, sign * (length - dt.timedelta(days=length.days))


def _checked(parse: Any) -> Any:
    def as_written(value: Any) -> Any:
        parse(value)
        return str(value)

    return as_written


HOUR_PATTERN, OFFSET_PATTERN = rf"^\s*{HOUR.pattern}\s*$", r"^\s*[+-]?\s*(\d+\s*[wdhmsWDHMS]\s*)+$"
ClockTime = Annotated[
    str,
    BeforeValidator(_checked(parse_hour)),
    WithJsonSchema({"type": "string", "pattern": HOUR_PATTERN, "examples": ["10:00"]}),
]
Date = Annotated[
    str,
    BeforeValidator(_checked(parse_date)),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*{DATE.pattern}\s*$", "examples": ["2026-12-24T18:00"]}),
]
Offset = Annotated[
    str,
    BeforeValidator(_checked(parse_offset)),
    WithJsonSchema({"type": "string", "pattern": OFFSET_PATTERN, "examples": ["-1d", "2h"]}),
]
"""Kept as they were written, so that a file survives a round trip."""
