"""Quiet hours: when they end, whom they concern, and in every zone of the world."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journey.definition import BadDefinition, read_definition
from engine.journey.quiet_hours import QuietHours, held_until
from tests.engine.journey.playing import assert_kept, play
from tests.engine.journey.samples import journey_of

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours.model_validate({"from": "20:00", "to": "10:00"})


def at(text: str) -> dt.datetime:
    """A moment by the clocks of Paris."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(dt.UTC)


def test_a_night_ends_in_the_morning_by_the_contacts_clock() -> None:
    assert NIGHT.end_of(at("2026-11-20T21:00"), PARIS) == at("2026-11-21T10:00")
    assert NIGHT.end_of(at("2026-11-21T09:59"), PARIS) == at("2026-11-21T10:00")
    assert NIGHT.end_of(at("2026-11-21T10:00"), PARIS) is None
    assert NIGHT.end_of(at("2026-11-21T19:59"), PARIS) is None


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    friday = QuietHours.model_validate({"from": "20:00", "to": "10:00", "days": ["fri"]})

    assert friday.end_of(at("2026-11-20T23:00"), PARIS) == at("2026-11-21T10:00")
    assert friday.end_of(at("2026-11-21T02:00"), PARIS) == at("2026-11-21T10:00")
    assert friday.end_of(at("2026-11-21T23:00"), PARIS) is None
    assert friday.end_of(at("2026-11-20T02:00"), PARIS) is None


def test_hours_within_a_day_stay_within_it() -> None:
    lunch = QuietHours.model_validate({"from": "12:00", "to": "14:00"})

    assert lunch.end_of(at("2026-11-20T13:00"), PARIS) == at("2026-11-20T14:00")
    assert lunch.end_of(at("2026-11-20T01:00"), PARIS) is None
    assert lunch.length == dt.timedelta(hours=2)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(sorted(available_timezones())),
    st.integers(0, 12 * 365 * 24 * 4),
    st.sampled_from([("20:00", "10:00"), ("2:30", "3:00"), ("0:00", "23:59"), ("23:30", "0:30")]),
)
def test_what_was_held_may_leave_when_they_end_in_every_zone(name: str, quarters: int, hours: tuple[str, str]) -> None:
    moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=15 * quarters)
    quiet, zone = QuietHours.model_validate({"from": hours[0], "to": hours[1]}), ZoneInfo(name)

    end = quiet.end_of(moment, zone)

    assert end is None or moment < end <= moment + dt.timedelta(hours=26)
    assert end is None or quiet.end_of(end, zone) is None


def test_an_answer_ignores_quiet_hours_and_a_template_never_does() -> None:
    night: dict[str, Any] = {"now": at("2026-11-20T21:00"), "zone": PARIS}

    assert held_until(NIGHT, "session", answers_customer=True, **night) is None
    assert held_until(NIGHT, "session", answers_customer=False, **night) == at("2026-11-21T10:00")
    assert held_until(NIGHT, "template", answers_customer=True, **night) == at("2026-11-21T10:00")
    assert held_until(None, "template", answers_customer=False, **night) is None


def test_quiet_hours_that_never_end_are_refused_when_read() -> None:
    with pytest.raises(BadDefinition, match="begin and end at the same hour"):
        read_definition({"parcours": 1, "key": "a", "quiet_hours": {"from": "9:00", "to": "09:00"}})


CARE = {
    "remind": {"type": "send_template", "template": "cart", "next": "pause"},
    "pause": {"type": "wait", "for": "24h", "next": "again"},
    "again": {"type": "send_template", "template": "last", "next": "bye"},
    "bye": {"type": "exit"},
}


def test_a_story_plays_quiet_hours_and_the_wait_behind_them() -> None:
    report = play("""
  - {at: 2026-01-05T20:30Z, event: {name: go}, nothing: true}
  - {at: 2026-01-06T08:59Z, nothing: true}
  - {at: 2026-01-06T09:00Z, expect: [{template: cart}]}
  - {at: 2026-01-07T08:59Z, nothing: true}
  - {at: 2026-01-07T09:00Z, expect: [{template: last}, {exit: bye}]}
""", contact="{country: FR}", journey=journey_of(CARE, quiet_hours={"from": "20:00", "to": "10:00"}))  # fmt: skip

    assert_kept(report)


def test_a_story_refuses_a_free_reply_that_would_be_held_past_its_window() -> None:
    steps = {
        "pause": {"type": "wait", "for": "20h", "next": "advice"},
        "advice": {"type": "send_session", "text": "Pensez-y", "next": "bye", "not_sent": "instead"},
        "instead": {"type": "send_template", "template": "advice", "next": "bye"},
        "bye": {"type": "exit"},
    }
    triggers = [{"id": "go", "type": "keyword", "any_of": ["menu"], "next": "pause"}]
    journey = read_definition({
        "parcours": 1, "key": "care", "triggers": triggers, "steps": steps, "quiet_hours": {"from": "20:00", "to": "10:00"},
    })  # fmt: skip

    report = play("""
  - {at: 2026-01-05T09:00Z, says: menu, nothing: true}
  - {at: 2026-01-06T05:00Z, expect: [{refused: window_closed}]}
  - {at: 2026-01-06T10:00Z, expect: [{template: advice}, {exit: bye}]}
""", journey=journey)  # fmt: skip

    assert_kept(report)


def test_a_story_holds_the_fallback_of_a_free_reply_until_the_morning() -> None:
    steps = {
        "pause": {"type": "wait", "for": "20h", "next": "advice"},
        "advice": {
            "type": "send_session",
            "text": "Pensez-y",
            "next": "bye",
            "if_window_closed": {"template": "advice"},
        },
        "bye": {"type": "exit"},
    }
    triggers = [{"id": "go", "type": "keyword", "any_of": ["menu"], "next": "pause"}]
    journey = read_definition({
        "parcours": 1, "key": "care", "triggers": triggers, "steps": steps, "quiet_hours": {"from": "20:00", "to": "10:00"},
    })  # fmt: skip

    report = play("""
  - {at: 2026-01-05T09:00Z, says: menu, nothing: true}
  - {at: 2026-01-06T05:00Z, nothing: true}
  - {at: 2026-01-06T10:00Z, expect: [{template: advice, fallback: true}, {exit: bye}]}
""", journey=journey)  # fmt: skip

    assert_kept(report)
