"""A date as customers write it, in French or English: `12/05/2026`, `12 mai`, `le 1er juin 2027`, `May 12th`, `demain`,
`2026-05-12`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from engine.journey.keywords import fold

MONTHS = {
    name: number
    for number, names in enumerate((
        "janvier janv jan january", "fevrier fevr fev feb february", "mars mar march", "avril avr apr april",
        "mai may", "juin jun june", "juillet juil jul july", "aout aug august", "septembre sept sep september",
        "octobre oct october", "novembre nov november", "decembre dec december",
    ), start=1)
    for name in names.split()
}  # fmt: skip
DAYS_AHEAD = {"aujourd hui": 0, "aujourdhui": 0, "today": 0, "demain": 1, "tomorrow": 1, "apres demain": 2}
BESIDE = frozenset([
    "le", "la", "du", "au", "a", "on", "the", "of", "for", "pour", "c", "est", "it", "s", "is", "svp", "stp", "merci",
    "please", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday",
])  # fmt: skip
"""Words that may stand around a date and say nothing of it."""
DAY = re.compile(r"([0-3]?\d)(?:er|st|nd|rd|th)?")
CENTURY_FROM = 70
"""Two digits of a year from here on are of the last century: 70 is 1970, 26 is 2026."""
YEARS = (1900, 2199)
"""Outside, a slip of the finger is likelier than a date."""
YEARS_AHEAD = 8
"""29 February comes back after eight years at the latest."""


def read_date(text: str, today: dt.date, *, month_first: bool = False) -> dt.date | None:
    """The date, or None when there is none, or more than one reading. Without a year, the next time that day
    comes, today included. `month_first`: `05/12/2026` is 12 May, as in the United States."""
    folded = fold(text)
    if folded in DAYS_AHEAD:
        return today + dt.timedelta(days=DAYS_AHEAD[folded])
    words = [word for word in folded.split() if word not in BESIDE]
    if not 2 <= len(words) <= 3:
        return None
    named = [word for word in words if word in MONTHS]
    return _by_name(words, named[0], today) if len(named) == 1 else _by_numbers(words, today, month_first)


def _by_name(words: Sequence[str], month: str, today: dt.date) -> dt.date | None:
    """`12 mai 2026` or `may 12 2026`."""
    day, *year = [word for word in words if word != month]
    found = DAY.fullmatch(day)
    return _date(found[1], MONTHS[month], year, today) if found else None


def _by_numbers(words: Sequence[str], today: dt.date, month_first: bool) -> dt.date | None:
    """`12 05 2026`, `12 05`, or ISO's `2026 05 12`."""
    if not all(word.isascii() and word.isdigit() for word in words):
        return None
    if len(words[0]) == 4 and len(words) == 3:
        year, month, day = words[:1], *words[1:]
    else:
        day, month, *year = words
        day, month = (month, day) if month_first else (day, month)
    return _date(day, int(month), year, today) if max(len(day), len(month)) <= 2 else None


def _date(day: str, month: int, year: Sequence[str], today: dt.date) -> dt.date | None:
    if year and not re.fullmatch(r"\d{2}|\d{4}", year[0], re.ASCII):
        return None
    years = [_whole_year(year[0])] if year else range(today.year, today.year + YEARS_AHEAD + 1)
    for one in years:
        found = _real(one, month, int(day))
        if found is not None and (year or found >= today):
            return found
    return None


def _whole_year(digits: str) -> int:
    short = int(digits)
    return short if len(digits) == 4 else short + (1900 if short >= CENTURY_FROM else 2000)


def _real(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if YEARS[0] <= year <= YEARS[1] else None
    except ValueError:
        return None
