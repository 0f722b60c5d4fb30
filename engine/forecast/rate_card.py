"""What WhatsApp charges: dated cards, in `rates.yaml`. Estimates: a provider's own fee comes on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ruamel.yaml import YAML

from engine.forecast.mistakes import Mistake

Category: TypeAlias = Literal["marketing", "utility", "authentication", "session"]
OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Price:
    """Of one delivered message. `is_sure` is False where the country has a row of its own that the card lacks."""

    market: str
    amount: Decimal
    is_sure: bool = True


@dataclass(frozen=True)
class RateCard:
    """Prices from `effective_from` on (midnight in the zone of the business). `free_sessions`: delivered session
    messages that cost nothing, a number and a calendar month."""

    effective_from: dt.date
    currency: str
    source: str
    free_sessions: int
    prices: Mapping[str, Mapping[str, Decimal]] = field(repr=False)
    market_of: Mapping[str, str] = field(repr=False)
    unread: frozenset[str] = field(repr=False)
    undelivered: Mapping[str, frozenset[str]] = field(repr=False)

    def price(self, country: str | None, category: Category) -> Price:
        """`country`: ISO code, None where nobody knows. A session message costs what a utility template costs."""
        market = self.market_of.get((country or "").upper(), OTHER)
        kind = "marketing" if category == "marketing" else "utility"
        return Price(market, self.prices[market][kind], country is not None and country.upper() not in self.unread)

    def delivers(self, country: str | None, category: Category) -> bool:
        """Whether WhatsApp hands this category over in this country."""
        return (country or "").upper() not in self.undelivered.get(category, frozenset())


def card_on(day: dt.date, cards: Sequence[RateCard] | None = None) -> RateCard:
    """The card that holds on this day. Raises Mistake before the first one."""
    known = cards if cards is not None else rate_cards()
    found = [card for card in known if card.effective_from <= day]
    if not found:
        first = min(card.effective_from for card in known)
        raise Mistake("no_card", day=day.isoformat(), first=first.isoformat())
    return max(found, key=lambda card: card.effective_from)


@cache
def rate_cards() -> tuple[RateCard, ...]:
    """Every card of `rates.yaml`, oldest first."""
    path = Path(__file__).parent / "rates.yaml"
    listed: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text("utf-8"))  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return tuple(map(_card, listed))  # pyright: ignore[reportUnknownArgumentType]


def _card(written: Mapping[str, Any]) -> RateCard:
    markets: Mapping[str, Mapping[str, Any]] = written["markets"]
    return RateCard(
        written["effective_from"], written["currency"], written["source"], written["free_sessions"],
        prices={name: {kind: Decimal(one[kind]) for kind in ("marketing", "utility")} for name, one in markets.items()},
        market_of={country: name for name, one in markets.items() for country in one["countries"]},
        unread=frozenset(written["unread"]),
        undelivered={kind: frozenset(countries) for kind, countries in written["undelivered"].items()},
    )  # fmt: skip
