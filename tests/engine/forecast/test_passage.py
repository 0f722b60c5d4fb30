"""One passage by reading the journey: its bound, its mean, and what the simulation says of the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from engine.checker.context import KnownTemplate
from engine.forecast.assumptions import assumptions_of
from engine.forecast.mistakes import Mistake
from engine.forecast.passage import Passage, passage_of
from engine.journey.definition import Journey
from tests.engine.forecast.forecast_house import ANSWER, HOUR, OFFER, START, certain, foretell, journey_of, offer

MARKETING = {("offer", "fr"): KnownTemplate("MARKETING", "APPROVED", {"body": "Bonjour"})}
LOOP: dict[str, Any] = {
    "offer": {"type": "send_template", "template": "offer", "next": "answer"},
    "answer": {"type": "wait_for_reply", "for": "20h", "no_reply": "end", "otherwise": "again", "branches": []},
    "again": {"type": "send_session", "text": "Comment ?", "next": "answer"},
}


def passage(journey: Journey, **fields: Any) -> Passage:
    return passage_of(
        journey, fields.pop("assumptions", assumptions_of(journey)), start=START, templates=MARKETING, **fields
    )


def test_the_worst_case_is_the_dearest_way() -> None:
    found = passage(offer())

    assert (found.worst_cost, found.worst_messages) == (0.1159, 2)
    assert found.dearest == ("offer", "thanks")
    assert found.longest == 20 * HOUR


def test_another_country_has_another_price() -> None:
    assert passage(offer(), country="DE").worst_cost == pytest.approx(0.1365 + 0.055)
    assert passage(offer(), country="US").worst_cost == pytest.approx(0.0034)


def test_no_simulated_passage_costs_more_than_the_worst_case() -> None:
    journey = offer()

    told = foretell(journey, 300, templates=MARKETING, free_sessions=0)

    assert told.cost.high <= 300 * (passage(journey).worst_cost or 0)


def test_the_mean_is_what_many_people_come_to() -> None:
    journey = offer()
    assumptions = certain(journey, answer__yes=0.3, answer__no=0.1, answer__otherwise=0.1)

    told = foretell(journey, 800, assumptions, templates=MARKETING, free_sessions=0)

    found = passage(journey, assumptions=assumptions)
    assert told.cost.expected / 800 == pytest.approx(found.cost.expected, rel=0.05)
    assert told.sent.expected / 800 == pytest.approx(found.messages.expected, rel=0.05)
    assert told.inside_for.expected == pytest.approx(found.seconds.expected, rel=0.08)


def test_questions_are_counted_with_their_repetition() -> None:
    ask = {
        "rate": {
            "type": "ask",
            "text": "Note ?",
            "kind": "rating",
            "tries": 3,
            "for": "10h",
            "next": "end",
            "invalid": "end",
            "no_reply": "end",
        }
    }
    word = {"id": "word", "type": "keyword", "any_of": ["menu"], "next": "rate"}

    found = passage(journey_of(ask, triggers=[word]))

    assert (found.worst_cost, found.worst_messages, found.longest) == (0.09, 3, 30 * HOUR)


def test_a_round_that_answers_keep_turning_is_bounded_and_named() -> None:
    found = passage(journey_of(LOOP))

    assert found.returns_to == ("answer",)
    assert found.worst_messages == 1 + 11
    assert found.worst_cost == pytest.approx(0.0859 + 11 * 0.03)


def test_a_round_that_silence_keeps_turning_has_no_bound() -> None:
    steps = {
        "offer": {"type": "send_template", "template": "offer", "next": "pause"},
        "pause": {"type": "wait", "for": "1d", "next": "offer"},
    }

    found = passage(journey_of(steps))

    assert (found.worst_cost, found.worst_messages, found.longest) == (None, None, None)
    assert found.endless == ("offer", "pause")


def test_a_wait_without_a_limit_has_a_price_and_no_end() -> None:
    answer = {
        "answer": {name: value for name, value in ANSWER["answer"].items() if name != "for"},
        "thanks": ANSWER["thanks"],
    }

    found = passage(journey_of(OFFER, answer))

    assert found.longest is None
    assert found.worst_cost == 0.1159


def test_quiet_hours_may_hold_each_message_for_their_length() -> None:
    found = passage(offer(quiet_hours={"from": "20:00", "to": "10:00"}))

    assert found.longest == (20 + 14 + 14) * HOUR


def test_a_wait_until_a_date_lasts_until_that_date() -> None:
    wait = {"wait": {"type": "wait", "until": {"date": "2026-12-24T18:00Z"}, "next": "end"}}

    found = passage(journey_of(wait))

    assert found.longest == dt.datetime(2026, 12, 24, 18, tzinfo=dt.UTC) - START


def test_a_fallback_counts_where_it_is_dearer() -> None:
    reply = {
        "hello": {"type": "send_session", "text": "Bonjour", "next": "end", "if_window_closed": {"template": "offer"}}
    }

    assert passage(journey_of(reply)).worst_cost == 0.0859


def test_ranges_are_ordered_and_below_the_worst_case() -> None:
    found = passage(journey_of(LOOP))

    assert found.cost.low <= found.cost.expected <= found.cost.high
    assert found.cost.high <= (found.worst_cost or 0)
    assert found.seconds.low <= found.seconds.expected <= found.seconds.high


def test_a_hundred_steps_in_rounds_are_counted_at_once() -> None:
    steps: dict[str, Any] = {}
    for number in range(100):
        ways = {"type": "wait_for_reply", "for": "1h", "no_reply": f"s{number + 1}", "otherwise": "s0", "branches": []}
        steps[f"s{number}"] = ways
    steps["s100"] = {"type": "exit"}

    assert passage(journey_of(steps)).longest == 100 * HOUR * 11


def test_without_a_start_there_is_no_passage() -> None:
    with pytest.raises(Mistake, match="start"):
        passage(offer(triggers=[]))
