"""Planned starts of many people: a row each, worked in chunks, found again after a crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from storage.core import table
from storage.tables import StartRun
from storage.upsert import insert_new

RUNS = table(StartRun)
OPEN = RUNS.c.status.in_(("planned", "running"))


AT_ONCE = "now"
"""The occurrence of a start at once: there is one for a trigger, ever."""


def plan(connection: Connection, run_id: str, **row: Any) -> None:
    """One more start, unless this occurrence of the trigger is there already."""
    full = {"status": "planned", "cursor": "", "found": 0, "entered": 0, "refused": 0, "missed": 0, "unreadable": 0}
    insert_new(connection, RUNS, [{**full, "id": run_id, **row}], key=("journey_id", "trigger_id", "occurrence"))


def forget(connection: Connection, ids: Collection[str]) -> None:
    """Take back plans of which nothing happened yet."""
    if ids:
        connection.execute(delete(RUNS).where(RUNS.c.id.in_(ids), RUNS.c.status == "planned"))


def open_runs(connection: Connection) -> list[RowMapping]:
    """Everything that is planned or under way, the next first."""
    return list(connection.execute(select(RUNS).where(OPEN).order_by(RUNS.c.due_at, RUNS.c.id)).mappings())


def planned(connection: Connection) -> list[RowMapping]:
    """What nobody has begun yet."""
    return [run for run in open_runs(connection) if run["status"] == "planned"]


def latest(connection: Connection) -> dict[tuple[str, str], dt.datetime]:
    """(journey, trigger) → for when its last start was that was begun, in whatever way it ended."""
    newest = func.max(RUNS.c.planned_for, type_=RUNS.c.planned_for.type)
    query = select(RUNS.c.journey_id, RUNS.c.trigger_id, newest).where(RUNS.c.status != "planned")
    rows = connection.execute(query.group_by(RUNS.c.journey_id, RUNS.c.trigger_id))
    return {(journey, trigger): at for journey, trigger, at in rows}


def begun_at_once(connection: Connection) -> set[tuple[str, str]]:
    """(journey, trigger) that were started at once: it happens once, however often the journey is published."""
    query = select(RUNS.c.journey_id, RUNS.c.trigger_id).where(RUNS.c.occurrence == AT_ONCE, RUNS.c.status != "planned")
    return {(journey, trigger) for journey, trigger in connection.execute(query)}


def hold(connection: Connection, run_id: str) -> RowMapping | None:
    """The run, locked until the transaction ends; None when it is over."""
    query = select(RUNS).where(RUNS.c.id == run_id, OPEN).with_for_update()
    return connection.execute(query).mappings().first()


def change(connection: Connection, run_id: str, **fields: Any) -> None:
    connection.execute(update(RUNS).where(RUNS.c.id == run_id).values(**fields))


def finish(
    connection: Connection, run_id: str, status: str, *, now: dt.datetime, reason: str | None = None, **fields: Any
) -> None:
    """`done`, `skipped` or `cancelled`."""
    change(connection, run_id, status=status, reason=reason, finished_at=now, **fields)


def add_counts(connection: Connection, counts: Mapping[tuple[str, str], int]) -> None:
    """(run, `entered` | `refused` | `missed`) → how many more. In the order of the runs, so that two shards never wait
    for each other in a circle."""
    by_run: dict[str, dict[str, int]] = {}
    for (run_id, outcome), number in counts.items():
        by_run.setdefault(run_id, {})[outcome] = number
    for run_id, numbers in sorted(by_run.items()):
        more = {outcome: RUNS.c[outcome] + number for outcome, number in numbers.items()}
        connection.execute(update(RUNS).where(RUNS.c.id == run_id).values(**more))


def of_journey(connection: Connection, *, journey_id: str, limit: int = 20) -> list[RowMapping]:
    """What was planned and what became of it, the newest first."""
    query = select(RUNS).where(RUNS.c.journey_id == journey_id)
    return list(connection.execute(query.order_by(RUNS.c.planned_for.desc(), RUNS.c.id).limit(limit)).mappings())
