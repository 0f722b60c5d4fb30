"""What became overdue while a journey was paused, and the two ways not to send it now (semantics, “Pause”).

Sending it now needs no act: a resumed journey goes on by itself. Call the others in the transaction that resumes it, before
its lanes and shards look at it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, update

from storage import inbox
from storage.audit import append_entry
from storage.core import table
from storage.tables import Enrollment, Message

MESSAGES, ENROLLMENTS = table(Message), table(Enrollment)
SKIPPED, LATE = "skipped", "late"


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many queued messages may leave now, and how many passages waited for a moment that is past."""

    messages: int
    passages: int


def overdue(connection: Connection, *, journey_id: str, at: dt.datetime) -> Overdue:
    """What would happen at once if the journey went on."""
    return Overdue(
        _number(connection, *_late_messages(journey_id, at)), _number(connection, *_late_passages(journey_id, at))
    )


def skip_overdue(connection: Connection, *, journey_id: str, at: dt.datetime, by: str | None = None) -> int:
    """Leave these messages out; how many. Their passages go on as after any refusal of the moment."""
    cancelled = _cancel(connection, journey_id, at, SKIPPED)
    inbox.add_internal(connection, [refused_row(message, SKIPPED, at) for message in cancelled])
    append_entry(connection, "journey.overdue_skipped", f"journey:{journey_id}", by=by, at=at, messages=len(cancelled))
    return len(cancelled)


def leave_overdue(connection: Connection, *, journey_id: str, at: dt.datetime, by: str | None = None) -> int:
    """End every passage that has something overdue, a message or a moment; how many."""
    cancelled = _cancel(connection, journey_id, at, LATE)
    query = select(ENROLLMENTS.c.id, ENROLLMENTS.c.shard, ENROLLMENTS.c.contact_id)
    late = connection.execute(query.where(*_late_passages(journey_id, at))).mappings().all()
    leaving = {row["id"]: row for row in late}
    leaving |= {row["enrollment_id"]: row for row in cancelled}
    rows = [_leave_row(enrollment_id, row, at) for enrollment_id, row in leaving.items()]
    inbox.add_internal(connection, rows)
    append_entry(connection, "journey.overdue_left", f"journey:{journey_id}", by=by, at=at, passages=len(rows))
    return len(rows)


def refused_row(message: RowMapping, reason: str, at: dt.datetime, *, result: str = "refused") -> dict[str, Any]:
    """For `inbox.add_internal`: the journey learns that this message will never leave, through no fault of the person's.
    The shape is that of every outcome (engine.runner.bodies)."""
    body = {
        "message_id": message["id"], "result": result, "at": at.isoformat(), "reason": reason, "fault": "moment",
    }  # fmt: skip
    return _row(f"outcome:{message['id']}:{result}", "outcome", body, message, at)


def _leave_row(enrollment_id: str, of: RowMapping, at: dt.datetime) -> dict[str, Any]:
    body = {"enrollment_id": enrollment_id, "reason": LATE}
    return _row(f"leave:{enrollment_id}:{LATE}", "leave", body, of, at)


def _row(key: str, kind: str, body: dict[str, Any], of: RowMapping, at: dt.datetime) -> dict[str, Any]:
    return {
        "dedupe_key": key, "kind": kind, "body": body, "shard": of["shard"], "contact_id": of["contact_id"],
        "sender_id": None, "address_id": None, "occurred_at": at, "received_at": at,
    }  # fmt: skip


def _cancel(connection: Connection, journey_id: str, at: dt.datetime, reason: str) -> Sequence[RowMapping]:
    late = *_late_messages(journey_id, at), MESSAGES.c.enrollment_id.is_not(None)
    statement = update(MESSAGES).where(*late).values(status="cancelled", reason=reason, failed_at=at)
    return connection.execute(statement.returning(MESSAGES)).mappings().all()


def _late_messages(journey_id: str, at: dt.datetime) -> list[ColumnElement[bool]]:
    return [MESSAGES.c.journey_id == journey_id, MESSAGES.c.status == "queued", MESSAGES.c.hold_until <= at]


def _late_passages(journey_id: str, at: dt.datetime) -> list[ColumnElement[bool]]:
    return [
        ENROLLMENTS.c.journey_id == journey_id, ENROLLMENTS.c.status == "active", ENROLLMENTS.c.wake_at <= at
    ]  # fmt: skip


def _number(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).where(*conditions)).scalar_one()
