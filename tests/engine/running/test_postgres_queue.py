"""The queue of several processes: what one of them that stands still must not take from the others."""

from __future__ import annotations

import asyncio

from sqlalchemy import Engine, text

from engine.runner.postgres_queue import PostgresQueue
from storage.database import reading

LAST = text("SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
"""What each of the other connections asked last: COMMIT after a transaction of several statements."""


def test_no_worker_that_is_stopped_leaves_a_transaction_open_in_the_queue(postgres_database: Engine) -> None:
    """Stopped between two statements it would keep a job's lock, and nobody else could ask for that job."""

    async def play() -> None:
        done = asyncio.Event()

        async def run(_name: str) -> None:
            done.set()

        queue = PostgresQueue(postgres_database.url, run)
        await queue.open()
        await queue.work()
        try:
            queue.wake("shards:0")  # a turn of the router runs here, without the queue
            await asyncio.wait_for(done.wait(), 60)
            with reading(postgres_database) as connection:
                asked.extend(connection.execute(LAST).scalars())
        finally:
            await queue.stop()

    asked: list[str] = []
    asyncio.run(play())

    assert any("procrastinate" in query for query in asked)
    assert [query for query in asked if query in ("COMMIT", "BEGIN")] == []
