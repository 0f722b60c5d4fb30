"""How names, quotes, shares, times and sample texts are written on one line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.card_words import w
from designer.filling import fill_loosely
from engine.checker.names import spoken_duration
from engine.checker.until_words import days_words
from engine.checker.words import Fact, say, spoken_language
from engine.journey.clock_times import WEEKDAYS
from engine.journey.durations import PART, parse_duration
from engine.journey.quiet_hours import QuietHours

LINE_LIMIT = 60


def spoken(fact: Fact, language: str) -> str:
    """A name or number of the checker in the reader's language."""
    return say(fact, spoken_language(language))


def quote(text: str, language: str) -> str:
    """`« oui »`, its blanks never torn apart by a line's end."""
    return f"«\u00a0{text}\u00a0»" if spoken_language(language) == "fr" else f"“{text}”"


def percent(share: int, language: str) -> str:
    """`45 %`, `45%`."""
    return f"{share}\u00a0%" if spoken_language(language) == "fr" else f"{share}%"


def hours_words(quiet: QuietHours, language: str) -> str:
    """When messages leave: `messages de 10:00 à 20:00`; where nights begin on some days only, when they do not."""
    facts = {"start": quiet.from_, "end": quiet.to}
    if quiet.days is None or len(set(quiet.days)) == len(WEEKDAYS):
        return w("hours", language, **facts)
    return w("hours.some", language, days=spoken(days_words(quiet.days, "and"), language), **facts)


def duration_words(duration: str, language: str) -> str:
    """As it was written: `24 h` from `24h`, `1 jour 12 h` from `1d12h`."""
    parts = PART.findall(duration.replace(" ", "").lower())
    return " ".join(spoken(spoken_amount(unit, int(amount)), language) for amount, unit in parts)


def spoken_amount(unit: str, amount: int) -> Fact:
    """`2 jours` from `d` and 2; weeks are said in days."""
    if unit == "h":
        return {"fr": f"{amount} h", "en": f"{amount} h"}
    return spoken_duration(parse_duration(f"{amount}{unit}"))


def one_line_of(source: str, facts: Mapping[str, Any]) -> str:
    """A text with sample values filled in, its lines joined."""
    return one_line(fill_loosely(source, facts))


def one_line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str) -> str:
    """What fits on a card."""
    return text if len(text) <= LINE_LIMIT else f"{text[: LINE_LIMIT - 1].rstrip()}…"
