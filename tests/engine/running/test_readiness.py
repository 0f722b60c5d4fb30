"""`/readyz` tells the truth: database, schema, a worker that lives, work that moves."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from engine.api.health import Health
from engine.metrics.page import counted_text
from engine.readiness import NotReady, Readiness
from engine.runner.background import BackgroundDatabase
from storage import inbox, shards, worker_signs
from storage.database import open_database, writing
from tests.storage.house import NOON, draw_live, enter, meet, minutes, open_sender, send


class Watched:
    """A house that is looked at; `at` is the clock."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.at = engine, NOON
        self.database = BackgroundDatabase(engine)
        self.readiness = Readiness(self.database, "sandbox", lambda: self.at)

    def ask(self) -> NotReady | None:
        return asyncio.run(self.readiness.ask())

    def part(self) -> str | None:
        problem = self.ask()
        return None if problem is None else problem.part

    def worker_shows_itself(self) -> None:
        with writing(self.engine) as connection:
            worker_signs.show(connection, "w1", started_at=NOON, now=self.at)

    def later(self, seconds: float) -> None:
        """A worker lives meanwhile."""
        self.at += dt.timedelta(seconds=seconds)
        self.worker_shows_itself()


@pytest.fixture
def watched(database: Engine) -> Iterator[Watched]:
    house = Watched(database)
    yield house
    house.database.close()


def test_a_house_with_a_living_worker_is_ready_until_its_signs_end(watched: Watched) -> None:
    without = watched.part()
    watched.worker_shows_itself()
    with_worker = watched.part()
    watched.at += dt.timedelta(seconds=31)

    assert (without, with_worker, watched.part()) == ("worker", None, "worker")


def test_a_worker_that_ends_in_order_is_gone_at_once(watched: Watched) -> None:
    watched.worker_shows_itself()
    with writing(watched.engine) as connection:
        worker_signs.take_away(connection, "w1")

    assert watched.part() == "worker"


def test_a_database_without_the_schema_is_named(empty_database: Engine) -> None:
    house = Watched(empty_database)

    problem = house.ask()

    assert problem is not None and problem.part == "schema"
    assert "parcours db upgrade" in problem.reason
    house.database.close()


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"this is no database at all" * 100)
    house = Watched(open_database(f"sqlite:///{tmp_path / 'broken.db'}"))

    assert house.part() == "database"
    house.database.close()
    house.engine.dispose()


def test_the_same_unread_event_at_the_head_for_too_long_is_work_that_stands_still(watched: Watched) -> None:
    keep(watched, "first")
    watched.later(90)
    first_look = watched.part()
    watched.later(11)

    problem = watched.ask()

    assert first_look is None
    assert problem == NotReady("queue", "work stands still: what came in; see the worker's log")


def test_a_long_line_that_moves_is_no_fault(watched: Watched) -> None:
    keep(watched, "first")
    keep(watched, "second")
    watched.later(600)
    watched.part()
    with writing(watched.engine) as connection:
        inbox.finish(connection, [1], now=watched.at)
    watched.later(11)

    assert watched.part() is None


def test_a_timer_and_a_message_that_nobody_takes_are_named(watched: Watched) -> None:
    with writing(watched.engine) as connection:
        shards.prepare(connection)
        open_sender(connection)
        version = draw_live(connection)
        meet(connection, "Amina")
        passage = enter(connection, version, "Amina", step="tell", wake_at=minutes(1))
        send(connection, passage, "tell", "queued", minute=1)
    watched.later(200)
    watched.part()
    watched.later(11)

    problem = watched.ask()

    assert problem is not None
    assert "timers, sending from main" in problem.reason


def test_late_timers_of_one_shard_that_are_worked_one_by_one_are_no_fault(watched: Watched) -> None:
    with writing(watched.engine) as connection:
        shards.prepare(connection)
        open_sender(connection)
        version = draw_live(connection)
        for minute, name in enumerate(("Amina", "Bruno"), start=1):
            meet(connection, name)
            enter(connection, version, name, step="tell", wake_at=minutes(minute))
    watched.later(200)
    watched.part()
    with writing(watched.engine) as connection:
        connection.exec_driver_sql("UPDATE enrollment SET wake_at = NULL WHERE contact_id = 'amina'")
    watched.later(11)

    assert watched.part() is None


def test_what_waits_for_a_paused_journey_is_no_fault(watched: Watched) -> None:
    with writing(watched.engine) as connection:
        shards.prepare(connection)
        open_sender(connection)
        version = draw_live(connection)
        meet(connection, "Amina")
        passage = enter(connection, version, "Amina", step="tell", wake_at=minutes(1))
        send(connection, passage, "tell", "queued", minute=1)
        connection.exec_driver_sql("UPDATE journey SET state = 'paused'")
    watched.later(200)
    watched.part()
    watched.later(11)

    assert watched.part() is None


def test_the_page_says_which_part_is_not_well(watched: Watched) -> None:
    def page() -> tuple[int, Any]:
        app = Starlette(routes=Health(watched.readiness.ask, counted_text).routes())

        async def get() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://house") as client:
                return await client.get("/readyz")

        answer = asyncio.run(get())
        return answer.status_code, answer.json()

    before = page()
    watched.worker_shows_itself()

    assert before == (503, {"ready": False, "part": "worker", "reason": "no worker works; start “parcours worker”"})
    assert page() == (200, {"ready": True, "reason": None})


def keep(watched: Watched, key: str) -> None:
    with writing(watched.engine) as connection:
        inbox.keep(connection, [inbox.RawEvent("sinch", key, "{}", watched.at)])
