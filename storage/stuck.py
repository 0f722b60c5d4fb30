"""What has lain too long where it should only pass: for the doctor, who asks once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, func, select, text

from storage.core import table
from storage.queue_schema import SCHEMA
from storage.tables import Enrollment, Message

MESSAGES, PASSAGES = table(Message), table(Enrollment)


def message_count(connection: Connection, status: str, *, since_before: dt.datetime) -> int:
    """Messages that are `sending` or `unknown`, posted before that moment."""
    is_open = text("status IN ('sending', 'unknown')")  # the condition of the index, as it is written there
    sent_at = func.coalesce(MESSAGES.c.sending_at, MESSAGES.c.created_at, type_=MESSAGES.c.created_at.type)
    query = select(func.count()).where(is_open, MESSAGES.c.status == status, sent_at < since_before)
    return connection.execute(query).scalar_one()


def sleeping_passages(connection: Connection) -> int:
    """Open passages that cannot go on (`problem`). Reads what is open: ask it rarely."""
    query = select(func.count()).where(PASSAGES.c.status == "active", PASSAGES.c.problem.is_not(None))
    return connection.execute(query).scalar_one()


def stalled_jobs(connection: Connection, *, silent_for: dt.timedelta) -> int:
    """Jobs of the queue on Postgres whose worker gave no sign for so long; other workers should have taken them over."""
    if connection.dialect.name != "postgresql":
        return 0
    query = text(
        f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs job LEFT JOIN {SCHEMA}.procrastinate_workers worker "  # noqa: S608 — a name of ours
        "ON worker.id = job.worker_id WHERE job.status = 'doing' "
        "AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :silent))"
    )
    return connection.execute(query, {"silent": silent_for.total_seconds()}).scalar_one()
