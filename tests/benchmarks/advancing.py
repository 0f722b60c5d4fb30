"""Advancing 500 passages, against the bare driver writing the same rows with `executemany` in one transaction.

What is compared is a whole chunk of work: reading who is due or who wrote, deciding, rendering, and writing passages, messages,
step events and finished events, with everything SQLAlchemy costs; on the other side only the writing, with rows that stand
ready. Both commit, with the journal settings of production.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson
import psycopg
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from engine.ids import new_id
from engine.runner.library import Library
from engine.runner.shard import advance_shards
from storage.database import writing
from storage.sqlite_driver import DRIVER, journal_mode

from . import population
from .databases import command, folder, migrate, opened, postgres_server, sqlite_url
from .differences import Table, Written, written
from .measuring import by_turns, ratio_row, timed
from .population import NOON, SHARD
from .table import Row

PEOPLE = range(500)
MOVED = ("status", "step_id", "waiting", "wake_at", "state", "moved_at", "exited_at", "exit_reason")
COLUMNS: dict[str, Sequence[str]] = {
    "shard": ("epoch",), "enrollment": MOVED, "message": ("status", "read_at"), "step_event": (),
    "inbound_event": ("status", "reason", "handled_at", "retry_at"),
}  # fmt: skip
_WHY = (
    "Before bulk statements it was about 10. The other side is only the writing, in one transaction of ready rows. Ours also "
    "reads contacts and passages, copies the state, decides, renders the text and two buttons, and makes the rows: Python "
    "that runs once a passage and costs more than the writing it leads to. By stages, for due timers, of 97 µs: 37 deciding "
    "and rendering, 28 writing, 14 loading contacts and passages."
)
REASONS: dict[str, str] = {f"advancing 500: {what}, SQLite": _WHY for what in (
    "due timers that lead to a message", "replies, each answered",
)}  # fmt: skip
Fill = Callable[[Engine], None]


def due(engine: Engine) -> None:
    population.found(engine)
    population.people(engine, PEOPLE)
    population.waiting_for_time(engine, PEOPLE, NOON - dt.timedelta(seconds=30))


def answered(engine: Engine) -> None:
    population.found(engine)
    population.people(engine, PEOPLE)
    population.waiting_for_reply(engine, PEOPLE)
    population.replies(engine, PEOPLE)


SITUATIONS: dict[str, Fill] = {"due timers that lead to a message": due, "replies, each answered": answered}


def advance_all(engine: Engine, library: Library) -> None:
    more = True
    while more:
        with writing(engine) as connection:
            more = advance_shards(connection, (SHARD,), library, now=NOON, new_id=new_id, house_language="fr").more


class SqliteSides:
    """The same furnished file for every turn."""

    def __init__(self, home: Path, fill: Fill) -> None:
        self.model, self.path = home / f"{fill.__name__}.db", home / f"{fill.__name__}-work.db"
        migrate(sqlite_url(self.model))
        with opened(sqlite_url(self.model)) as engine:
            fill(engine)
        self.library = Library()

    def renew(self, engine: Engine) -> None:
        """The file as it was; what the last turn wrote may stand beside it, and must not be taken in."""
        engine.dispose()
        for beside in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        shutil.copy(self.model, self.path)

    def ours(self, engine: Engine) -> float:
        self.renew(engine)
        with engine.connect():  # connecting is no part of a chunk
            pass
        return timed(lambda: advance_all(engine, self.library))

    def rows(self, path: Path) -> dict[str, Table]:
        connection = DRIVER.connect(path)
        connection.row_factory = DRIVER.Row
        tables = {name: {row[0]: dict(row) for row in connection.execute(f"SELECT * FROM {name}")} for name in COLUMNS}
        connection.close()
        return tables

    def theirs(self, engine: Engine, statements: list[Written]) -> float:
        self.renew(engine)
        connection = DRIVER.connect(self.path, isolation_level=None)
        for pragma in (
            f"journal_mode={journal_mode(DRIVER.sqlite_version_info)}",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        spent = timed(lambda: write_bare(connection, statements))
        connection.close()
        return spent


def write_bare(connection: Any, statements: list[Written]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for each in statements:
        connection.executemany(each.statement, each.rows)
    connection.execute("COMMIT")


def on_sqlite(what: str, fill: Fill, repeats: int) -> Row:
    with folder() as home:
        sides = SqliteSides(home, fill)
        with opened(sqlite_url(sides.path)) as engine:
            sides.ours(engine)
            statements = written(sides.rows(sides.model), sides.rows(sides.path), COLUMNS, "?")
            check(statements)
            pair = by_turns(lambda: sides.ours(engine), lambda: sides.theirs(engine, statements), repeats)
    return ratio_row(
        f"advancing 500: {what}, SQLite", pair, most=2, sides=("ours", "sqlite3 executemany"), operations=len(PEOPLE),
        note=describe(statements),
    )  # fmt: skip


class PostgresSides:
    """A fresh copy of the furnished database for every turn, under one name, so that the engine keeps its statements."""

    def __init__(self, server: URL, fill: Fill) -> None:
        self.server, self.model, self.name = server, f"model_{fill.__name__}", "work"
        command(server, f"CREATE DATABASE {self.model} TEMPLATE template0")
        migrate(server.set(database=self.model))
        with opened(server.set(database=self.model)) as engine:
            fill(engine)
        self.library, self.url = Library(), server.set(database=self.name)
        self.renew()

    def renew(self) -> None:
        command(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        command(self.server, f"CREATE DATABASE {self.name} TEMPLATE {self.model}")

    def ours(self, engine: Engine) -> float:
        engine.dispose()
        self.renew()
        with engine.connect():
            pass
        return timed(lambda: advance_all(engine, self.library))

    def connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            self.server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
        )

    def rows(self, name: str) -> dict[str, Table]:
        with self.connect(name) as connection, connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return {
                table: {
                    next(iter(row.values())): _ready(row) for row in cursor.execute(f"SELECT * FROM {table}").fetchall()
                }
                for table in COLUMNS
            }

    def theirs(self, statements: list[Written]) -> float:
        self.renew()
        with self.connect(self.name) as connection:
            return timed(lambda: self.write_bare(connection, statements))

    def write_bare(self, connection: psycopg.Connection[Any], statements: list[Written]) -> None:
        with connection.cursor() as cursor:
            for each in statements:
                cursor.executemany(each.statement, each.rows)
        connection.commit()


def _ready(row: dict[str, Any]) -> dict[str, Any]:
    """JSON as the text that the driver hands over."""
    return {
        name: orjson.dumps(value).decode() if isinstance(value, dict | list) else value for name, value in row.items()
    }


def on_postgres(server: URL, what: str, fill: Fill, repeats: int) -> Row:
    sides = PostgresSides(server, fill)
    with opened(sides.url) as engine:
        sides.ours(engine)
        engine.dispose()
        statements = written(sides.rows(sides.model), sides.rows(sides.name), COLUMNS, "%s")
        check(statements)
        pair = by_turns(lambda: sides.ours(engine), lambda: sides.theirs(statements), repeats)
    return ratio_row(
        f"advancing 500: {what}, Postgres", pair, most=None, sides=("ours", "psycopg executemany"), operations=len(PEOPLE),
        note=f"client only; {describe(statements)}",
    )  # fmt: skip


def check(statements: list[Written]) -> None:
    """Every one moved and got a message."""
    counts = {each.statement.split(" (")[0].split(" SET")[0]: len(each.rows) for each in statements}
    assert counts["UPDATE enrollment"] == len(PEOPLE) == counts["INSERT INTO message"], counts


def describe(statements: list[Written]) -> str:
    return "rows: " + ", ".join(
        f"{len(each.rows)} {each.statement.split()[0].lower()}s of {each.statement.split()[2 if each.statement.startswith('INSERT') else 1]}"
        for each in statements
    )


def rows(short: bool) -> list[Row]:
    repeats = 5 if short else 15
    found = [on_sqlite(what, fill, repeats) for what, fill in SITUATIONS.items()]
    with postgres_server() as server:
        found += [on_postgres(server, what, fill, repeats) for what, fill in SITUATIONS.items()]
    return found
