"""Who did what: one entry an act, written in the transaction of the act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.core import records, table
from storage.tables import AuditEntry

ENTRIES = table(AuditEntry)


def append_entry(
    connection: Connection, act: str, subject: str, *, by: str | None, at: dt.datetime, **details: Any
) -> None:
    """`act` is `thing.verb` (`journey.published`), `subject` is `thing:id`, `by` a person's id or None."""
    connection.execute(insert(ENTRIES).values(act=act, subject=subject, person_id=by, at=at, details=details))


def entries_about(connection: Connection, *, subject: str, limit: int = 100) -> list[AuditEntry]:
    """What was done to one thing, newest first."""
    query = select(ENTRIES).where(ENTRIES.c.subject == subject).order_by(ENTRIES.c.id.desc()).limit(limit)
    return records(connection, AuditEntry, query)


def latest_entries(connection: Connection, *, limit: int = 100) -> list[AuditEntry]:
    """What was done in this house, newest first."""
    return records(connection, AuditEntry, select(ENTRIES).order_by(ENTRIES.c.id.desc()).limit(limit))
