"""One turn of the router reads what came in and goes on with it; what spoils it or is too much for it is left to the shards."""

from __future__ import annotations

from typing import Any

import pytest
from house import AMINA, House, until
from journeys import PREFERENCES
from sqlalchemy import Connection, event

from engine.runner import turn
from engine.runner.jobs import FEW, jobs_of, lots_of
from storage import shards


def jobs_run(house: House) -> list[str]:
    """Names of the jobs from now on."""
    worker, names = house.parts.worker, list[str]()
    run = worker._run

    async def noted(name: str) -> None:
        names.append(name)
        await run(name)

    worker.queue._run = noted  # pyright: ignore[reportAttributeAccessIssue]
    return names


def test_between_a_message_and_its_reply_there_is_one_commit(either_house: House) -> None:
    either_house.publish(PREFERENCES)
    either_house.says("rien")
    until(lambda: either_house.rows("SELECT 1 FROM inbound_event WHERE status = 'done'"))
    done: list[tuple[Connection, str]] = []
    engine = either_house.parts.engine
    event.listen(engine, "before_cursor_execute", lambda *it: done.append((it[0], it[2])))
    event.listen(engine, "commit", lambda connection: done.append((connection, "COMMIT")))

    either_house.says("menu")
    either_house.hears("Que préférez-vous ?")

    connection = next(it for it, statement in done if statement.startswith("INSERT INTO message "))
    own = [statement.partition(" SET ")[0] for it, statement in done if it is connection]
    assert own.index("UPDATE inbound_event") < own.index("COMMIT")


def test_a_turn_that_cannot_be_written_is_taken_back_and_the_shards_go_on_by_themselves(
    either_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    either_house.publish(PREFERENCES)
    names = jobs_run(either_house)

    def spoiled(*_: Any, **__: Any) -> set[int]:
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(turn, "busy_shards", spoiled)
    either_house.says("menu")

    either_house.hears("Que préférez-vous ?")
    assert {name.partition(":")[0] for name in names} >= {"route", "shards"}
    assert either_house.rows("SELECT COUNT(*) FROM enrollment") == [(1,)]


def test_what_is_more_than_a_chunk_is_left_to_the_lots(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.publish(PREFERENCES)
    names = jobs_run(house)
    monkeypatch.setattr(turn, "CHUNK", 1)

    house.says("menu", who=AMINA)
    house.says("menu", who="33600000002")

    house.hears("Que préférez-vous ?", who=AMINA)
    house.hears("Que préférez-vous ?", who="33600000002")
    assert any(name.startswith("shards:") for name in names)


def test_news_for_few_shards_are_taken_along_and_news_for_many_are_shared() -> None:
    assert jobs_of(set()) == []
    assert jobs_of({7, 9}) == ["route"]
    assert jobs_of(range(FEW + 1)) == lots_of(range(FEW + 1)) != lots_of(shards.EVERY)
