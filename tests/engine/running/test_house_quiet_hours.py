"""Quiet hours of the whole house, at the moment of sending."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lane import NOON, SENDER, Queue
from sqlalchemy import Engine

from engine.runner.limit_state import lanes_to_release
from storage.database import reading
from storage.senders import list_senders

HOUR = dt.timedelta(hours=1)
ONE, TWO = "amina", "bruno"


@pytest.fixture
def lane(database: Engine) -> Queue:
    queue = Queue(database)
    queue.person(ONE, wrote_at=NOON - HOUR)
    queue.person(TWO)
    return queue


def quiet(lane: Queue, start: str, end: str, **more: Any) -> None:
    lane.rule("quiet_hours", {"from": start, "to": end, **more})


def parcel(zone: str = "UTC", **own: str) -> dict[str, Any]:
    """What a template leaves with; `own`: the quiet hours of its journey."""
    return {"template": "parcel", "language": "fr", "zone": zone} | ({"quiet_hours": own} if own else {})


def free(text: str = "Bonjour") -> dict[str, Any]:
    return {"text": text, "language": "fr", "zone": "UTC"}


def test_the_quiet_hours_of_the_house_hold_a_message_by_the_clock_of_its_customer(lane: Queue) -> None:
    quiet(lane, "20:00", "08:00")
    lane.queue(ONE, kind="parcel", body=parcel("Asia/Tokyo"))
    lane.queue(TWO, kind="parcel", body=parcel("Europe/Paris"))

    assert lane.claim() == [TWO]
    assert lane.held() == [(ONE, "house_quiet_hours")]
    lane.later(hours=10, minutes=59)
    assert lane.claim() == []
    lane.later(minutes=1)
    assert lane.claim() == [ONE]


def test_hours_of_the_house_and_of_a_journey_hold_one_after_the_other(lane: Queue) -> None:
    quiet(lane, "14:00", "16:00")
    lane.queue(ONE, kind="parcel", body=parcel(**{"from": "11:00", "to": "14:30"}))

    assert lane.claim() == []

    assert lane.held() == [(ONE, "quiet_hours")]
    lane.later(hours=3, minutes=59)
    assert lane.claim() == []
    lane.later(minutes=1)
    assert lane.claim() == [ONE]


@pytest.mark.parametrize(("minutes", "leaves"), [(15, True), (16, False)])
def test_an_answer_ignores_the_quiet_hours_of_the_house_and_nothing_else_does(
    lane: Queue, minutes: int, leaves: bool
) -> None:
    quiet(lane, "11:00", "14:00")
    asked = NOON - dt.timedelta(minutes=minutes)
    lane.queue(ONE, kind="reply", body=free(), answers_at=asked)
    lane.queue(ONE, kind="parcel", body=parcel(), answers_at=asked)

    assert lane.claim() == [ONE] * leaves
    assert (ONE, "house_quiet_hours") in lane.held()


def test_a_free_reply_that_the_house_would_hold_past_its_window_is_refused_at_once(lane: Queue) -> None:
    quiet(lane, "11:31", "11:30")
    lane.queue(ONE, kind="reply", body=free())
    lane.queue(TWO, kind="parcel", body=parcel())

    assert lane.claim() == []

    found = lane.rows("SELECT kind, status, reason, hold_reason FROM message ORDER BY id")
    assert found == [("session", "refused", "window_closed", None), ("template", "queued", None, "house_quiet_hours")]


def test_other_hours_of_the_house_count_at_once_for_what_they_held(lane: Queue) -> None:
    quiet(lane, "11:00", "20:00")
    lane.queue(ONE, TWO, kind="parcel", body=parcel())
    assert lane.claim() == []

    quiet(lane, "11:00", "13:00")
    assert lane.claim() == []

    lane.later(hours=1)
    assert lane.claim() == [ONE, TWO]


def test_without_its_hours_the_house_writes_at_once_what_they_held(lane: Queue) -> None:
    quiet(lane, "11:00", "20:00", days=["sun"])
    lane.queue(ONE, kind="parcel", body=parcel())
    lane.queue(TWO, kind="parcel", body=parcel(**{"from": "11:00", "to": "15:00"}))
    assert lane.claim() == []

    lane.rule("quiet_hours", {})

    with reading(lane.engine) as connection:
        assert lanes_to_release(connection, list_senders(connection), lane.now) == {SENDER}
    assert lane.claim() == [ONE]
    assert lane.held() == [(TWO, "quiet_hours")]
