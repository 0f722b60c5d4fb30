"""Signs of life of workers: whoever asks for readiness need not share a process with one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, func, select

from storage.core import table
from storage.tables import WorkerSign
from storage.upsert import upsert

SIGNS = table(WorkerSign)
FORGOTTEN_AFTER = dt.timedelta(days=1)


def show(connection: Connection, worker_id: str, *, started_at: dt.datetime, now: dt.datetime) -> None:
    """This worker lives. What gave no sign for a day is forgotten."""
    row = {"id": worker_id, "started_at": started_at, "seen_at": now}
    upsert(connection, SIGNS, [row], key=("id",), replace=("seen_at",))
    connection.execute(delete(SIGNS).where(SIGNS.c.seen_at < now - FORGOTTEN_AFTER))


def take_away(connection: Connection, worker_id: str) -> None:
    """It ended in order."""
    connection.execute(delete(SIGNS).where(SIGNS.c.id == worker_id))


def last_at(connection: Connection) -> dt.datetime | None:
    """The newest sign of any worker; None when there is none."""
    return connection.execute(select(func.max(SIGNS.c.seen_at, type_=SIGNS.c.seen_at.type))).scalar()


def living(connection: Connection, *, since: dt.datetime) -> int:
    """How many workers gave a sign since then."""
    return connection.execute(select(func.count()).where(SIGNS.c.seen_at >= since)).scalar_one()
