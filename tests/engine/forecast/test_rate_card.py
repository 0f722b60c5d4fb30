"""The prices of WhatsApp as they are published, by country, category and day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from engine.forecast.mistakes import Mistake
from engine.forecast.rate_card import RateCard, card_on, rate_cards

OCTOBER = dt.date(2026, 10, 1)
PUBLISHED = {
    "FR": ("0.0859", "0.0300"), "GB": ("0.0635", "0.0220"), "DE": ("0.1365", "0.0550"), "ES": ("0.0707", "0.0200"),
    "IT": ("0.0795", "0.0300"), "NL": ("0.1597", "0.0500"), "PL": ("0.0366", "0.0122"), "BE": ("0.0592", "0.0171"),
    "CH": ("0.0592", "0.0171"), "RO": ("0.0860", "0.0212"), "BR": ("0.0625", "0.0068"), "MX": ("0.0397", "0.0085"),
    "AR": ("0.0618", "0.0260"), "CO": ("0.0125", "0.0008"), "UY": ("0.0740", "0.0113"), "IN": ("0.0118", "0.0014"),
    "ID": ("0.0411", "0.0250"), "AU": ("0.0842", "0.0113"), "US": ("0.0250", "0.0034"), "MA": ("0.0414", "0.0230"),
    "SN": ("0.0225", "0.0040"), "SA": ("0.0576", "0.0107"), "AE": ("0.0576", "0.0157"), "TR": ("0.0109", "0.0009"),
    "KR": ("0.0604", "0.0077"),
}  # fmt: skip


@pytest.mark.parametrize(("country", "figures"), PUBLISHED.items())
def test_a_message_costs_what_the_card_of_october_2026_says(country: str, figures: tuple[str, str]) -> None:
    card = card_on(OCTOBER)

    prices = {category: card.price(country, category).amount for category in ("marketing", "utility", "session")}

    assert prices == {"marketing": Decimal(figures[0]), "utility": Decimal(figures[1]), "session": Decimal(figures[1])}


def test_a_login_code_costs_what_a_utility_template_costs() -> None:
    assert card_on(OCTOBER).price("fr", "authentication").amount == Decimal("0.0300")


def test_every_country_stands_in_one_market() -> None:
    for card in rate_cards():
        assert not card.unread & set(card.market_of)
        assert all(len(country) == 2 and country.isupper() for country in {*card.market_of, *card.unread})
        assert len(card.market_of) > 100


def test_a_country_whose_row_is_missing_is_counted_as_other_and_not_sure() -> None:
    price = card_on(OCTOBER).price("CL", "marketing")

    assert (price.market, price.amount, price.is_sure) == ("Other", Decimal("0.0604"), False)


def test_a_country_that_nobody_knows_is_not_sure_either() -> None:
    assert not card_on(OCTOBER).price(None, "utility").is_sure


def test_no_marketing_is_handed_over_in_the_united_states() -> None:
    card = card_on(OCTOBER)

    assert not card.delivers("US", "marketing")
    assert card.delivers("US", "utility")
    assert card.delivers("CA", "marketing")


def test_a_card_holds_until_the_next_one_begins() -> None:
    october, january = (card_from(dt.date(2026, 10, 1)), card_from(dt.date(2027, 1, 1)))

    held = [card_on(day, [october, january]) for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1))]

    assert held == [october, january]


def card_from(day: dt.date) -> RateCard:
    return RateCard(day, "USD", "", 1000, {}, {}, frozenset(), {})


def test_before_the_first_card_no_price_is_made_up() -> None:
    with pytest.raises(Mistake, match=r"2026-09-30.*2026-10-01"):
        card_on(dt.date(2026, 9, 30))
