"""A forecast: everybody of an audience walks through a sample journey, three times, on a virtual clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from engine.forecast.assumptions import assumptions_of
from engine.forecast.audience import made_up
from engine.forecast.facts import UnknownFacts
from engine.forecast.forecasting import forecast
from engine.forecast.setting import Setting
from engine.journey import files
from engine.journey.advance import Compiled

from .measuring import timed
from .table import Row

GOAL = 60
WANTED = 50_000
START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def rows(short: bool) -> list[Row]:
    people = 1_000 if short else 10_000
    journey = Compiled(files.read_file(Path(files.__file__).parents[1] / "samples" / "panier-abandonne.yaml"))
    setting = Setting(journey, START, "", assumptions_of(journey.journey), per_second=80.0, daily_limit=people // 5)
    facts = UnknownFacts(journey, 1, START)
    audience = made_up(people, country="FR", language="fr", attributes=facts.record)
    repeats = sorted(timed(lambda: forecast(setting, audience)) for _ in range(3))
    figure = repeats[1] / people * WANTED
    detail = f"CPU of {people:,} people, three cases each, scaled: {repeats[1] / people * 1e6:,.0f} µs a person"
    return [Row("forecast of 50,000 people", f"≤ {GOAL} s", f"{figure:.0f} s", figure <= GOAL, detail)]
