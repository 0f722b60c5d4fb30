"""Waits, quiet hours, schedules and customers' dates at every change of clocks, against a slow reading of the rule: a local time
is the first minute that shows it or, where clocks skip it, the first after it; one that comes twice counts once.

Short by default: one zone for each way of changing clocks, one change each. `PARCOURS_ZONES=long` (`make zones`): every zone at
every change from 2026 to 2030.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

from engine.journey.advance import advance
from engine.journey.clock_times import WEEKDAYS
from engine.journey.events import Started
from engine.journey.quiet_hours import QuietHours
from engine.journey.schedules import CustomersDate, Every, first_and_last, next_moment, next_start, start_on
from engine.journey.state import Contact, State
from tests.engine.journey.samples import compiled

LONG = os.environ.get("PARCOURS_ZONES") == "long"
FROM, TO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
AROUND = [dt.timedelta(minutes=minutes) for minutes in (-61, -30, -1, 0, 1, 30, 59, 60, 61)]


@dataclass(frozen=True, slots=True)
class Change:
    """`at`: the first moment of the new time; `jump`: how far clocks go forward."""

    zone: ZoneInfo
    at: dt.datetime
    jump: dt.timedelta

    def __str__(self) -> str:
        return f"{self.zone.key} {self.at:%Y-%m-%d}"


def shown(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def changes_of(zone: ZoneInfo) -> Iterator[Change]:
    moment = FROM
    while moment < TO:
        later = moment + DAY
        if offset(moment, zone) != offset(later, zone):
            at = next(
                it for it in (moment + MINUTE * n for n in range(1441)) if offset(it, zone) != offset(moment, zone)
            )
            yield Change(zone, at, offset(at, zone) - offset(at - MINUTE, zone))
        moment = later


@cache
def all_changes() -> tuple[Change, ...]:
    """Each once: zones whose clocks go alike around a change are alike. In the short run one for each hour and length of a jump."""
    zones = [ZoneInfo(name) for name in sorted(available_timezones())]
    found = [change for zone in zones for change in (changes_of(zone) if LONG else _first_changes(zone))]
    if LONG:
        alike = {(it.at, it.jump, offset(it.at, it.zone)): it for it in found}
        print(f"{len(zones)} zones, {len(found)} changes from 2026 to 2030, {len(alike)} that differ")
        return tuple(alike.values())
    return tuple({(shown(it.at, it.zone).time(), it.jump): it for it in found}.values())


def _first_changes(zone: ZoneInfo) -> list[Change]:
    """None for the many zones that never change; else those of the first year."""
    months = [dt.datetime(2026, month, 15, tzinfo=dt.UTC) for month in range(1, 13)]
    if len({offset(moment, zone) for moment in months}) == 1:
        return []
    found = changes_of(zone)
    return [next(found), next(found)]


@cache
def slow_first(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Minute by minute, from before the earliest moment at which any zone shows it."""
    moment = (
        local.replace(tzinfo=dt.UTC)
        - max(offset(local.replace(tzinfo=dt.UTC) + DAY * n, zone) for n in (-1, 1))
        - 3 * HOUR
    )
    while shown(moment, zone) < local:
        moment += MINUTE
    return moment


def hours_at(change: Change) -> list[dt.datetime]:
    """Local times, to the minute, around what clocks show before and after the change."""
    sides = (shown(change.at - MINUTE, change.zone), shown(change.at, change.zone))
    return sorted({(side + shift).replace(second=0) for side in sides for shift in AROUND})


def wait_until(until: dict[str, Any], zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    journey = compiled({"w": {"type": "wait", "until": until, "next": "end"}, "end": {"type": "exit"}})
    waiting = advance(journey, State("e"), Contact("c", timezone=zone.key), Started("go"), now).state
    assert waiting.wake_at is not None
    return waiting.wake_at


def check_waits(change: Change) -> None:
    zone = change.zone
    for local in hours_at(change)[:: 1 if LONG else 4]:
        moment = slow_first(local, zone)
        day, hour = WEEKDAYS[local.weekday()], f"{local:%H:%M}"
        before = moment - 3 * DAY

        assert wait_until({"date": local.isoformat()}, zone, before) == moment
        assert wait_until({"weekday": [day], "at": hour}, zone, before) == moment
        assert wait_until({"weekday": [day], "at": hour}, zone, moment - MINUTE) == moment
        again = wait_until({"weekday": [day], "at": hour}, zone, moment)
        assert again == slow_first(local + 7 * DAY, zone), "not once more when clocks show the hour again"


def check_schedules(change: Change) -> None:
    """Each day, once, at the first minute of its hour; the same for a customer's date of that day."""
    zone = change.zone
    for local in hours_at(change)[:: 1 if LONG else 4]:
        every, found = Every(every="day", at=f"{local:%H:%M}"), list[dt.datetime]()
        moment = slow_first(local - 3 * DAY, zone) - MINUTE
        while len(found) < 6 and (coming := next_moment(every, moment, zone)) is not None:
            found.append(coming)
            moment = coming
        assert found == [slow_first(local + DAY * n, zone) for n in range(-3, 3)]
        check_birthday(local, change)


def check_birthday(local: dt.datetime, change: Change) -> None:
    zone, moment = change.zone, slow_first(local, change.zone)
    date = CustomersDate(attribute="contact.birthday", at=f"{local:%H:%M}")
    contact = Contact("c", timezone=zone.key, attributes={"birthday": f"{local.replace(year=1992):%Y-%m-%d}"})
    days = [local.date() + DAY * n for n in range(-2, 3)]

    first, last = first_and_last(date, local.date())

    starts = [start_on(date, contact, day, dt.UTC) for day in days]
    assert starts == [None, None, moment, None, None]
    assert next_start(date, contact, moment - DAY, moment + DAY, dt.UTC) == moment
    assert next_start(date, contact, moment, moment + 30 * DAY, dt.UTC) is None
    assert first <= moment <= last + max(change.jump, dt.timedelta())


def check_quiet_hours(change: Change) -> None:
    """A minute is quiet when the last beginning before it has not ended, and what waits leaves at the first minute that is not."""
    zone, hours = change.zone, hours_at(change)
    for begins, ends in (
        (hours[0], hours[-1]),
        (hours[len(hours) // 2], hours[0]),
        (hours[-1], hours[len(hours) // 2]),
    ):
        if begins.time() == ends.time():
            continue
        quiet = QuietHours.model_validate({"from": f"{begins:%H:%M}", "to": f"{ends:%H:%M}"})
        spans = list(quiet_spans(begins, ends, zone))
        for minutes in range(-30 * 60, 30 * 60, 1 if LONG and not minutes_matter_little(change) else 41):
            moment = change.at + MINUTE * minutes
            end = quiet.end_of(moment, zone)
            assert end == next((until for since, until in spans if since <= moment < until), None)


def quiet_spans(begins: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    for shift in range(-3, 4):
        begin = begins + DAY * shift
        end = dt.datetime.combine(begin.date(), ends.time())
        yield slow_first(begin, zone), slow_first(end if end > begin else end + DAY, zone)


def minutes_matter_little(change: Change) -> bool:
    """Most changes are like another one of the same zone: only those of the first year are looked at minute by minute."""
    return change.at.year > FROM.year


@pytest.mark.timeout(7200 if LONG else 120)
@pytest.mark.parametrize("look", [check_waits, check_schedules, check_quiet_hours])
def test_clocks_that_change_move_nothing_forward_skip_nothing_and_repeat_nothing(look: Any) -> None:
    changes = all_changes()
    slow_first.cache_clear()

    wrong: dict[str, str] = {}
    for change in changes:
        try:
            look(change)
        except AssertionError as problem:
            wrong[str(change)] = str(problem)[:300]

    assert wrong == {}
    assert len(changes) > (100 if LONG else 10)
