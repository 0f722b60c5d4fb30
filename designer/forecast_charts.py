"""The charts of a forecast. Numbers are drawn with their range: a bar for what is expected, a line from the least to the most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt

from designer.forecast_words import say
from engine.forecast.assumption_words import CATEGORIES, name_of, named, way_of
from engine.forecast.figures import counts, money
from engine.forecast.outcome import Forecast, Spread
from engine.journey.definition import Journey

GREEN, AMBER, BLUE, GREY = "#0f8f6c", "#c77d0a", "#3b7dd8", "#7a8783"
COLOURS = {"marketing": AMBER, "utility": BLUE, "authentication": GREY, "session": GREEN}
HOURS_SHOWN = 24 * 14
"""More hours than these are drawn as days."""


def hours_chart(told: Forecast, zone: dt.tzinfo, language: str) -> Any:
    """Messages an hour, or a day where they spread over more than two weeks."""
    rows = _by_time(told, zone)
    at = alt.X("at:T", title=None, axis=alt.Axis(format=_time_format(told, language), labelAngle=0, tickCount=5))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=at)
    bars = base.mark_bar(color=GREEN, cornerRadius=2, size=_bar_width(rows)).encode(
        y=alt.Y("expected:Q", title=None, axis=alt.Axis(tickCount=4, format="~s")),
        tooltip=[alt.Tooltip("shown:N", title=say("at", language)), alt.Tooltip("text:N", title=say("hours", language))],
    )  # fmt: skip
    return (bars + base.mark_rule(color=GREY).encode(y="low:Q", y2="high:Q")).properties(height=160)


def _by_time(told: Forecast, zone: dt.tzinfo) -> list[dict[str, Any]]:
    by_day = len(told.hours) > HOURS_SHOWN
    together: dict[dt.datetime, list[Spread]] = {}
    for at, spread in told.hours:
        local = at.astimezone(zone).replace(tzinfo=None)
        together.setdefault(local.replace(hour=0, minute=0) if by_day else local, []).append(spread)
    return [
        {"at": at.isoformat(), "shown": f"{at:%d/%m %H:%M}", "text": f"{sum(one.expected for one in spreads):g}",
         **{name: sum(getattr(one, name) for one in spreads) for name in ("low", "expected", "high")}}
        for at, spreads in together.items()
    ]  # fmt: skip


def _time_format(told: Forecast, language: str) -> str:
    takes = told.takes
    if takes is not None and takes[2] < dt.timedelta(hours=36):
        return "%H h" if language.startswith("fr") else "%H:%M"
    return "%d/%m" if language.startswith("fr") else "%m/%d"


def _bar_width(rows: Sequence[Mapping[str, Any]]) -> int:
    return max(2, min(24, 280 // max(1, len(rows))))


def cost_chart(told: Forecast, country: Callable[[str], str], language: str) -> Any:
    """Cost by country, a colour a category."""
    rows = [
        {"country": country(line.country), "category": named(CATEGORIES[line.category], language),
         "cost": line.cost.expected, "text": money(line.cost.expected, told.currency, language)}
        for line in told.costs if line.cost.high
    ]  # fmt: skip
    used = {line.category for line in told.costs if line.cost.high}
    colours = {named(words, language): COLOURS[kind] for kind, words in CATEGORIES.items() if kind in used}
    return alt.Chart(alt.InlineData(values=rows)).mark_bar(cornerRadius=2, size=16).encode(
        x=alt.X("cost:Q", title=None, axis=alt.Axis(tickCount=4)),
        y=alt.Y("country:N", title=None, sort="-x"),
        color=alt.Color("category:N", title=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                        legend=alt.Legend(orient="top")),
        tooltip=["country:N", "category:N", "text:N"],
    ).properties(height=110 + 28 * len({row["country"] for row in rows}))  # fmt: skip


def way_rows(journey: Journey, told: Forecast, language: str) -> list[dict[str, str]]:
    """People a path, in the order of the drawing: only where there is a choice."""
    rows: list[dict[str, str]] = []
    for flow in told.steps:
        ways = {port: people for port, people in flow.ways.items() if people.high}
        if len(ways) > 1:
            step = name_of(journey, flow.step, language)
            rows += [
                {say("table.path", language): f"{step} → {way_of(journey, flow.step, port, language)}",
                 say("table.people", language): counts(people, language)}
                for port, people in ways.items()
            ]  # fmt: skip
    return rows
