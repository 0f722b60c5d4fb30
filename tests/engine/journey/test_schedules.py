"""When a segment is sent to, and on which day a customer's date falls."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.journey.clock_times import WEEKDAYS
from engine.journey.definition import BadDefinition, read_definition
from engine.journey.files import read_text, write_text
from engine.journey.schedules import (
    AtMoment,
    CustomersDate,
    Every,
    anniversary,
    days_to_look_at,
    first_and_last,
    next_moment,
    next_start,
    start_on,
)
from engine.journey.state import Contact

PARIS = ZoneInfo("Europe/Paris")
ZONES = st.sampled_from(
    ["Europe/Paris", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Kathmandu"]
)
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))
often = st.builds(
    Every, every=st.sampled_from(["day", "week", "month"]), weekday=st.sampled_from(WEEKDAYS), day=st.integers(1, 31),
    at=st.sampled_from(["00:00", "02:30", "10:00", "23:59"]),
)  # fmt: skip


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("when", "after", "moment"),
    [
        (Every(every="day", at="02:30"), "2026-03-28T12:00", "2026-03-29T01:00"),
        (Every(every="day", at="02:30"), "2026-10-24T12:00", "2026-10-25T00:30"),
        (Every(every="week", weekday="mon"), "2026-01-05T09:00", "2026-01-12T09:00"),
        (Every(every="month", day=31), "2026-02-01T00:00", "2026-02-28T09:00"),
        (AtMoment(at="2026-12-24T18:00"), "2026-01-01T00:00", "2026-12-24T17:00"),
        (AtMoment(at="2026-12-24T18:00Z"), "2026-01-01T00:00", "2026-12-24T18:00"),
    ],
)
def test_the_next_moment_is_the_houses_and_forward_where_clocks_skip_it(
    when: AtMoment | Every, after: str, moment: str
) -> None:
    assert next_moment(when, utc(after), PARIS) == utc(moment)


def test_a_moment_that_is_past_never_comes() -> None:
    assert next_moment(AtMoment(at="2026-01-01T00:00Z"), utc("2026-01-01T00:00"), PARIS) is None


@given(often, moments, ZONES)
def test_a_recurring_time_comes_again_and_again_and_never_twice(when: Every, after: dt.datetime, zone: str) -> None:
    first = next_moment(when, after, ZoneInfo(zone))
    assert first is not None and first > after

    second = next_moment(when, first, ZoneInfo(zone))

    assert second is not None
    assert dt.timedelta(hours=22) < second - first < dt.timedelta(days=32)


born = st.dates(dt.date(1930, 1, 1), dt.date(2023, 12, 31))


@given(born, ZONES, st.integers(-40, 40), st.sampled_from(["00:00", "09:00", "23:30"]), st.integers(2025, 2029))
def test_a_birthday_starts_once_a_year_on_a_day_that_is_looked_at(
    birthday: dt.date, zone: str, days: int, at: str, year: int
) -> None:
    date = CustomersDate(attribute="contact.born", offset=f"{days}d", at=at)
    contact = Contact("c", timezone=zone, attributes={"born": birthday.isoformat()})
    span = [dt.date(year, 1, 1) + dt.timedelta(days=ahead) for ahead in range(-50, 416)]
    target_year = [day for day in span if date.target(day).year == year]

    found = {day: moment for day in target_year if (moment := start_on(date, contact, day, dt.UTC)) is not None}

    assert len(found) == 1
    ((day, moment),) = found.items()
    assert day == anniversary(birthday, year) + dt.timedelta(days=days)
    assert birthday.month * 100 + birthday.day in days_to_look_at(date, day)
    first, last = first_and_last(date, day)
    assert first <= moment <= last + dt.timedelta(hours=1)


def test_a_moment_with_a_zone_is_the_customers_own_day() -> None:
    contact = Contact("c", timezone="Asia/Tokyo", attributes={"born": "1990-05-12T20:00:00Z"})
    date = CustomersDate(attribute="contact.born", at="09:00")

    assert start_on(date, contact, dt.date(2026, 5, 13), dt.UTC) == utc("2026-05-13T00:00")
    assert start_on(date, contact, dt.date(2026, 5, 12), dt.UTC) is None
    assert 512 in days_to_look_at(date, dt.date(2026, 5, 13))


@pytest.mark.parametrize("every", ["year", "once"])
@pytest.mark.parametrize("kept", ["1988-02-29", "2026-01-02", "2026-12-31T23:30Z", "2027-03-01", "2031-01-01", "soon"])
@pytest.mark.parametrize("offset", ["-2d", "3d", "-400d", None])
def test_the_next_date_is_the_first_day_of_all_that_starts(every: Any, kept: str, offset: str | None) -> None:
    date = CustomersDate(attribute="contact.day", offset=offset, at="00:30", every=every)
    contact = Contact(id="c", timezone="Asia/Tokyo", attributes={"day": kept})
    after, until = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), dt.datetime(2028, 3, 5, tzinfo=dt.UTC)

    found = next_start(date, contact, after, until, dt.UTC)

    days = [after.date() + dt.timedelta(days=ahead) for ahead in range(-2, 800)]
    starts = [start_on(date, contact, day, dt.UTC) for day in days]
    assert found == next((one for one in starts if one is not None and after < one <= until), None)


def test_an_offset_is_in_whole_days() -> None:
    trigger = {"id": "t", "type": "date", "attribute": "contact.born", "offset": "-1d12h"}

    with pytest.raises(BadDefinition) as caught:
        read_definition({"parcours": 1, "key": "k", "triggers": [trigger]})

    assert "whole days" in str(caught.value)


def test_segments_survive_a_round_trip_of_a_file() -> None:
    written = {
        "parcours": 1, "key": "k",
        "segments": {"lyon": {"name": "Lyon", "when": {"not": {"attribute": "contact.city", "operator": "is", "value": "Nice"}}}},
        "triggers": [
            {"id": "a", "type": "audience", "segment": "lyon", "when": {"every": "week", "weekday": "mon"}},
            {"id": "b", "type": "date", "attribute": "contact.born", "offset": "-2d"},
            {"id": "c", "type": "link", "code": "noel26"}, {"id": "d", "type": "opt_in", "purpose": "all"},
        ],
    }  # fmt: skip

    assert read_text(write_text(read_definition(written).to_json()), "k.yaml").to_json() == written
