"""The disk of the database is full for a while: nothing is half kept, nothing leaves unrecorded, and work goes on by itself.

Short: a file of SQLite that may not grow. `PARCOURS_OUTAGE=long` (`make outage`): small file systems, too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from full_disks import Disk, PageLimit, SmallDisk, mounted, small_tablespace
from house import House, running_house, until
from journeys import PREFERENCES
from sqlalchemy import Engine
from wire import inbound, signed

from storage.database import open_database

LONG = os.environ.get("PARCOURS_OUTAGE") == "long"
KINDS = ("pages", "file system", "postgres") if LONG else ("pages",)
QUESTION, THANKS = "Que préférez-vous ?", "C'est noté : sport."


@contextmanager
def house_on(kind: str, request: pytest.FixtureRequest) -> Iterator[tuple[House, Disk]]:
    """On a disk that can be filled, at a provider that keeps nothing and tells nothing: what we do not write down is lost."""
    if kind == "postgres":
        with (
            small_tablespace(request.getfixturevalue("migrated_postgres")) as (engine, small),
            running_house(engine, retention="none") as house,
        ):
            yield house, SmallDisk(small, house.parts.engine)
        return
    engine: Engine = request.getfixturevalue("sqlite_database")
    if kind == "pages":
        with running_house(engine, retention="none") as house:
            yield house, PageLimit(house.parts.engine)
        return
    with mounted(16) as small:
        shutil.copy(str(engine.url.database), small / "parcours.db")
        small_engine = open_database(f"sqlite:///{small / 'parcours.db'}")
        with running_house(small_engine, retention="none") as house:
            yield house, SmallDisk(small, house.parts.engine)
        small_engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_while_the_disk_is_full_the_house_takes_nothing_and_loses_nothing(
    kind: str, request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]
) -> None:
    people = [f"3360000000{number}" for number in range(1, 4)]
    with house_on(kind, request) as (house, disk):
        house.publish(PREFERENCES)
        for who in people:
            house.says("menu", who=who)
            house.hears(QUESTION, who=who)
        house.settled()
        disk.fill()

        body = inbound("x" * 5000, "01FULL", who="33699000001")
        answer = house.http.post(f"{house.api}/webhooks/sinch", content=body, headers=signed(body))
        event = house.event("full-1", "order.shipped", data={"order_id": "x" * 5000})
        ready = house.http.get(f"{house.api}/readyz")
        for who in people:
            house.taps("Sport", who=who)
        while_full = house.rows(
            "SELECT count(*) FROM inbound_event WHERE source = 'sinch' AND dedupe_key LIKE '%FULL%'"
        )
        disk.make_room()

        for who in people:
            house.hears(QUESTION, THANKS, who=who, seconds=40)
        again = house.http.post(f"{house.api}/webhooks/sinch", content=body, headers=signed(body))
        house.settled()
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
        assert event.status_code == 503
        assert (ready.status_code, ready.json()["part"]) == (503, "database")
        assert "full" in ready.json()["reason"]
        assert while_full == [(0,)]
        assert again.status_code == 200
        assert set(house.exits()) == {"end"}
        assert house.rows("SELECT count(*) FROM inbound_event WHERE status = 'aside'") == [(0,)]
    assert "make room on the database's disk" in capfd.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_what_left_when_the_disk_became_full_is_written_down_when_there_is_room(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """It is known that the provider took it: it does not become `unknown`, and nothing else leaves before."""
    with house_on(kind, request) as (house, disk):
        house.publish(PREFERENCES)
        house.mute()
        house.behave(delay_ms=700)
        house.says_at_once("menu")
        until(lambda: house.statuses() == ["sending"])

        disk.fill()
        house.hears(QUESTION)
        tried = house.parts.database.times_full
        until(lambda: house.parts.database.times_full > tried + 3)
        while_full = house.statuses()
        disk.make_room()

        house.waits()
        assert while_full == ["sending"]
        assert house.statuses() == ["accepted"]
        house.hears(QUESTION)
