"""One passage of one customer, by reading the journey alone: what it costs and how long it lasts, at worst and on average."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.checker.context import KnownTemplate
from engine.forecast.assumptions import CASES, Assumptions
from engine.forecast.entering import start_named
from engine.forecast.expected_passage import Expected, expected_passage
from engine.forecast.library import Library
from engine.forecast.outcome import Spread
from engine.forecast.rate_card import Category, RateCard, card_on
from engine.forecast.worst_case import ROUNDS, Unrolled, endless_round, longest_on
from engine.journey.definition import Journey
from engine.journey.quiet_hours import QuietHours
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate


@dataclass(frozen=True)
class Passage:
    """`worst_cost` is None where a silent customer never leaves a round (`endless`). `longest` is None where a wait names no
    limit, or for such a round. `returns_to`: the steps that may come again; the worst case counts `rounds` returns.
    `dearest`: the steps of the dearest way. Free session messages of the month are not taken off."""

    country: str
    currency: str
    card_from: dt.date
    trigger: str
    worst_cost: float | None
    worst_messages: int | None
    cost: Spread
    messages: Spread
    longest: dt.timedelta | None
    seconds: Spread
    dearest: tuple[str, ...] = ()
    endless: tuple[str, ...] = ()
    returns_to: tuple[str, ...] = ()
    rounds: int = ROUNDS

    def to_json(self) -> dict[str, Any]:
        """For programs; seconds, and money as numbers."""
        return {
            "country": self.country, "currency": self.currency, "card_from": self.card_from.isoformat(),
            "trigger": self.trigger, "worst_cost": self.worst_cost, "worst_messages": self.worst_messages,
            "cost": self.cost.to_json(), "messages": self.messages.to_json(),
            "longest_seconds": self.longest.total_seconds() if self.longest is not None else None,
            "seconds": self.seconds.to_json(), "dearest": list(self.dearest), "endless": list(self.endless),
            "returns_to": list(self.returns_to), "rounds": self.rounds if self.returns_to else 0,
        }  # fmt: skip


def passage_of(
    journey: Journey, assumptions: Assumptions, *, start: dt.datetime, country: str = "FR", trigger: str = "",
    templates: Mapping[tuple[str, str], KnownTemplate] | None = None, house_zone: dt.tzinfo = dt.UTC,
    house_hours: QuietHours | None = None,
) -> Passage:  # fmt: skip
    """By the prices of `start` in this country. Raises Mistake without a start that leads somewhere, or without prices."""
    begins = start_named(journey, trigger)
    first = begins.next or ""
    card = card_on(start.astimezone(house_zone).date())
    prices = _Prices(journey, Library(templates or {}, journey.purpose), card, country)
    unrolled, endless = Unrolled.of(journey, [first]), endless_round(journey)
    dearest = unrolled.heaviest([first], prices.worst)
    longest = unrolled.heaviest([first], lambda step: longest_on(journey, journey.steps[step], start, house_hours))
    cases = [
        expected_passage(journey, first, assumptions.at(case), prices.usual, start) for case in CASES
    ]  # fmt: skip
    return Passage(
        country, card.currency, card.effective_from, begins.id,
        worst_cost=None if endless else round(dearest.weight, 6),
        worst_messages=None if endless else int(unrolled.heaviest([first], prices.questions).weight),
        cost=_spread(cases, lambda one: one.cost), messages=_spread(cases, lambda one: one.messages),
        longest=None if endless or math.isinf(longest.weight) else dt.timedelta(seconds=longest.weight),
        seconds=_spread(cases, lambda one: one.seconds),
        dearest=tuple(step for step in dict.fromkeys(dearest.path) if prices.worst(step) > 0),
        endless=endless, returns_to=tuple(unrolled.returns_to),
    )  # fmt: skip


def _spread(cases: list[Expected], figure: Callable[[Expected], float]) -> Spread:
    return Spread.of([figure(one) for one in cases])


@dataclass(frozen=True)
class _Prices:
    """What the messages of each step cost in one country."""

    journey: Journey
    library: Library
    card: RateCard
    country: str

    def worst(self, step_id: str) -> float:
        """Every question asked, every message the dearest that it can be."""
        kinds = self._categories(self.journey.steps[step_id])
        return max((self._price(kind) for kind in kinds), default=0.0) * self.questions(step_id)

    def usual(self, step_id: str) -> float:
        """One message as it is written."""
        kinds = self._categories(self.journey.steps[step_id])
        return self._price(kinds[0]) if kinds else 0.0

    def questions(self, step_id: str) -> float:
        """Messages of one visit at most."""
        step = self.journey.steps[step_id]
        return step.tries if isinstance(step, Ask) else 1 if step.sends else 0

    def _price(self, category: Category) -> float:
        delivers = self.card.delivers(self.country, category)
        return float(self.card.price(self.country, category).amount) if delivers else 0.0

    def _categories(self, step: StepBase) -> list[Category]:
        if isinstance(step, SendTemplate):
            return [self._template(step.template)]
        fallback = step.if_window_closed if isinstance(step, SendSession) else None
        instead: list[Category] = [self._template(fallback.template)] if fallback and fallback.template else []
        said: list[Category] = ["session"] if step.sends else []
        return said + instead

    def _template(self, name: str | None) -> Category:
        return self.library.category_of(name or "", self.journey.language)
