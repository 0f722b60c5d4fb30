"""Figures as people read them, with their range: `1 904 (1 021 à 2 874)`, `132,57 $`."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

from engine.checker.names import spoken_duration
from engine.checker.words import say, spoken_language
from engine.forecast.outcome import Spread

SYMBOLS = {"USD": "$", "EUR": "€"}
DAY, HOUR, MINUTE = 86_400, 3_600, 60


def count(figure: float, language: str) -> str:
    """`1 240`, `1,240`."""
    return say(round(figure), spoken_language(language))


def money(amount: float, currency: str, language: str) -> str:
    """`132,57 $`, `$132.57`; more decimals below one, so that one message has a price."""
    digits = 2 if amount == 0 or abs(amount) >= 1 else 3 if abs(amount) >= 0.1 else 4
    whole, _, cents = f"{amount:.{digits}f}".partition(".")
    symbol = SYMBOLS.get(currency, currency)
    if spoken_language(language) == "fr":
        return f"{say(int(whole), 'fr')},{cents} {symbol}"
    return f"{symbol}{say(int(whole), 'en')}.{cents}"


def share(figure: float, language: str) -> str:
    """`40 %`, `0,4 %`, `40%`."""
    percent = figure * 100
    written = f"{percent:.1f}".removesuffix(".0")
    return f"{written.replace('.', ',')} %" if spoken_language(language) == "fr" else f"{written}%"


def length(span: dt.timedelta | float, language: str) -> str:
    """`4 jours 16 h`, `2 min`: seconds below a minute, minutes below a day, then hours."""
    seconds = span.total_seconds() if isinstance(span, dt.timedelta) else span
    unit = 1 if seconds < MINUTE else MINUTE if seconds < DAY else HOUR
    return spoken_duration(dt.timedelta(seconds=math.floor(seconds / unit + 0.5) * unit))[spoken_language(language)]


def ranged(spread: Spread, show: Callable[[float], str], language: str) -> str:
    """The expected figure, and the range where there is one."""
    low, high = show(spread.low), show(spread.high)
    if low == high:
        return show(spread.expected)
    joint = " à " if spoken_language(language) == "fr" else " to "
    return f"{show(spread.expected)} ({low}{joint}{high})"


def counts(spread: Spread, language: str) -> str:
    """Of people or messages."""
    return ranged(spread, lambda figure: count(figure, language), language)


def amounts(spread: Spread, currency: str, language: str) -> str:
    """Of money."""
    return ranged(spread, lambda figure: money(figure, currency, language), language)


def lengths(spread: Spread, language: str) -> str:
    """Of seconds."""
    return ranged(spread, lambda figure: length(figure, language), language)
