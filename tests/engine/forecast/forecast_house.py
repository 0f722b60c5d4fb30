"""Journeys, people and settings of the forecast's tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engine.countries import country_of
from engine.forecast.assumptions import Assumptions, Range, assumptions_of
from engine.forecast.audience import Audience, made_up, read_audience
from engine.forecast.forecasting import forecast
from engine.forecast.outcome import Forecast
from engine.forecast.setting import Setting
from engine.journey.advance import Compiled
from engine.journey.definition import Journey, read_definition

START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
END: dict[str, Any] = {"end": {"type": "exit"}}
OFFER: dict[str, Any] = {"offer": {"type": "send_template", "template": "offer", "next": "answer"}}
ANSWER: dict[str, Any] = {
    "answer": {
        "type": "wait_for_reply", "for": "20h", "otherwise": "thanks", "no_reply": "end",
        "branches": [{"id": "yes", "any_of": ["oui"], "next": "thanks"}, {"id": "no", "buttons": ["Non"], "next": "end"}],
    },
    "thanks": {"type": "send_session", "text": "Merci !", "next": "end"},
}  # fmt: skip


def journey_of(*steps: dict[str, Any], **fields: Any) -> Journey:
    """The steps one after the other, and an end; by an event."""
    together = {name: step for group in (*steps, END) for name, step in group.items()}
    trigger = {"id": "begin", "type": "event", "name": "begun", "next": next(iter(together))}
    return read_definition({"parcours": 1, "key": "offer", "triggers": [trigger], "steps": together, **fields})


def offer(**fields: Any) -> Journey:
    """A template, an answer, a reply."""
    return journey_of(OFFER, ANSWER, **fields)


def assumed(journey: Journey, **given: float) -> Assumptions:
    """With these figures, which are sure; the way of a step as `answer__yes`."""
    sure = {name.replace("__", "."): Range(figure, figure, figure) for name, figure in given.items()}
    return assumptions_of(journey).changed(sure)


def certain(journey: Journey, **given: float) -> Assumptions:
    """Everything arrives, nobody stops, and these figures."""
    return assumed(journey, **{"delivered": 1.0, "opt_out": 0.0, **given})


def foretell(
    journey: Journey, people: int | Audience = 200, assumptions: Assumptions | None = None, **fields: Any
) -> Forecast:
    """What is forecast for made-up people of France, or for these."""
    audience = made_up(people, country="FR", language="fr") if isinstance(people, int) else people
    prices = fields.pop("sms_prices", None)
    setting = Setting(
        Compiled(journey), fields.pop("start", START), fields.pop("trigger", ""), assumptions or assumptions_of(journey),
        **{"per_second": 1_000.0, **fields},
    )  # fmt: skip
    return forecast(setting, audience, sms_prices=prices)


def people(*lines: str) -> Audience:
    """A table, its columns first."""
    return read_audience("\n".join(lines).encode(), name="list.csv", country_of=country_of)
