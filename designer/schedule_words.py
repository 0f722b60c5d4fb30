"""When a segment is sent to, and when a customer's date starts, in words. Pure."""

from __future__ import annotations

from engine.checker.words import spoken_language, word
from engine.journey.clock_times import parse_date, parse_offset
from engine.journey.schedules import AtMoment, CustomersDate, Every
from engine.journey.triggers import AudienceTrigger

WORDS: dict[str, tuple[str, str]] = {
    "now": ("tout de suite", "at once"),
    "at": ("le {moment}", "on {moment}"),
    "day": ("chaque jour, {at}", "every day, {at}"),
    "week": ("chaque {weekday}, {at}", "every {weekday}, {at}"),
    "month": ("le {day} de chaque mois, {at}", "on day {day} of every month, {at}"),
    "same_day": ("le jour même, {at}", "on the day, {at}"),
    "before": ("{count} j avant, {at}", "{count} d before, {at}"),
    "after": ("{count} j après, {at}", "{count} d after, {at}"),
}
FORMATS = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}


def when_words(trigger: AudienceTrigger, language: str) -> str:
    """`chaque lundi, 10:00`."""
    spoken = spoken_language(language)
    match trigger.when:
        case AtMoment() as once:
            return _say("at", language, moment=parse_date(once.at).strftime(FORMATS[spoken]))
        case Every() as often:
            weekday = (word("weekdays", often.weekday) or {})[spoken]
            return _say(often.every, language, weekday=weekday, day=str(often.day), at=often.at)
        case _:
            return _say("now", language)


def day_words(date: CustomersDate, language: str) -> str:
    """`2 j avant, 09:00`."""
    days = parse_offset(date.offset or "0s")[0]
    side = "same_day" if days == 0 else "before" if days < 0 else "after"
    return _say(side, language, count=str(abs(days)), at=date.at)


def _say(key: str, language: str, **facts: str) -> str:
    return WORDS[key][0 if spoken_language(language) == "fr" else 1].format(**facts)
