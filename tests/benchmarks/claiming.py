"""Claiming 500 that are due among a million that wait, against the same among ten thousand: the cost must follow what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    String,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.engine import URL

from storage import claims, passages
from storage.database import writing
from storage.outbox import MESSAGES
from storage.passages import ENROLLMENTS

from . import population
from .databases import folder, migrate, opened, postgres_database, postgres_server, sqlite_url
from .measuring import Turn, by_turns, cpu, ratio_row
from .population import JOURNEY, NOON, SENDER, SHARD, VERSION
from .table import Row

REASONS: dict[str, str] = {}
DUE, FEW = 500, 10_000
CONTACTS = 1_000
AT_ONCE = 50_000
"""Rows of one statement while filling: a million would take longer than a connection allows."""
LATER = NOON + dt.timedelta(days=3)
Claim = Callable[[Connection], int]


def fill(engine: Engine, waiting: int) -> None:
    """500 passages and messages that are due, and so many of each that wait for another day, all in one shard and lane."""
    population.found(engine)
    population.people(engine, range(CONTACTS))
    _insert_many(engine, 0, DUE, NOON - dt.timedelta(minutes=1))
    for first in range(DUE, DUE + waiting, AT_ONCE):
        _insert_many(engine, first, min(first + AT_ONCE, DUE + waiting), LATER)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE" if engine.dialect.name == "postgresql" else "SELECT 1")
        connection.commit()


def _insert_many(engine: Engine, first: int, end: int, at: dt.datetime) -> None:
    """Made by the database itself: a million rows one by one would take longer than what is measured."""
    numbers = select(literal(first, Integer).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < end - 1))
    number = cast(numbers.c.n, String)
    padded = func.substr(cast(numbers.c.n % CONTACTS + 10_000_000, String), 2)  # seven figures, as in `population`
    place = {
        "contact_id": literal("c") + padded, "sender_id": literal(SENDER), "address_id": literal("a") + padded,
    }  # fmt: skip
    common = {"shard": literal(SHARD), "journey_id": literal(JOURNEY), "version_id": literal(VERSION), **place}
    state = bindparam("state", {"visit": 1}, type_=ENROLLMENTS.c.state.type)
    enrollments = {
        "id": literal("e") + number, "entry_key": number, "trigger_id": literal("paid"), "status": literal("active"),
        "step_id": literal("pause"), "waiting": literal("time"), "wake_at": _moment(at), "state": state,
        "entered_at": _moment(NOON), "moved_at": _moment(NOON), **common,
    }  # fmt: skip
    messages = {
        "id": literal("m") + number, "enrollment_id": literal("e") + number, "step_id": literal("ask"),
        "kind": literal("session"), "purpose": literal("service"),
        "body": bindparam("body", {"text": "Bonjour", "language": "fr"}, type_=MESSAGES.c.body.type),
        "status": literal("queued"), "attempts": literal(0), "lane_epoch": literal(0), "created_at": _moment(NOON),
        "hold_until": _moment(at), **common,
    }  # fmt: skip
    with writing(engine) as connection:
        for target, values in ((ENROLLMENTS, enrollments), (MESSAGES, messages)):
            rows = select(*(value.label(f"v{place}") for place, value in enumerate(values.values())))
            connection.execute(
                insert(target).from_select(list(values), rows.select_from(numbers), include_defaults=False)
            )


def _moment(at: dt.datetime) -> ColumnElement[dt.datetime]:
    return literal(at, ENROLLMENTS.c.wake_at.type)


def messages(connection: Connection) -> int:
    """What a lane does when it claims."""
    rows = claims.candidates(connection, SENDER, now=NOON, except_journeys=[], limit=DUE)
    return len(claims.claim(connection, [row["id"] for row in rows], epoch=1, now=NOON))


def enrollments(connection: Connection) -> int:
    """What a shard does when it looks for what is due."""
    return len(passages.due(connection, [SHARD], until=NOON, except_journeys=[], limit=DUE))


WORK: dict[str, Claim] = {"queued messages": messages, "due enrollments": enrollments}


def turn(engine: Engine, claim: Claim, times: int) -> Turn:
    """The claim, taken back each time, so that the next one finds the same."""

    def once() -> float:
        spent = 0.0
        with engine.connect() as connection:
            backend = _backend(connection)
            for _ in range(times):
                with connection.begin() as transaction:
                    before = cpu() + backend()
                    claimed = claim(connection)
                    spent += cpu() + backend() - before
                    assert claimed == DUE, f"{claimed} were due"
                    transaction.rollback()
        return spent

    return once


def _backend(connection: Connection) -> Callable[[], float]:
    """The CPU seconds of the server's process behind this connection; none for SQLite, which works in ours."""
    if connection.dialect.name == "sqlite":
        return lambda: 0.0
    number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    connection.rollback()
    told = Path(f"/proc/{number}/schedstat")
    return lambda: int(told.read_text("ascii").split()[0]) / 1e9


def compare(where: str, few: str | URL, many: str | URL, waiting: int, *, times: int, repeats: int) -> list[Row]:
    rows: list[Row] = []
    with opened(few) as little, opened(many) as much:
        for engine, number in ((little, FEW), (much, waiting)):
            migrate(engine.url)
            fill(engine, number)
        for what, claim in WORK.items():
            pair = by_turns(turn(much, claim, times), turn(little, claim, times), repeats)
            rows.append(
                ratio_row(
                    f"claiming 500 {what} among {waiting:,} ÷ among {FEW:,}, {where}", pair, most=1.5,
                    sides=(f"among {waiting:,}", f"among {FEW:,}"), operations=times * DUE,
                    note="" if where == "SQLite" else "client and server process",
                )
            )  # fmt: skip
    return rows


def rows(short: bool) -> list[Row]:
    waiting, times, repeats = (100_000, 5, 5) if short else (1_000_000, 10, 9)
    with folder() as home:
        found = compare(
            "SQLite", sqlite_url(home / "few.db"), sqlite_url(home / "many.db"), waiting, times=times, repeats=repeats
        )
    with postgres_server() as server, postgres_database(server) as few, postgres_database(server) as many:
        return [*found, *compare("Postgres", few, many, waiting, times=times, repeats=repeats)]
