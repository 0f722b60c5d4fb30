"""Sends of which nobody knows what became: found, looked up at the provider, sent again where it never got them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, func, select, update

from storage.core import table
from storage.tables import Address, Message

MESSAGES, ADDRESSES = table(Message), table(Address)


def orphan(connection: Connection, sender_id: str, epoch: int) -> int:
    """What an earlier owner was sending when it ended: nobody knows what became of it."""
    statement = update(MESSAGES).where(
        MESSAGES.c.sender_id == sender_id, MESSAGES.c.status == "sending", MESSAGES.c.lane_epoch < epoch
    )
    return connection.execute(statement.values(status="unknown", reason="interrupted")).rowcount


def to_look_up(
    connection: Connection, sender_id: str, *, looked_up_before: dt.datetime, limit: int
) -> Sequence[RowMapping]:
    """Sends of which nobody knows what became, to be looked up at the provider, oldest first."""
    query = (
        select(MESSAGES, ADDRESSES.c.value.label("to"), ADDRESSES.c.channel)
        .join(ADDRESSES, ADDRESSES.c.id == MESSAGES.c.address_id)
        .where(MESSAGES.c.sender_id == sender_id, MESSAGES.c.status == "unknown")
        .where(func.coalesce(MESSAGES.c.looked_up_at, MESSAGES.c.created_at) <= looked_up_before)
    )
    return connection.execute(query.order_by(MESSAGES.c.id).limit(limit)).mappings().all()


def note_looked_up(connection: Connection, ids: Sequence[str], *, now: dt.datetime) -> None:
    if ids:
        connection.execute(update(MESSAGES).where(MESSAGES.c.id.in_(ids)).values(looked_up_at=now))


def requeue(connection: Connection, rows: Sequence[RowMapping], *, now: dt.datetime) -> set[str]:
    """The provider says it never got these, as they were read: they may leave again. One that was sent once more since then
    stays as it is; the provider was not asked about that sending."""
    requeued = set[str]()
    for attempts in {row["attempts"] for row in rows}:
        ids = [row["id"] for row in rows if row["attempts"] == attempts]
        statement = (
            update(MESSAGES)
            .where(MESSAGES.c.id.in_(ids), MESSAGES.c.status == "unknown", MESSAGES.c.attempts == attempts)
            .values(status="queued", hold_until=now, reason=None).returning(MESSAGES.c.id)
        )  # fmt: skip
        requeued |= set(connection.execute(statement).scalars())
    return requeued


def lanes(connection: Connection) -> list[str]:
    query = select(MESSAGES.c.sender_id).where(MESSAGES.c.status.in_(("sending", "unknown"))).distinct()
    return list(connection.execute(query).scalars())
