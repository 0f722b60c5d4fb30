"""The sender's throughput and the portfolio's limit on a virtual clock."""

from __future__ import annotations

import datetime as dt

from engine.forecast.lane import Lane
from tests.engine.forecast.forecast_house import HOUR, START

SECOND = dt.timedelta(seconds=1)
DAY = 24 * HOUR


def test_messages_leave_one_after_the_other_at_the_throughput() -> None:
    lane = Lane(per_second=2)

    turns = [lane.turn(START) for _ in range(4)]

    assert [(at - START).total_seconds() for at in turns] == [0, 0.5, 1, 1.5]


def test_an_idle_lane_saves_nothing_up() -> None:
    lane = Lane(per_second=1)
    lane.turn(START)

    turns = [lane.turn(START + 10 * SECOND) for _ in range(2)]

    assert [(at - START).total_seconds() for at in turns] == [10, 11]


def test_the_next_person_waits_until_the_first_one_is_a_day_old() -> None:
    lane = Lane(1, daily_limit=2)
    lane.take_place(1, START)
    lane.take_place(2, START + HOUR)

    assert lane.place_at(3, START + 2 * HOUR) == START + DAY
    assert lane.place_at(3, START + DAY) == START + DAY


def test_who_was_written_to_today_takes_no_second_place() -> None:
    lane = Lane(1, daily_limit=1)
    lane.take_place(1, START)

    assert lane.place_at(1, START + HOUR) == START + HOUR


def test_a_second_message_keeps_the_place_for_a_day_more() -> None:
    lane = Lane(1, daily_limit=1)
    lane.take_place(1, START)
    lane.take_place(1, START + 20 * HOUR)

    assert lane.place_at(2, START + DAY) == START + 20 * HOUR + DAY


def test_the_limit_is_a_moving_day_and_not_a_calendar_day() -> None:
    lane = Lane(1, daily_limit=1)
    evening = START.replace(hour=23)
    lane.take_place(1, evening)

    assert lane.place_at(2, evening + 2 * HOUR) == evening + DAY


def test_without_a_limit_nobody_waits() -> None:
    lane = Lane(1)
    lane.take_place(1, START)

    assert lane.place_at(2, START) == START
