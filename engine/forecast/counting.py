"""From the counts of the three cases to figures with ranges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from engine.forecast.outcome import CostLine, Forecast, Note, NotSent, SmsLine, Spread, StepFlow
from engine.forecast.pricing import UNKNOWN
from engine.forecast.rate_card import Price, card_on
from engine.forecast.setting import Setting
from engine.forecast.tally import Charged, Tally

Key = TypeVar("Key", bound=Hashable)
ANYWHERE = ""
"""The country of an SMS price that holds wherever no other does."""


@dataclass(frozen=True)
class Counted:
    """`tallies`: of the low, the expected and the high case. `sms_prices`: see `forecasting.forecast`."""

    setting: Setting
    tallies: Sequence[Tally]
    sms_prices: Mapping[str, Decimal]

    def forecast(self, people: int, trigger: str, notes: Sequence[Note]) -> Forecast:
        """Everything together."""
        setting, expected = self.setting, self.tallies[1]
        card = card_on(setting.start.astimezone(setting.house_zone).date())
        return Forecast(
            journey=setting.journey.journey.key, trigger=trigger, start=setting.start, seed=setting.seed, people=people,
            entered=expected.entered, not_entered=dict(expected.not_entered), per_second=setting.per_second,
            daily_limit=setting.daily_limit, first_send=expected.first_at, last_send=self._last_send(),
            currency=card.currency, card=card.source, card_from=card.effective_from,
            cost=self._spread(_cost_of), costs=self._costs(), sms=self._sms(), sms_cost=self._sms_cost(),
            steps=self._flows(), exits=self._spreads(lambda tally: tally.exits), not_sent=self._not_sent(),
            hours=self._hours(), assumptions=setting.assumptions, notes=notes, **self._figures(),
        )  # fmt: skip

    def _figures(self) -> dict[str, Any]:
        names = {"reached": "reached", "replies": "replies", "opt_outs": "opt_outs", "sent": "sent",
                 "delivered": "delivered", "still_inside": "inside"}  # fmt: skip
        figures = {name: self._spread(lambda tally, of=of: getattr(tally, of)) for name, of in names.items()}
        return {**figures, "inside_for": self._spread(_mean_passage)}

    def _spread(self, figure: Callable[[Tally], float]) -> Spread:
        return Spread.of([figure(tally) for tally in self.tallies])

    def _spreads(self, counted: Callable[[Tally], Mapping[Key, int]]) -> dict[Key, Spread]:
        """Every key that any case has, the commonest first."""
        counts = [counted(tally) for tally in self.tallies]
        found = {key: Spread.of([one.get(key, 0) for one in counts]) for one in counts for key in one}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1].expected, str(pair[0]))))

    def _flows(self) -> list[StepFlow]:
        return [
            StepFlow(
                step, self._spread(lambda tally, step=step: tally.arrived[step]),
                {port.id: self._way(step, port.id) for port in one.ports()},
                self._spread(lambda tally, step=step: tally.ended[step]),
                self._spread(lambda tally, step=step: tally.stands[step]),
            )
            for step, one in self.setting.journey.journey.walk()
        ]  # fmt: skip

    def _way(self, step: str, port: str) -> Spread:
        return self._spread(lambda tally: tally.ways[step, port])

    def _not_sent(self) -> list[NotSent]:
        found = self._spreads(lambda tally: tally.not_sent)
        return [NotSent(step, reason, messages) for (step, reason), messages in found.items()]

    def _hours(self) -> list[tuple[dt.datetime, Spread]]:
        used = sorted({hour for tally in self.tallies for hour in tally.hours})
        start = self.setting.start
        return [
            (start + dt.timedelta(hours=hour), self._spread(lambda tally, hour=hour: tally.hours[hour])) for hour in used
        ]  # fmt: skip

    def _last_send(self) -> tuple[dt.datetime, dt.datetime, dt.datetime] | None:
        ends = [tally.last_at for tally in self.tallies]
        told = sorted(at for at in ends if at is not None)
        return (told[0], ends[1] or told[0], told[-1]) if told else None

    # Money -------------------------------------------------------------------------------------------

    def _costs(self) -> list[CostLine]:
        """One line a price, the dearest first."""
        charged = self._spreads(lambda tally: tally.charged)
        lines = [_line(one, messages) for one, messages in charged.items()]
        return sorted(lines, key=lambda line: (-line.cost.expected, line.country, line.category, line.is_free))

    def _sms(self) -> list[SmsLine]:
        return [
            SmsLine(
                country, messages, self._spread(lambda tally, of=country: _segments(tally, of)),
                self._spread(lambda tally, of=country: tally.sms[of, "UCS-2"]),
                None if self._price(country) is None
                else self._spread(lambda tally, of=country: self._sms_price_of(tally, of)),
            )
            for country, messages in self._spreads(lambda tally: tally.sms_messages).items()
        ]  # fmt: skip

    def _sms_cost(self) -> Spread | None:
        """None unless every country has a price."""
        countries = {country for tally in self.tallies for country in tally.sms_messages}
        if not countries or any(self._price(country) is None for country in countries):
            return None
        return self._spread(lambda tally: sum(self._sms_price_of(tally, country) for country in countries))

    def _price(self, country: str) -> Decimal | None:
        return self.sms_prices.get(country, self.sms_prices.get(ANYWHERE))

    def _sms_price_of(self, tally: Tally, country: str) -> float:
        return float((self._price(country) or Decimal(0)) * _segments(tally, country))


def _line(charged: Charged, messages: Spread) -> CostLine:
    price = price_of(charged)
    amount = Decimal(0) if charged.is_free else price.amount
    cost = Spread(*(float(amount * int(figure)) for figure in (messages.low, messages.expected, messages.high)))
    return CostLine(
        charged.country, price.market, charged.category, charged.is_free, amount, price.is_sure, messages, cost
    )  # fmt: skip


def price_of(charged: Charged) -> Price:
    """Of one message of this kind."""
    return card_on(charged.card).price(None if charged.country == UNKNOWN else charged.country, charged.category)


def _cost_of(tally: Tally) -> float:
    """Everything that one case is charged."""
    amounts = (price_of(one).amount * count for one, count in tally.charged.items() if not one.is_free)
    return float(sum(amounts, Decimal(0)))


def _segments(tally: Tally, country: str) -> int:
    return sum(tally.sms[country, encoding] for encoding in ("GSM-7", "UCS-2"))


def _mean_passage(tally: Tally) -> float:
    left = tally.entered - tally.inside
    return tally.seconds_inside / left if left else 0.0
