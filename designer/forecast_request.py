"""What the marketer asked the forecast, and the answer. No Streamlit here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from designer.template_parts import Templates
from engine.countries import country_of
from engine.forecast.assumptions import Assumptions, Range, assumptions_of
from engine.forecast.audience import Audience, made_up, read_audience
from engine.forecast.facts import UnknownFacts
from engine.forecast.forecasting import forecast
from engine.forecast.mistakes import Mistake
from engine.forecast.outcome import Forecast
from engine.forecast.setting import Setting
from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from engine.journey.quiet_hours import QuietHours

Who = Literal["house", "file", "count"]
PEOPLE_AT_MOST = 50_000
"""A minute of work; the command takes more."""
CASES = ("low", "expected", "high")


@dataclass(frozen=True)
class Request:
    """`segment`: a key of the journey's or the house's, empty for everybody. `raw`: the file. `figures`: key → three
    figures as they stand in the table, percents or minutes."""

    who: Who
    start: dt.datetime
    trigger: str = ""
    segment: str = ""
    raw: bytes = b""
    file_name: str = ""
    count: int = 1_000
    country: str = "FR"
    over: dt.timedelta = dt.timedelta()
    per_second: float = 20.0
    daily_limit: int | None = None
    sms_price: float = 0.0
    figures: Mapping[str, Sequence[float]] = field(default_factory=dict[str, Sequence[float]])
    zone: dt.tzinfo = dt.UTC
    hours: QuietHours | None = None
    """The quiet hours of the house."""


@dataclass(frozen=True)
class Unusable:
    """Why there is no forecast, in the reader's language."""

    sentence: str


def rows_of(assumptions: Assumptions, kind: str, name: Callable[[Any], str]) -> list[dict[str, Any]]:
    """A table of the rates (percent) or of the times (minutes), as people change it."""
    size = 0.01 if kind == "share" else 60
    return [
        {"key": one.key, "name": name(one), **{case: round(one.range.at(case) / size, 2) for case in CASES}}
        for one in assumptions if one.kind == kind and not one.on_record
    ]  # fmt: skip


def changed_figures(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> dict[str, list[float]]:
    """The rows that somebody changed; an empty cell stays what it was."""
    changed: dict[str, list[float]] = {}
    for was, now in zip(before, after, strict=False):
        figures = [float(was[case] if now.get(case) is None else now[case]) for case in CASES]
        if figures != [float(was[case]) for case in CASES]:
            changed[str(was["key"])] = figures
    return changed


def assumptions_with(journey: Journey, figures: Mapping[str, Sequence[float]]) -> Assumptions:
    """The beginnings with what was changed. Raises Mistake for a range the wrong way round or shares above the whole."""
    known = assumptions_of(journey)
    given: dict[str, Range] = {}
    for key, (low, expected, high) in figures.items():
        if key not in known.by_key:
            continue
        if not low <= expected <= high:
            raise Mistake("range_order", text=f"{low:g} · {expected:g} · {high:g}")
        size = 0.01 if known.by_key[key].kind == "share" else 60
        given[key] = Range(low * size, expected * size, high * size)
    return known.changed(given)


def answer(
    request: Request, journey: Journey, templates: Templates, language: str, *,
    people: Callable[[str], Audience], tell: Callable[[float], object],
) -> Forecast | Unusable:  # fmt: skip
    """The forecast. `people` finds those of a segment; `tell` hears the share done."""
    try:
        setting = Setting(
            Compiled(journey), request.start, request.trigger, assumptions_with(journey, request.figures), request.over,
            request.per_second, request.daily_limit, templates, request.zone,
            house_hours=request.hours,
        )  # fmt: skip
        audience = _audience(request, setting, people)
        prices = {"": Decimal(str(request.sms_price))} if request.sms_price else {}
        return forecast(setting, audience, sms_prices=prices, tell=tell)
    except Mistake as mistake:
        return Unusable(mistake.sentence(language))
    except ValueError as problem:
        return Unusable(str(problem))


def _audience(request: Request, setting: Setting, people: Callable[[str], Audience]) -> Audience:
    match request.who:
        case "house":
            found = people(request.segment)
            if not found.people:
                raise Mistake("audience_nobody")
            return found
        case "file":
            read = read_audience(request.raw, name=request.file_name, country_of=country_of)
            if len(read.people) > PEOPLE_AT_MOST:
                raise Mistake("audience_too_many", name=request.file_name, most=str(PEOPLE_AT_MOST))
            return read
        case "count":
            facts = UnknownFacts(setting.journey, setting.seed, setting.start)
            return made_up(
                request.count, country=request.country, language=setting.journey.journey.language,
                attributes=facts.record, fields=facts.paths("contact"),
            )  # fmt: skip
