"""Local times in every zone of the world, around every change of their clocks."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journey.advance import Advanced, advance
from engine.journey.clock_times import WEEKDAYS
from engine.journey.events import Due, Started
from engine.journey.state import Contact, State
from engine.journey.zones import country_zone, first_moment, zone_of
from tests.engine.journey.samples import compiled

ZONES = sorted(available_timezones())
FROM, TO = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2036, 1, 1, tzinfo=dt.UTC)
PARIS = ZoneInfo("Europe/Paris")
AROUND = [dt.timedelta(minutes=minutes) for minutes in (-90, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 90, 1440)]


@cache
def changes_of(name: str) -> tuple[dt.datetime, ...]:
    """The moments at which the clocks of a zone are changed."""
    zone, found, moment = ZoneInfo(name), list[dt.datetime](), FROM
    while moment < TO:
        later = moment + dt.timedelta(days=7)
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            found.append(_change_between(moment, later, zone))
        moment = later
    return tuple(found)


def _change_between(early: dt.datetime, late: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    before = early.astimezone(zone).utcoffset()
    while late - early > dt.timedelta(seconds=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == before else (early, middle)
    return late.replace(microsecond=0)


def shown(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def test_the_zones_of_the_world_change_their_clocks_often_enough_to_test() -> None:
    assert sum(len(changes_of(name)) for name in ZONES) > 3000


@pytest.mark.parametrize("name", ZONES)
def test_a_local_time_is_the_first_moment_that_shows_it_or_comes_after_it(name: str) -> None:
    zone = ZoneInfo(name)

    for change in changes_of(name):
        for side in (change - dt.timedelta(seconds=1), change):
            for shift in AROUND:
                local = shown(side, zone).replace(second=0) + shift
                found = first_moment(local, zone)

                minute = dt.timedelta(minutes=1)
                assert shown(found, zone) >= local
                assert all(shown(found - minute * back, zone) < local for back in (1, 29, 30, 59, 60, 61, 90, 120, 180))


@cache
def weekly(day: str, hour: str) -> object:
    until = {"type": "wait", "until": {"weekday": [day], "at": hour}}
    return compiled({"one": {**until, "next": "two"}, "two": {**until, "next": "one"}})


def start(journey: object, name: str, now: dt.datetime) -> Advanced:
    return advance(journey, State("e"), Contact("c", timezone=name), Started("go"), now)  # type: ignore[arg-type]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ZONES), st.data())
def test_a_weekly_wait_comes_once_a_week_whatever_the_clocks_do(name: str, data: st.DataObject) -> None:
    zone = ZoneInfo(name)
    change = data.draw(st.sampled_from(changes_of(name) or (FROM + dt.timedelta(days=200),)))
    hour = (shown(change, zone) + data.draw(st.sampled_from(AROUND))).strftime("%H:%M")
    day = data.draw(st.sampled_from(WEEKDAYS))
    journey, moments = weekly(day, hour), list[dt.datetime]()

    done = start(journey, name, change - dt.timedelta(days=10))
    for _ in range(4):
        assert done.state.wake_at is not None
        moments.append(done.state.wake_at)
        done = advance(journey, done.state, Contact("c", timezone=name), Due(), done.state.wake_at)  # type: ignore[arg-type]

    weeks = [shown(moment, zone).date().isocalendar()[:2] for moment in moments]
    assert len(set(weeks)) == 4
    steps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert all(dt.timedelta(days=5, hours=23) < step < dt.timedelta(days=8, hours=1) for step in steps)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ZONES), st.data())
def test_a_date_is_waited_for_once_and_never_fires_before_its_local_time(name: str, data: st.DataObject) -> None:
    zone = ZoneInfo(name)
    change = data.draw(st.sampled_from(changes_of(name) or (FROM + dt.timedelta(days=200),)))
    local = (shown(change, zone) + data.draw(st.sampled_from(AROUND))).replace(second=0)
    journey = compiled(
        {"day": {"type": "wait", "until": {"date": local.isoformat()}, "next": "end"}, "end": {"type": "exit"}}
    )

    waiting = start(journey, name, change - dt.timedelta(days=3)).state
    assert waiting.wake_at is not None
    done = advance(journey, waiting, Contact("c", timezone=name), Due(), waiting.wake_at)

    assert shown(waiting.wake_at, zone) >= local
    assert done.state.exit_reason == "end"


def test_an_hour_that_clocks_skip_is_the_first_one_after_it() -> None:
    assert first_moment(dt.datetime(2026, 3, 29, 2, 30), PARIS) == dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)


def test_an_hour_that_comes_twice_is_its_first_time() -> None:
    assert first_moment(dt.datetime(2026, 10, 25, 2, 30), PARIS) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_a_day_that_was_skipped_is_the_beginning_of_the_next() -> None:
    apia = ZoneInfo("Pacific/Apia")

    assert first_moment(dt.datetime(2011, 12, 30, 12), apia) == dt.datetime(2011, 12, 30, 10, tzinfo=dt.UTC)


def test_the_zone_is_the_contacts_own_then_the_countrys_only_one_then_the_houses() -> None:
    house = ZoneInfo("Europe/Paris")

    assert zone_of(Contact("c", timezone="Asia/Tokyo", country="FR"), house) == ZoneInfo("Asia/Tokyo")
    assert zone_of(Contact("c", timezone="Mars/Base", country="in"), house) == ZoneInfo("Asia/Kolkata")
    assert zone_of(Contact("c", country="US"), house) is house
    assert zone_of(Contact("c"), house) is house


def test_zones_of_a_country_that_always_agree_count_as_one() -> None:
    assert country_zone("DE") == ZoneInfo("Europe/Berlin")
    assert country_zone("ES") is None
