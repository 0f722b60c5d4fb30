"""The result: every figure with its range. The range goes from the least to the most of the three cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.forecast.assumptions import Assumptions
from engine.forecast.rate_card import Category


@dataclass(frozen=True, slots=True)
class Spread:
    """low ≤ expected ≤ high."""

    low: float
    expected: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Of the figures of the low, the expected and the high case."""
        return cls(min(figures), figures[1], max(figures))

    @property
    def is_sure(self) -> bool:
        return self.low == self.high

    def to_json(self) -> dict[str, float]:
        return {name: _short(getattr(self, name)) for name in ("low", "expected", "high")}


@dataclass(frozen=True, slots=True)
class StepFlow:
    """People who come to a step, who leave it by each way, and whose passage ends or stands there."""

    step: str
    arrived: Spread
    ways: Mapping[str, Spread]
    ended: Spread
    inside: Spread


@dataclass(frozen=True, slots=True)
class CostLine:
    """Messages of one price. `is_sure`: False where the card has no row for this country (`RateCard.price`)."""

    country: str
    market: str
    category: Category
    is_free: bool
    price: Decimal
    is_sure: bool
    messages: Spread
    cost: Spread


@dataclass(frozen=True, slots=True)
class SmsLine:
    """The same texts by SMS in one country. `cost` is None where nobody gave a price."""

    country: str
    messages: Spread
    segments: Spread
    unicode_segments: Spread
    cost: Spread | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Messages that would not leave, and why in machine words (`no_consent`, `window_closed`, `cannot_render:city`)."""

    step: str
    reason: str
    messages: Spread


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know beside the figures: the key of its sentence, and what fills it."""

    key: str
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Forecast:
    """`hours`: from the start on, each hour in which anything leaves, with its messages. `last_send`: of the low, the
    expected and the high case; None where nothing leaves. `inside_for`: mean seconds of a passage."""

    journey: str
    trigger: str
    start: dt.datetime
    seed: int
    people: int
    entered: int
    not_entered: Mapping[str, int]
    per_second: float
    daily_limit: int | None
    reached: Spread
    replies: Spread
    opt_outs: Spread
    sent: Spread
    delivered: Spread
    still_inside: Spread
    inside_for: Spread
    steps: Sequence[StepFlow]
    exits: Mapping[str, Spread]
    not_sent: Sequence[NotSent]
    hours: Sequence[tuple[dt.datetime, Spread]]
    first_send: dt.datetime | None
    last_send: tuple[dt.datetime, dt.datetime, dt.datetime] | None
    currency: str
    card: str
    card_from: dt.date
    cost: Spread
    costs: Sequence[CostLine]
    sms: Sequence[SmsLine]
    sms_cost: Spread | None
    assumptions: Assumptions
    notes: Sequence[Note]

    @property
    def busiest(self) -> tuple[dt.datetime, Spread] | None:
        """The hour in which most is expected to leave."""
        return max(self.hours, key=lambda hour: hour[1].expected, default=None)

    @property
    def takes(self) -> tuple[dt.timedelta, dt.timedelta, dt.timedelta] | None:
        """From the start to the last message: shortest, expected, longest."""
        if self.last_send is None:
            return None
        low, expected, high = (at - self.start for at in self.last_send)
        return low, expected, high

    def to_json(self, say: Callable[[Note], str] | None = None) -> dict[str, Any]:
        """For programs. Moments as ISO 8601 UTC, money as numbers. `say`: a note as a sentence."""
        takes = self.takes
        return {
            "journey": self.journey, "start": self.start.isoformat(), "trigger": self.trigger, "seed": self.seed,
            "sender": {"per_second": self.per_second, "daily_limit": self.daily_limit},
            "people": {"given": self.people, "entered": self.entered, "not_entered": dict(self.not_entered)},
            **{name: getattr(self, name).to_json() for name in FIGURES},
            "steps": [_flow(one) for one in self.steps],
            "exits": {reason: one.to_json() for reason, one in self.exits.items()},
            "not_sent": [{"step": one.step, "reason": one.reason, **one.messages.to_json()} for one in self.not_sent],
            "hours": [{"at": at.isoformat(), **one.to_json()} for at, one in self.hours],
            "first_send": self.first_send and self.first_send.isoformat(),
            "last_send": self.last_send and _named(at.isoformat() for at in self.last_send),
            "seconds_until_last_send": takes and _named(length.total_seconds() for length in takes),
            "cost": {"currency": self.currency, "card_from": self.card_from.isoformat(), "card": self.card,
                     "total": self.cost.to_json(), "lines": [_cost(one) for one in self.costs]},
            "sms": {"cost": self.sms_cost and self.sms_cost.to_json(), "lines": [_sms(one) for one in self.sms]},
            "assumptions": [
                {"key": one.short, "kind": one.kind, "is_given": one.is_given, "is_used": not one.on_record,
                 "low": one.range.low, "expected": one.range.expected, "high": one.range.high}
                for one in self.assumptions
            ],
            "notes": [{"note": one.key, **one.facts, **({"message": say(one)} if say else {})} for one in self.notes],
        }  # fmt: skip


FIGURES = ("reached", "replies", "opt_outs", "sent", "delivered", "still_inside", "inside_for")


def _flow(one: StepFlow) -> dict[str, Any]:
    ways = {port.removeprefix("branch:"): spread.to_json() for port, spread in one.ways.items()}
    return {"step": one.step, "arrived": one.arrived.to_json(), "ways": ways, "ended": one.ended.to_json(),
            "inside": one.inside.to_json()}  # fmt: skip


def _cost(one: CostLine) -> dict[str, Any]:
    return {
        "country": one.country, "market": one.market, "category": one.category, "is_free": one.is_free,
        "price": float(one.price), "is_sure": one.is_sure, "messages": one.messages.to_json(), "cost": one.cost.to_json(),
    }  # fmt: skip


def _sms(one: SmsLine) -> dict[str, Any]:
    return {
        "country": one.country, "messages": one.messages.to_json(), "segments": one.segments.to_json(),
        "ucs2_segments": one.unicode_segments.to_json(), "cost": one.cost and one.cost.to_json(),
    }  # fmt: skip


def _named(values: Iterable[Any]) -> dict[str, Any]:
    return dict(zip(("low", "expected", "high"), values, strict=True))


def _short(figure: float) -> float:
    return int(figure) if float(figure).is_integer() else round(figure, 4)
