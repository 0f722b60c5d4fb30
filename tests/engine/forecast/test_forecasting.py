"""A what-if over an audience: everybody is accounted for, chance is shared, limits hold."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from engine.checker.context import KnownTemplate
from engine.forecast.mistakes import Mistake
from engine.forecast.outcome import Forecast, Spread
from engine.journey.quiet_hours import QuietHours
from tests.engine.forecast.forecast_house import (
    ANSWER,
    HOUR,
    OFFER,
    START,
    assumed,
    certain,
    foretell,
    journey_of,
    offer,
    people,
)

FRENCH = ("whatsapp", "33600000001", "33600000002", "33600000003")
MARKETING = {("offer", "fr"): KnownTemplate("MARKETING", "APPROVED", {"body": "Bonjour {{name}}"})}


def ways(told: Forecast, step: str) -> dict[str, float]:
    flow = next(flow for flow in told.steps if flow.step == step)
    return {port: spread.expected for port, spread in flow.ways.items()}


def test_everybody_who_comes_to_a_step_leaves_it_ends_there_or_stands_there() -> None:
    told = foretell(offer(goal={"event": "order.paid"}), 400)

    for flow in told.steps:
        left = sum(way.expected for way in flow.ways.values())
        assert flow.arrived.expected == left + flow.ended.expected + flow.inside.expected, flow.step


def test_everybody_given_enters_or_not_and_everybody_who_enters_ends_or_is_inside() -> None:
    told = foretell(offer(), 500)

    assert told.people == told.entered + sum(told.not_entered.values())
    assert told.entered == sum(way.expected for way in told.exits.values()) + told.still_inside.expected


def test_the_people_of_a_way_are_those_that_were_assumed() -> None:
    journey = offer()

    told = foretell(journey, 800, certain(journey, answer__yes=0.3, answer__no=0.1, answer__otherwise=0.0))

    taken = ways(told, "answer")
    assert taken["branch:yes"] == pytest.approx(240, rel=0.15)
    assert taken["branch:no"] == pytest.approx(80, rel=0.3)
    assert taken["otherwise"] == 0
    assert sum(taken.values()) == 800


def test_where_nobody_answers_and_everything_arrives_the_figures_are_exact() -> None:
    journey = offer()

    told = foretell(
        journey, 100, certain(journey, answer__yes=0.0, answer__no=0.0, answer__otherwise=0.0), templates=MARKETING
    )

    assert told.cost == Spread(8.59, 8.59, 8.59)
    assert (told.sent.expected, told.delivered.expected, told.replies.expected) == (100, 100, 0)
    assert told.inside_for.expected == pytest.approx(20 * 3600, abs=60)


def test_the_same_seed_gives_the_same_forecast_and_another_seed_another() -> None:
    first, again, other = (foretell(offer(), 300, seed=seed).to_json() for seed in (7, 7, 8))

    assert first == again
    assert {**first, "seed": 8} != other


def test_every_range_is_ordered() -> None:
    told = foretell(offer(goal={"event": "order.paid"}), 400, daily_limit=150)

    spreads = [told.reached, told.replies, told.sent, told.delivered, told.cost, told.inside_for, told.opt_outs,
               *(spread for _, spread in told.hours), *(flow.arrived for flow in told.steps),
               *(line.messages for line in told.costs), *(line.segments for line in told.sms)]  # fmt: skip
    assert all(one.low <= one.expected <= one.high for one in spreads)
    assert told.last_send is not None
    assert list(told.last_send) == sorted(told.last_send)


def test_the_hours_hold_every_message() -> None:
    told = foretell(offer(), 400)

    assert sum(spread.expected for _, spread in told.hours) == told.sent.expected


def test_the_last_of_a_thousand_leaves_when_the_throughput_lets_it() -> None:
    told = foretell(
        journey_of({"offer": {"type": "send_template", "template": "offer", "next": "end"}}), 1_000, per_second=10.0
    )

    assert told.takes is not None
    assert told.takes[1] == dt.timedelta(seconds=99.9)


def test_the_portfolios_limit_spreads_people_over_days() -> None:
    journey = journey_of({"offer": {"type": "send_template", "template": "offer", "next": "end"}})

    told = foretell(journey, 250, certain(journey), daily_limit=100)

    by_day = Counter[int]()
    for at, sent in told.hours:
        by_day[(at - START).days] += int(sent.expected)
    assert by_day == {0: 100, 1: 100, 2: 50}


def test_answers_inside_the_window_take_no_place_of_the_limit() -> None:
    journey = offer()

    told = foretell(
        journey, 50, certain(journey, answer__yes=1.0, answer__no=0.0, answer__otherwise=0.0), daily_limit=50
    )

    assert told.sent.expected == 100
    assert told.takes is not None
    assert told.takes[2] < 24 * HOUR


def test_who_gave_no_consent_gets_no_marketing() -> None:
    audience = people("whatsapp,consent", "33600000001,marketing", "33600000002,none", "33600000003,service")

    silent = certain(offer(), answer__yes=0.0, answer__no=0.0, answer__otherwise=0.0)

    told = foretell(offer(purpose="marketing"), audience, silent)

    assert told.sent.expected == 1
    assert [(one.step, one.reason, one.messages.expected) for one in told.not_sent] == [("offer", "no_consent", 2)]


def test_choices_are_made_on_the_real_records() -> None:
    step = {"city": {"type": "branch", "otherwise": "end", "branches": [
        {"id": "lyon", "next": "offer", "when": {"attribute": "contact.city", "operator": "is", "value": "Lyon"}}]}}  # fmt: skip
    audience = people("whatsapp,city", "33600000001,lyon", "33600000002,Paris", "33600000003,")

    told = foretell(journey_of(step, OFFER, ANSWER), audience)

    assert ways(told, "city") == {"branch:lyon": 1, "otherwise": 2}


def test_a_text_whose_value_is_missing_is_not_sent_and_why_is_told() -> None:
    hello = {
        "hello": {"type": "send_template", "template": "offer", "values": {"1": "{{ contact.city }}"}, "next": "end"}
    }

    told = foretell(journey_of(hello), people("whatsapp,city", "33600000001,Lyon", "33600000002,"))

    assert told.sent.expected == 1
    assert told.not_sent[0].reason.startswith("cannot_render:")


def test_only_people_of_the_segment_enter_at_its_own_moment() -> None:
    lyon = {"lyon": {"name": "Lyon", "when": {"attribute": "contact.city", "operator": "is", "value": "Lyon"}}}
    start = {"id": "all", "type": "audience", "segment": "lyon", "when": {"at": "2026-12-02T10:00"}, "next": "offer"}
    journey = journey_of(OFFER, ANSWER, segments=lyon, triggers=[start])

    told = foretell(journey, people("whatsapp,city", "33600000001,Lyon", "33600000002,Paris"))

    assert (told.entered, told.not_entered) == (1, {"not_in_segment": 1})
    assert told.first_send == dt.datetime(2026, 12, 2, 10, tzinfo=dt.UTC)


def test_people_enter_on_their_own_date() -> None:
    start = {"id": "day", "type": "date", "attribute": "contact.birthday", "at": "09:00", "next": "offer"}
    audience = people("whatsapp,birthday,timezone", "33600000001,1990-12-05,Europe/Paris", "33600000002,,")

    told = foretell(journey_of(OFFER, ANSWER, triggers=[start]), audience)

    assert told.not_entered == {"no_date": 1}
    assert told.first_send == dt.datetime(2026, 12, 5, 8, tzinfo=dt.UTC)


def test_quiet_hours_hold_messages_until_the_morning_of_each_customer() -> None:
    journey = offer(quiet_hours={"from": "20:00", "to": "10:00"})
    audience = people("whatsapp,timezone", "33600000001,Europe/Paris", "81600000002,Asia/Tokyo")

    told = foretell(journey, audience, certain(journey, answer__yes=0.0, answer__no=0.0, answer__otherwise=0.0),
                    start=dt.datetime(2026, 12, 1, 21, tzinfo=dt.UTC))  # fmt: skip

    assert [at.hour for at, _ in told.hours] == [1, 9]


def test_quiet_hours_of_the_house_hold_messages_of_every_journey() -> None:
    journey, night = offer(), QuietHours.model_validate({"from": "20:00", "to": "10:00"})
    begins = dt.datetime(2026, 12, 1, 21, tzinfo=dt.UTC)

    told = foretell(journey, people("whatsapp,timezone", "33600000001,Europe/Paris"), certain(journey), start=begins,
                    house_hours=night)  # fmt: skip

    assert told.first_send == dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)


def test_a_journey_that_a_word_starts_may_answer_freely() -> None:
    hello = {"hello": {"type": "send_session", "text": "Bonjour", "next": "end"}}
    word = {"id": "word", "type": "keyword", "any_of": ["menu"], "next": "hello"}
    site = {"id": "site", "type": "event", "name": "begun", "next": "hello"}
    journey = journey_of(hello, triggers=[word, site])

    by_word, by_site = (foretell(journey, 5, certain(journey), trigger=name) for name in ("word", "site"))

    assert by_word.sent.expected == 5
    assert [one.reason for one in by_site.not_sent] == ["window_closed"]


def test_the_first_thousand_free_replies_of_a_month_cost_nothing_and_each_month_has_its_own() -> None:
    replies = {"hello": {"type": "send_session", "text": "Bonjour", "next": "end"}}
    journey = journey_of(replies, triggers=[{"id": "word", "type": "keyword", "any_of": ["menu"], "next": "hello"}])

    told = foretell(
        journey, 2_200, certain(journey), start=dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC), over=24 * HOUR
    )

    assert [(line.is_free, line.messages.expected) for line in told.costs] == [(False, 200), (True, 2_000)]
    assert told.cost.expected == pytest.approx(6.0)


def test_what_is_left_of_the_free_replies_may_be_given() -> None:
    replies = {"hello": {"type": "send_session", "text": "Bonjour", "next": "end"}}
    journey = journey_of(replies, triggers=[{"id": "word", "type": "keyword", "any_of": ["menu"], "next": "hello"}])

    told = foretell(journey, 100, certain(journey), free_sessions=10)

    assert told.cost.expected == pytest.approx(90 * 0.03)


def test_cost_stands_by_country_and_category() -> None:
    journey = offer()
    audience = people("whatsapp", "33600000001", "447700900001", "4915000000001", "33600000002")

    told = foretell(
        journey, audience, certain(journey, answer__yes=0.0, answer__no=0.0, answer__otherwise=0.0), templates=MARKETING
    )

    assert {(line.country, line.category): line.cost.expected for line in told.costs} == {
        ("FR", "marketing"): 0.1718, ("GB", "marketing"): 0.0635, ("DE", "marketing"): 0.1365,
    }  # fmt: skip
    assert sum(line.cost.expected for line in told.costs) == pytest.approx(told.cost.expected)


def test_marketing_for_the_united_states_neither_arrives_nor_costs() -> None:
    told = foretell(offer(purpose="marketing"), people("whatsapp", "12015550123"))

    assert (told.sent.expected, told.delivered.expected, told.cost.expected) == (1, 0, 0)


def test_the_same_texts_by_sms_are_counted_in_parts_and_priced() -> None:
    journey = offer()
    library = {("offer", "fr"): KnownTemplate("MARKETING", "APPROVED", {"body": "œ" * 71})}
    silent = certain(journey, answer__yes=0.0, answer__no=0.0, answer__otherwise=0.0)

    told = foretell(journey, people(*FRENCH), silent, templates=library, sms_prices={"FR": Decimal("0.05")})

    (line,) = told.sms
    assert (line.messages.expected, line.segments.expected, line.unicode_segments.expected) == (3, 6, 6)
    assert told.sms_cost == Spread(0.3, 0.3, 0.3)


def test_without_a_price_for_every_country_no_total_is_told() -> None:
    told = foretell(
        offer(),
        people("whatsapp", "33600000001", "447700900001"),
        templates=MARKETING,
        sms_prices={"FR": Decimal("0.05")},
    )

    assert told.sms_cost is None
    assert {line.country: line.cost is None for line in told.sms} == {"FR": False, "GB": True}


def test_a_template_that_nobody_described_is_counted_and_said() -> None:
    told = foretell(offer(purpose="marketing"), 10)

    assert {line.category for line in told.costs} >= {"marketing"}
    assert {note.key for note in told.notes} >= {"template_unknown", "made_up_people", "estimate"}


def test_a_path_that_no_made_up_answer_takes_is_said() -> None:
    answer = {"answer": {**ANSWER["answer"], "otherwise": "end", "branches": [
        {"id": "code", "any_of": ["[A-Z]{3}[0-9]{4}"], "match": "regex", "next": "end"}]}}  # fmt: skip

    told = foretell(journey_of(OFFER, answer), 10)

    assert [note.facts["ways"] for note in told.notes if note.key == "way_never_taken"] == ["answer.code"]


def test_every_kind_of_wait_ends() -> None:
    steps: dict[str, Any] = {
        "offer": {"type": "send_template", "template": "offer", "next": "seen"},
        "seen": {"type": "branch_on_message", "message": "offer", "within": "6h", "read": "paid", "failed": "end", "otherwise": "paid"},
        "paid": {"type": "wait_for_event", "event": "order.paid", "for": "2d", "next": "state", "no_event": "state",
                 "where": {"attribute": "event.total", "operator": "at_least", "value": 50}},
        "state": {"type": "call_http", "url": "https://example.com/a", "save": {"state": "state"}, "next": "share", "failed": "end"},
        "share": {"type": "split", "paths": [{"id": "a", "share": 50, "next": "rate"}, {"id": "b", "share": 50, "next": "rest"}]},
        "rest": {"type": "wait", "until": {"weekday": ["mon"], "at": "10:00"}, "next": "end"},
        "rate": {"type": "ask", "text": "Note ?", "kind": "rating", "for": "20h", "next": "end", "invalid": "end", "no_reply": "end"},
    }  # fmt: skip
    word = {"id": "word", "type": "keyword", "any_of": ["menu"], "next": "offer"}

    told = foretell(journey_of(steps, triggers=[word]), 400)

    assert told.still_inside.high == 0
    assert all(ways(told, "seen")[port] > 0 for port in ("read", "failed", "otherwise"))
    assert all(amount > 0 for port, amount in ways(told, "paid").items() if port in ("next", "no_event"))
    assert ways(told, "share")["branch:a"] == pytest.approx(ways(told, "share")["branch:b"], rel=0.4)


def test_a_wait_without_a_limit_leaves_the_silent_inside() -> None:
    answer = {
        "answer": {name: value for name, value in ANSWER["answer"].items() if name != "for"},
        "thanks": ANSWER["thanks"],
    }
    journey = journey_of(OFFER, answer)

    told = foretell(journey, 50, certain(journey, answer__yes=0.0, answer__no=0.0, answer__otherwise=0.0))

    assert told.still_inside.expected == 50
    assert next(flow for flow in told.steps if flow.step == "answer").inside.expected == 50


def test_a_round_without_an_end_ends_the_forecast_all_the_same() -> None:
    steps: dict[str, Any] = {
        "offer": {"type": "send_template", "template": "offer", "next": "pause"},
        "pause": {"type": "wait", "for": "60d", "next": "offer"},
    }
    journey = journey_of(steps)

    told = foretell(journey, 3, certain(journey))

    assert told.sent.expected == 3 * 7
    assert told.still_inside.expected == 3


def test_who_stops_gets_nothing_more() -> None:
    again = {
        "wait": {"type": "wait", "for": "60d", "next": "more"},
        "more": {"type": "send_template", "template": "offer", "next": "end"},
    }
    journey = journey_of({"offer": {"type": "send_template", "template": "offer", "next": "wait"}}, again)

    told = foretell(journey, 100, assumed(journey, delivered=1.0, opt_out=1.0))

    assert (told.sent.expected, told.opt_outs.expected) == (100, 100)
    assert {reason: way.expected for reason, way in told.exits.items()} == {"opted_out": 100}


def test_before_the_first_prices_nothing_is_forecast() -> None:
    with pytest.raises(Mistake, match="2026-10-01"):
        foretell(offer(), 1, start=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))


def test_a_start_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Mistake, match="begin"):
        foretell(offer(), 1, trigger="other")


def test_the_clock_never_goes_back() -> None:
    told = foretell(offer(), 300, daily_limit=90)

    moments = [at for at, _ in told.hours]
    assert moments == sorted(moments)
