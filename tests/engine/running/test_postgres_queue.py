"""The queue of several processes: what one of them that stands still must not take from the others."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import psycopg
from sqlalchemy import Engine, text

from engine.runner.postgres_queue import PostgresQueue, Signs
from storage.database import OURS, reading

LAST = text("SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
"""What each of the other connections asked last: COMMIT after a transaction of several statements."""


@asynccontextmanager
async def working_queue(database: Engine, signs: Signs | None = None) -> AsyncGenerator[None]:
    """A queue that has done its first job."""
    done = asyncio.Event()

    async def run(_name: str) -> None:
        done.set()

    queue = PostgresQueue(database.url, run, signs=signs)
    await queue.open()
    await queue.work()
    try:
        queue.wake("shards:0")  # a turn of the router runs here, without the queue
        await asyncio.wait_for(done.wait(), 60)
        yield
    finally:
        await queue.stop()


def test_no_worker_that_is_stopped_leaves_a_transaction_open_in_the_queue(postgres_database: Engine) -> None:
    """Stopped between two statements it would keep a job's lock, and nobody else could ask for that job."""

    async def play() -> list[str]:
        async with working_queue(postgres_database):
            with reading(postgres_database) as connection:
                return list(connection.execute(LAST).scalars())

    asked = asyncio.run(play())

    assert any("procrastinate" in query for query in asked)
    assert [query for query in asked if query in ("COMMIT", "BEGIN")] == []


def stopped_while_it_sends(database: Engine) -> psycopg.Connection:
    """A session that sent the half of what it has to say, as one that was stopped leaves it."""
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    session = psycopg.connect(address, application_name=OURS)
    session.execute("BEGIN")
    session.execute("LOCK TABLE sender")
    session.pgconn.enter_pipeline_mode()
    session.pgconn.send_query_params(b"SELECT 1", None)
    session.pgconn.send_flush_request()
    session.pgconn.flush()
    return session


def test_a_process_stopped_in_the_middle_of_a_statement_keeps_no_lock(postgres_database: Engine) -> None:
    """The server waits for the rest of it without end; its locks would keep the whole house waiting."""
    session = stopped_while_it_sends(postgres_database)

    def ask_for_the_senders() -> None:
        with reading(postgres_database) as connection:
            connection.execute(text("SET LOCAL lock_timeout = '50s'"))
            connection.execute(text("SELECT count(*) FROM sender"))

    async def play() -> None:
        async with working_queue(postgres_database, Signs(dead_after=dt.timedelta(milliseconds=300))):
            await asyncio.to_thread(ask_for_the_senders)

    asyncio.run(play())
    session.close()
