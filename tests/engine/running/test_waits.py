"""Waits until a date of the record and a day of the week, in the running engine."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from house import House, until

from storage import house as settings
from storage.database import writing

END = {"type": "exit"}


def visits(**wait: Any) -> dict[str, Any]:
    return {
        "key": "visits",
        "triggers": [{"id": "go", "type": "event", "name": "visit.booked", "next": "pause"}],
        "steps": {"pause": {"type": "wait", "next": "note", **wait}, "note": {"type": "update_contact", "set": {"came": True}, "next": "end"}, "none": END, "end": END},
    }  # fmt: skip


def waking(house: House) -> dt.datetime:
    ((moment,),) = until(lambda: house.rows("SELECT wake_at FROM enrollment WHERE wake_at IS NOT NULL"))
    found = moment if isinstance(moment, dt.datetime) else dt.datetime.fromisoformat(str(moment))
    return found.replace(tzinfo=found.tzinfo or dt.UTC)


def test_a_date_of_the_record_is_waited_for_in_the_contacts_own_zone(house: House) -> None:
    house.publish(visits(until={"attribute": "contact.visit_at", "offset": "-1d", "at": "10:00"}, otherwise="none"))
    day = (house.clock() + dt.timedelta(days=5)).date()
    person = {"whatsapp": "33600000001", "timezone": "Asia/Tokyo", "attributes": {"visit_at": f"{day}T15:00"}}

    house.event("e-1", "visit.booked", contact=person)

    wanted = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(10), ZoneInfo("Asia/Tokyo"))
    assert waking(house) == wanted.astimezone(dt.UTC)
    house.later(days=5)
    until(lambda: house.exits() == ["end"])


def test_a_day_of_the_week_is_that_of_the_house_where_nobody_knows_the_contacts(house: House) -> None:
    with writing(house.engine) as connection:
        settings.set_setting(
            connection, name="timezone", value={"name": "Europe/Paris"}, by=None, at=house.clock()
        )  # fmt: skip
    house.publish(visits(until={"weekday": ["wed"], "at": "18:00"}))

    house.event("e-1", "visit.booked", contact={"external_id": "c-1"})

    local = waking(house).astimezone(ZoneInfo("Europe/Paris"))
    assert (local.strftime("%a %H:%M"), local > house.clock()) == ("Wed 18:00", True)
