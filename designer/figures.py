"""Numbers and moments in the reader's format and zone. Pure: the present moment is an argument."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent


def number(value: int, language: str) -> str:
    """`1 240`, `1,240`."""
    return format_decimal(value, locale=language)


def percent(part: int, whole: int, language: str) -> str:
    """`64 %`, `64%`; a dash where there is nothing to divide by."""
    return format_percent(part / whole, locale=language) if whole else "–"


def zone(name: str | None, default: str) -> ZoneInfo:
    """The reader’s zone, or the default where the browser names none, or one that is unknown here."""
    for wanted in (name, default):
        try:
            return ZoneInfo(wanted or "")
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")


def moment(at: dt.datetime, now: dt.datetime, reader: ZoneInfo, language: str) -> str:
    """`14:05` today, `3 nov. à 21:10` this year, `3 nov. 2025 à 21:10` before."""
    local, today = at.astimezone(reader), now.astimezone(reader)
    clock = format_time(local, "HH:mm", locale=language)
    if local.date() == today.date():
        return clock
    pattern = ("d MMM" if local.year == today.year else "d MMM y") if language.startswith("fr") else (
        "MMM d" if local.year == today.year else "MMM d, y"
    )  # fmt: skip
    joint = " à " if language.startswith("fr") else " at "
    return f"{format_date(local, pattern, locale=language)}{joint}{clock}"


def at_moment(when: str, language: str) -> str:
    """A moment of `moment` within a sentence: `à 14:05`, `le 3 nov. à 21:10`; `at 14:05`, `on Nov 3 at 21:10`."""
    words = ("à", "le") if language.startswith("fr") else ("at", "on")
    return f"{words[not _is_clock(when)]} {when}"


def until_moment(when: str, language: str) -> str:
    """`jusqu’à 14:05`, `jusqu’au 3 nov. à 21:10`; `until 14:05`."""
    words = ("jusqu’à", "jusqu’au") if language.startswith("fr") else ("until", "until")
    return f"{words[not _is_clock(when)]} {when}"


def since_moment(when: str, language: str) -> str:
    """`depuis 14:05`, `depuis le 3 nov. à 21:10`; `since 14:05`."""
    words = ("depuis", "depuis le") if language.startswith("fr") else ("since", "since")
    return f"{words[not _is_clock(when)]} {when}"


def _is_clock(when: str) -> bool:
    return re.fullmatch(r"\d\d:\d\d", when) is not None


def length(span: dt.timedelta, language: str) -> str:
    """How long somebody has waited, in its largest unit: `5 min`, `3 h`, `2 j`."""
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440} {'j' if language.startswith('fr') else 'd'}"
