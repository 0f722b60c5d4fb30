"""Until when somebody waits, in words that follow “Attendre” and “Wait”."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from engine.checker.words import LANGUAGES, Spoken, say, word
from engine.journey.clock_times import WEEKDAYS, Weekday, parse_date, parse_offset
from engine.journey.steps.until import Until, UntilAttribute, UntilDate, UntilWeekday

FORMATS = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
NAMED_AT_MOST = 4


def until_words(until: Until, spoken_duration: Callable[[dt.timedelta], Spoken]) -> Spoken:
    """`jusqu'à lundi ou jeudi, 10:00`, `until 1 day before appointment_at`."""
    match until:
        case UntilDate():
            moment = parse_date(until.date)
            return _filled("date", {language: moment.strftime(FORMATS[language]) for language in LANGUAGES})
        case UntilWeekday():
            named = days_words(until.weekday)
            return _filled("weekday", {language: f"{named[language]}, {until.at}" for language in LANGUAGES})
        case UntilAttribute():
            return _by_attribute(until, spoken_duration)


def days_words(days: Sequence[Weekday]) -> Spoken:
    """`lundi ou jeudi`; all seven are `chaque jour`."""
    chosen = [day for day in WEEKDAYS if day in days]
    if len(chosen) == len(WEEKDAYS):
        return word("until", "any_day") or {}
    joint = word("joints", "or") or {}
    long = len(chosen) <= NAMED_AT_MOST
    spoken = [word("weekdays" if long else "short_weekdays", day) or {} for day in chosen]
    return {language: _listed([day[language] for day in spoken], joint[language]) for language in LANGUAGES}


def _listed(names: Sequence[str], joint: str) -> str:
    return f"{', '.join(names[:-1])} {joint} {names[-1]}" if len(names) > 1 else "".join(names) or "…"


def _by_attribute(until: UntilAttribute, spoken_duration: Callable[[dt.timedelta], Spoken]) -> Spoken:
    name = until.attribute.rpartition(".")[2] or "…"
    hour = f", {until.at}" if until.at else ""
    days, hours = parse_offset(until.offset or "0s")
    offset = dt.timedelta(days=days) + hours
    if not offset:
        return _filled("attribute", {language: name + hour for language in LANGUAGES})
    length = spoken_duration(abs(offset))
    side = word("until", "before" if offset < dt.timedelta() else "after") or {}
    told = {language: side[language].format(length=say(length, language), field=name) for language in LANGUAGES}
    return _filled("attribute", {language: told[language] + hour for language in LANGUAGES})


def _filled(key: str, facts: Spoken) -> Spoken:
    words = word("until", key) or {}
    return {language: words[language].format(until=facts[language]) for language in LANGUAGES}
