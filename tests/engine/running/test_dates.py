"""Starts on a customer's date, through the running engine."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from house import House, until
from journeys import END

from engine.ids import new_id
from storage import contacts
from storage.database import writing

PARIS = ZoneInfo("Europe/Paris")


def soon(house: House, **duration: float) -> dt.datetime:
    """A moment in Paris, on the whole minute."""
    return (house.clock() + dt.timedelta(**duration)).astimezone(PARIS).replace(second=0, microsecond=0)


def birthday(moment: dt.datetime, **more: Any) -> dict[str, Any]:
    trigger = {"id": "day", "type": "date", "attribute": "contact.birthday", "at": f"{moment:%H:%M}", "next": "end"}
    return {
        "key": "birthday", "triggers": [trigger | more], "entry": {"again": "always"}, "steps": {"end": END},
    }  # fmt: skip


def person(house: House, born: str, **fields: Any) -> str:
    contact_id = new_id()
    with writing(house.engine) as connection:
        contacts.add_contact(
            connection,
            contact_id,
            now=house.clock(),
            attributes={"birthday": born},
            **{"timezone": "Europe/Paris", **fields},
        )
    return contact_id


def born_on(moment: dt.datetime) -> str:
    return f"1992-{moment:%m-%d}"


def entered(house: House) -> int:
    return house.rows("SELECT COUNT(*) FROM enrollment")[0][0]


def counts(house: House) -> tuple[int, ...]:
    """Found, entered, refused, missed, summed over the days; unreadable as the last day saw it."""
    (row,) = house.rows("SELECT SUM(found), SUM(entered), SUM(refused), SUM(missed), MAX(unreadable) FROM start_run")
    return tuple(int(number or 0) for number in row)


def test_a_birthday_starts_at_its_hour_in_the_customers_zone_and_once(either_house: House) -> None:
    moment = soon(either_house, hours=2)
    person(either_house, born_on(moment))
    person(either_house, born_on(moment + dt.timedelta(days=40)))

    either_house.publish(birthday(moment))
    until(lambda: counts(either_house)[0] == 1)
    either_house.later(hours=1, minutes=50)
    time.sleep(1)  # five sweeps
    assert entered(either_house) == 0

    either_house.later(minutes=11)
    until(lambda: entered(either_house) == 1)
    either_house.later(hours=3)
    either_house.settled()
    assert (entered(either_house), counts(either_house)) == (1, (1, 1, 0, 0, 0))


def test_a_day_that_is_looked_through_again_starts_nobody_twice(either_house: House) -> None:
    """As after a crash: everybody is found again, and every start is there already."""
    moment = soon(either_house, minutes=30)
    for _ in range(3):
        person(either_house, born_on(moment))
    either_house.publish(birthday(moment))
    until(lambda: counts(either_house)[0] == 3)
    either_house.later(minutes=31)
    until(lambda: entered(either_house) == 3)

    with writing(either_house.engine) as connection:
        connection.exec_driver_sql("UPDATE start_run SET status = 'running', cursor = '', due_at = planned_for")

    until(lambda: either_house.rows("SELECT 1 FROM start_run WHERE due_at > planned_for OR status = 'done'"))
    either_house.settled()
    assert entered(either_house) == 3


def test_who_comes_on_the_record_during_the_day_is_found_too(house: House) -> None:
    moment = soon(house, hours=5)
    house.publish(birthday(moment))
    until(lambda: house.rows("SELECT 1 FROM start_run WHERE status = 'running'"))
    person(house, born_on(moment))

    house.later(hours=2)
    until(lambda: counts(house)[0] == 1)
    house.later(hours=3, minutes=1)

    until(lambda: entered(house) == 1)


def test_a_date_that_changed_before_its_hour_starts_nobody(house: House) -> None:
    moment = soon(house, hours=2)
    amina = person(house, born_on(moment))
    house.publish(birthday(moment))
    until(lambda: counts(house)[0] == 1)

    with writing(house.engine) as connection:
        contacts.change_contacts(connection, {amina: {"attributes": {"birthday": "1990-01-01"}}})
    house.later(hours=2, minutes=1)

    until(lambda: counts(house)[2] == 1)
    assert entered(house) == 0


@pytest.mark.parametrize(("hours", "enters"), [(20, 1), (30, 0)])
def test_a_date_that_was_missed_is_caught_up_within_a_day_and_then_counted(
    house: House, hours: int, enters: int
) -> None:
    moment = soon(house, hours=1)
    person(house, born_on(moment))
    house.publish(birthday(moment))
    until(lambda: counts(house)[0] == 1)

    house.later(hours=hours)

    until(lambda: counts(house)[1] + counts(house)[3] == 1)
    assert (counts(house)[1], counts(house)[3], entered(house)) == (enters, 1 - enters, enters)


def test_a_date_that_cannot_be_read_is_counted(house: House) -> None:
    moment = soon(house, hours=1)
    person(house, "le 12 mai")
    person(house, born_on(moment))

    house.publish(birthday(moment))

    until(lambda: counts(house) == (1, 0, 0, 0, 1))


def test_without_a_zone_the_house_decides(house: House) -> None:
    moment = soon(house, hours=1).astimezone(dt.UTC)
    person(house, born_on(moment), timezone=None)
    house.publish(birthday(moment))
    until(lambda: counts(house)[0] == 1)

    house.later(hours=1, minutes=1)

    until(lambda: entered(house) == 1)


def test_days_before_and_only_once(house: House) -> None:
    moment = soon(house, hours=1)
    person(house, (moment + dt.timedelta(days=2)).date().isoformat())
    person(house, born_on(moment + dt.timedelta(days=2)))

    house.publish(birthday(moment, offset="-2d", every="once"))
    until(lambda: counts(house)[0] == 1)
    house.later(hours=1, minutes=1)

    until(lambda: entered(house) == 1)
