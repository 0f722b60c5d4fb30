"""Sending to a segment, through the running engine."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from house import House, running_house, until
from journeys import END
from sqlalchemy import Engine

from engine.audience import refresh
from engine.ids import new_id
from storage import contacts
from storage.database import writing

LYON = {"lyon": {"name": "Clients de Lyon", "when": {"attribute": "contact.city", "operator": "is", "value": "lyon"}}}


def wave(when: Any = "now", **more: Any) -> dict[str, Any]:
    trigger = {"id": "wave", "type": "audience", "segment": "lyon", "when": when, "next": "end"}
    return {"key": "wave", "segments": LYON, "triggers": [trigger], "steps": {"end": END}, **more}


def people(house: House, number: int, *, city: str = "Lyon") -> None:
    with writing(house.engine) as connection:
        for _ in range(number):
            contacts.add_contact(connection, new_id(), now=house.clock(), attributes={"city": city})


def runs(house: House) -> list[tuple[Any, ...]]:
    return house.rows("SELECT status, found, entered, refused FROM start_run ORDER BY planned_for")


def done(house: House, found: int, entered: int, refused: int = 0, *, runs_before: int = 0) -> None:
    wanted = ("done", found, entered, refused)
    until(lambda: len(runs(house)) > runs_before and runs(house)[runs_before] == wanted)


def inside_since_the_start(house: House) -> int:
    return house.rows("SELECT COUNT(*) FROM enrollment")[0][0]


def in_(house: House, **duration: float) -> str:
    return (house.clock() + dt.timedelta(**duration)).replace(microsecond=0).isoformat()


def test_everybody_in_the_segment_starts_when_the_journey_goes_live(either_house: House) -> None:
    people(either_house, 3)
    people(either_house, 2, city="Nice")

    either_house.publish(wave())

    done(either_house, 3, 3)
    assert inside_since_the_start(either_house) == 3


def test_nobody_is_left_out_who_is_just_being_read_by_another_job(postgres_database: Engine) -> None:
    """Whose facts are being made anew is locked: a run must wait for them, and not pass them over."""
    with running_house(postgres_database) as house:
        people(house, 3)
        with house.engine.begin() as other:
            assert refresh(other) == 3
            house.publish(wave())
            until(lambda: runs(house))
            time.sleep(1.0)
            during = runs(house)

        done(house, 3, 3)
        assert [status for status, *_ in during] != ["done"]


def test_a_customer_of_the_segment_gets_the_template(house: House) -> None:
    news = {"type": "send_template", "template": "nouveautes_du_mois", "values": {"1": "Amina"}, "next": "end"}
    person = {"whatsapp": "33600000001", "attributes": {"city": "LYON"}}
    assert house.post("/api/contacts", person).status_code == 200
    house.consents()

    house.publish({**wave(), "purpose": "marketing", "steps": {"end": news | {"next": "bye"}, "bye": END}})

    until(lambda: len(house.phone()) == 1)


def test_publishing_again_starts_nobody_again(house: House) -> None:
    people(house, 2)
    house.publish(wave(entry={"again": "always"}))
    done(house, 2, 2)

    house.publish(wave(entry={"again": "always"}, name="Autre texte"))
    people(house, 1)

    house.later(seconds=2)
    until(lambda: house.rows("SELECT COUNT(*) FROM journey_version WHERE number = 2") == [(1,)])
    house.settled()
    assert runs(house) == [("done", 2, 2, 0)]


def test_a_run_of_many_that_is_worked_again_starts_nobody_twice(either_house: House) -> None:
    """As after a crash between two chunks: the run begins anew, and every start is there already."""
    people(either_house, 1100)
    either_house.publish(wave(entry={"again": "always"}))
    until(lambda: runs(either_house) and runs(either_house)[0][:3] == ("done", 1100, 1100), 60)

    with writing(either_house.engine) as connection:
        connection.exec_driver_sql("UPDATE start_run SET status = 'running', cursor = '', found = 0")

    until(lambda: runs(either_house)[0][0] == "done", 60)
    either_house.settled()
    assert runs(either_house) == [("done", 0, 1100, 0)]
    assert inside_since_the_start(either_house) == 1100


def test_who_may_not_enter_is_counted(house: House) -> None:
    people(house, 2)
    house.publish(wave({"at": in_(house, minutes=5)}, entry={"again": "never"}))
    until(lambda: runs(house) == [("planned", 0, 0, 0)])
    house.later(minutes=6)
    done(house, 2, 2)

    people(house, 1)
    house.publish(wave({"at": in_(house, minutes=5)}, entry={"again": "never"}))
    until(lambda: len(runs(house)) == 2)
    house.later(minutes=6)

    done(house, 3, 1, 2, runs_before=1)


def test_every_day_starts_again_the_next_day(house: House) -> None:
    people(house, 1)
    house.publish(wave({"every": "day", "at": f"{house.clock():%H}:00"}, entry={"again": "always"}))
    until(lambda: runs(house) == [("planned", 0, 0, 0)])

    house.later(days=1)
    done(house, 1, 1)
    house.later(days=1)
    done(house, 1, 1, runs_before=1)

    until(lambda: [status for status, *_ in runs(house)] == ["done", "done", "planned"])


@pytest.mark.parametrize(("hours", "became"), [(20, ("done", 1, 1, 0)), (30, ("skipped", 0, 0, 0))])
def test_a_start_that_was_missed_is_caught_up_within_a_day(house: House, hours: int, became: tuple[Any, ...]) -> None:
    people(house, 1)
    house.publish(wave({"at": in_(house, hours=1)}))
    until(lambda: runs(house) == [("planned", 0, 0, 0)])

    house.later(hours=hours)

    until(lambda: runs(house) == [became])


def test_a_pause_takes_the_plan_back_and_its_end_plans_what_is_still_to_come(house: House) -> None:
    people(house, 1)
    journey = house.publish(wave({"at": in_(house, hours=2)}))
    until(lambda: runs(house) == [("planned", 0, 0, 0)])

    house.act(journey, "pause")
    until(lambda: runs(house) == [])
    house.act(journey, "resume")

    until(lambda: runs(house) == [("planned", 0, 0, 0)])


@pytest.mark.parametrize("act", ["pause", "retire", "stop"])
def test_a_run_under_way_ends_when_the_journey_lets_nobody_in(house: House, act: str) -> None:
    journey = house.publish(wave())
    until(lambda: runs(house) == [("done", 0, 0, 0)])
    people(house, 1)
    house.act(journey, act)

    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE start_run SET status = 'running'")

    until(lambda: runs(house) == [("cancelled", 0, 0, 0)])
    assert inside_since_the_start(house) == 0


def test_another_time_takes_the_place_of_the_planned_one(house: House) -> None:
    people(house, 1)
    house.publish(wave({"at": in_(house, days=9)}))
    until(lambda: len(runs(house)) == 1)

    house.publish(wave({"at": in_(house, hours=1)}))
    house.later(hours=2)

    until(lambda: runs(house) == [("done", 1, 1, 0)])


def test_the_segments_of_a_published_journey_are_kept_to_be_used_again(either_house: House) -> None:
    either_house.publish(wave())

    assert either_house.rows("SELECT key, name FROM segment") == [("lyon", "Clients de Lyon")]
