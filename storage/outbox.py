"""Messages of ours: queued, found, and cancelled while they have not left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from storage.among import among
from storage.bulk import Bulk, given
from storage.core import table
from storage.tables import Enrollment, Message
from storage.upsert import insert_for

MESSAGES, ENROLLMENTS = table(Message), table(Enrollment)
_NEW = (
    "id", "shard", "contact_id", "sender_id", "address_id", "enrollment_id", "journey_id", "version_id", "step_id", "kind",
    "purpose", "body", "status", "reason", "attempts", "lane_epoch", "created_at", "hold_until", "answers_at",
)  # fmt: skip
_ADD = Bulk(lambda dialect: insert_for(dialect, MESSAGES).on_conflict_do_nothing(index_elements=["id"]), _NEW)


def queued(*, at: dt.datetime, **row: Any) -> dict[str, Any]:
    """A row for `add`: a message that may leave at once and was not tried yet; of no passage unless the row names one."""
    return {
        "enrollment_id": None, "journey_id": None, "version_id": None, "step_id": None, "status": "queued", "reason": None,
        "attempts": 0, "lane_epoch": 0, "created_at": at, "hold_until": at, **row,
    }  # fmt: skip


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Queue messages; one whose id is there already is left alone."""
    # In the order of the key, so that two writers of the same rows never wait for each other in a circle.
    _ADD(connection, sorted(rows, key=itemgetter("id")))


def insert_rows(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert messages that cannot be there yet."""
    if rows:
        connection.execute(insert(MESSAGES), list(rows))


_THESE = select(MESSAGES).where(among(MESSAGES.c.id, "ids"))


def load(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    if not ids:
        return {}
    return {row["id"]: row for row in connection.execute(_THESE, {"ids": ids}).mappings().all()}


_LEFT = select(MESSAGES.c.id).where(among(MESSAGES.c.id, "ids"), MESSAGES.c.status.not_in(("queued", "cancelled")))


def left_of(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these messages have left the queue: on the wire, unknown, or with a result that their journey may not have
    heard of yet."""
    return set(connection.execute(_LEFT, {"ids": ids}).scalars().all()) if ids else set()


def answers_since(
    connection: Connection, contact_ids: Collection[str], *, since: dt.datetime
) -> dict[str, list[dt.datetime]]:
    """address id → when automatic replies to it left, oldest first: what the loop guard counts."""
    query = (
        select(MESSAGES.c.address_id, MESSAGES.c.accepted_at)
        .where(MESSAGES.c.contact_id.in_(contact_ids), MESSAGES.c.created_at >= since)
        .where(MESSAGES.c.answers_at.is_not(None), MESSAGES.c.accepted_at.is_not(None))
        .order_by(MESSAGES.c.accepted_at)
    )
    grouped: dict[str, list[dt.datetime]] = {}
    for address_id, at in connection.execute(query):
        grouped.setdefault(address_id, []).append(at)
    return grouped


def last_of_kind(connection: Connection, contact_id: str, *, kind: str, since: dt.datetime) -> bool:
    """Whether a message of this kind was made for the contact since then."""
    query = select(MESSAGES.c.id).where(
        MESSAGES.c.contact_id == contact_id, MESSAGES.c.created_at >= since, MESSAGES.c.kind == kind
    )
    return connection.execute(query.limit(1)).first() is not None


def cancel_queued_of(connection: Connection, contact_id: str, *, purpose: str, now: dt.datetime, reason: str) -> int:
    """Nothing more of this purpose (`all` for every one) leaves for this person, except what confirms the opt-out."""
    statement = update(MESSAGES).where(
        MESSAGES.c.contact_id == contact_id, MESSAGES.c.status == "queued", MESSAGES.c.kind != "confirmation"
    )
    if purpose != "all":
        statement = statement.where(MESSAGES.c.purpose == purpose)
    return connection.execute(statement.values(status="cancelled", reason=reason, failed_at=now)).rowcount


_CANCEL = Bulk(
    lambda _dialect: (
        update(MESSAGES)
        .where(MESSAGES.c.enrollment_id == given("enrollment_id"), MESSAGES.c.status == "queued")
        .values(status="cancelled", reason=given("reason"), failed_at=given("at"))
    )
)


def cancel_queued_in(connection: Connection, left: Mapping[str, str], *, now: dt.datetime) -> None:
    """enrollment id → why it ended: what these passages had queued does not leave any more."""
    _CANCEL(
        connection,
        [{"enrollment_id": enrollment_id, "reason": reason, "at": now} for enrollment_id, reason in left.items()],
    )


def cancel_left_behind(connection: Connection, ids: Collection[str], *, now: dt.datetime) -> set[str]:
    """Of these queued messages, those whose passage was left early while they were on their way, and which came back to the
    queue since: they do not leave any more."""
    if not ids:
        return set()
    left = (
        select(ENROLLMENTS.c.exit_reason)
        .where(ENROLLMENTS.c.id == MESSAGES.c.enrollment_id, ENROLLMENTS.c.exited_at.is_not(None))
        .where(ENROLLMENTS.c.exit_reason != "end")
    )
    statement = update(MESSAGES).where(MESSAGES.c.id.in_(ids), MESSAGES.c.status == "queued", left.exists())
    values = {"status": "cancelled", "reason": left.scalar_subquery(), "failed_at": now}
    return set(connection.execute(statement.values(values).returning(MESSAGES.c.id)).scalars())
