"""Opening the database: one engine a process, the same behaviour on SQLite and Postgres."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.sqlite_driver import DRIVER, journal_mode

JOURNAL_AT_MOST = 16 * 1024 * 1024
"""Bytes that stay on the disk between two transactions, to be written over."""
SYNCHRONOUS = "FULL"
"""A commit is on the disk when it returns, whatever happens to the machine."""

OURS = "parcours"
"""The name under which our sessions stand in Postgres."""


def open_database(url: str | URL, *, pool_size: int = 8) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`. Creates the folder of an SQLite file."""
    target = make_url(url)
    engine = create_engine(
        target,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # what a customer wrote must not stand in the text of an error
        **_pool_options(target, pool_size),
    )
    if target.get_backend_name() == "sqlite":
        _prepare_sqlite(engine, target)
    return engine


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _pool_options(target: URL, pool_size: int) -> dict[str, Any]:
    if target.get_backend_name() == "sqlite":
        connect = {"timeout": 60, "check_same_thread": False}
        return {"pool_size": pool_size, "module": DRIVER, "connect_args": connect}
    # A worker that was paused inside a transaction must not hold its shard's row for ever (docs/decisions/0004).
    options = f"-c application_name={OURS} -c idle_in_transaction_session_timeout=5000 -c statement_timeout=60000"
    return {"pool_size": pool_size, "pool_pre_ping": True, "connect_args": {"options": options}}


def _prepare_sqlite(engine: Engine, target: URL) -> None:
    if target.database and target.database != ":memory:":
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    mode = journal_mode(DRIVER.sqlite_version_info)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _entry: ConnectionPoolEntry) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None  # BEGIN is ours: the driver would start deferred transactions
        for pragma in (
            f"journal_mode={mode}", f"journal_size_limit={JOURNAL_AT_MOST}", f"synchronous={SYNCHRONOUS}",
            "foreign_keys=ON", "busy_timeout=60000",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        # Taking the write lock at once avoids the upgrade that fails with "database is locked" whatever the time-out.
        reads = connection.get_execution_options().get("reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def is_not_well(problem: BaseException) -> bool:
    """Whether the database failed, not what was asked of it: it ended, its disk is full, the connection broke. What was being
    worked on has no part in it and is tried again. Whoever goes on after such a failure works outside of the transaction."""
    if isinstance(problem, DBAPIError) and problem.connection_invalidated:
        return True
    return isinstance(problem, OperationalError | InterfaceError | PendingRollbackError)


def is_full(problem: BaseException) -> bool:
    """Whether the database's disk has no more room: what was refused for that can be done as soon as there is some."""
    cause = getattr(problem, "orig", problem)
    return getattr(cause, "sqlite_errorcode", None) == DRIVER.SQLITE_FULL or getattr(cause, "sqlstate", None) == "53100"


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """A transaction that only reads; on SQLite it does not wait for writers."""
    with engine.connect().execution_options(reads_only=True) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """A transaction that is committed at the end, or rolled back whole when anything in it fails."""
    with engine.begin() as connection:
        yield connection
