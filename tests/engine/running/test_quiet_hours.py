"""Quiet hours in the running engine: messages wait for the customer's morning."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from house import House, until
from journeys import LATE_ADVICE_WITH_FALLBACK, TEMPLATE_TEXT

PARIS = ZoneInfo("Europe/Paris")


def shipped(house: House, **quiet: Any) -> dict[str, Any]:
    return {
        "key": "care", "quiet_hours": quiet,
        "triggers": [
            {"id": "go", "type": "event", "name": "order.shipped", "next": "tell"},
            {"id": "hello", "type": "keyword", "any_of": ["bonjour"], "next": "answer"},
        ],
        "steps": {
            "tell": {"type": "send_template", "template": "colis_expedie", "next": "pause", "values": {"1": "Amina", "2": "C-1", "3": "mardi"}},
            "pause": {"type": "wait", "for": "1h", "next": "end"},
            "answer": {"type": "send_session", "text": "Bonjour !", "next": "later"},
            "later": {"type": "wait", "for": "20h", "next": "advice"},
            "advice": {"type": "send_session", "text": "Pensez-y", "next": "end"},
            "end": {"type": "exit"},
        },
    }  # fmt: skip


def around(house: House, before: float, after: float) -> dict[str, str]:
    """Quiet hours by the clock of Paris, counted in hours from now."""
    now = house.clock().astimezone(PARIS)
    start, end = now - dt.timedelta(hours=before), now + dt.timedelta(hours=after)
    return {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}


def test_quiet_hours_hold_a_message_until_they_end_and_the_wait_behind_it_counts_from_then(house: House) -> None:
    journey = shipped(house, **around(house, 1, 5))
    # The provider's clock, which tells when it accepted, stays five hours behind.
    journey["steps"]["pause"]["for"] = "7h"
    house.publish(journey)

    house.event("e-1", "order.shipped")

    until(lambda: house.rows("SELECT 1 FROM message WHERE hold_reason = 'quiet_hours'"))
    assert house.phone() == []
    house.later(hours=5, minutes=1)
    until(lambda: len(house.phone()) == 1)
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'time'"))
    assert house.exits() == [None]
    house.later(hours=2)
    until(lambda: house.exits() == ["end"])


def test_a_free_reply_that_would_be_held_past_its_window_is_refused_at_once(house: House) -> None:
    house.publish(shipped(house, **around(house, -19, 29)))

    house.says("bonjour")
    house.hears("Bonjour !")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'time'"))
    house.later(hours=20, minutes=1)

    until(lambda: house.exits() == ["end"])
    assert house.rows("SELECT status, reason FROM message WHERE step_id = 'advice'") == [("refused", "window_closed")]
    assert house.texts() == ["Bonjour !"]


@pytest.mark.parametrize(("minutes", "leaves"), [(14, True), (16, False)])
def test_a_free_reply_leaves_in_quiet_hours_within_a_quarter_of_an_hour_only(
    house: House, minutes: int, leaves: bool
) -> None:
    advice = {"type": "wait", "for": f"{minutes}m", "next": "advice"}
    journey = shipped(house, **around(house, 1, 5))
    house.publish({**journey, "steps": {**journey["steps"], "later": advice}})
    house.says("bonjour")
    house.hears("Bonjour !")
    house.waits("time")

    house.later(minutes=minutes, seconds=2)

    if not leaves:
        until(lambda: house.rows("SELECT hold_reason FROM message WHERE step_id = 'advice'") == [("quiet_hours",)])
    house.hears("Bonjour !", *(["Pensez-y"] if leaves else []))


def test_the_fallback_of_a_free_reply_waits_for_the_morning(either_house: House) -> None:
    """A template is held like any other, also where it leaves in place of a reply that would come too late."""
    either_house.publish({**LATE_ADVICE_WITH_FALLBACK, "quiet_hours": around(either_house, -29, 35)})
    either_house.says("conseil")
    until(lambda: either_house.rows("SELECT 1 FROM enrollment WHERE waiting = 'time'"))

    either_house.later(hours=30, seconds=1)
    until(lambda: either_house.rows("SELECT hold_reason FROM message") == [("quiet_hours",)])
    assert either_house.phone() == []
    either_house.later(hours=5, minutes=1)

    either_house.hears(TEMPLATE_TEXT.format("Amina", "C-1"))
    assert either_house.rows("SELECT kind FROM message") == [("fallback",)]
