"""What became of messages that were tried: accepted, read, to be sent again, or at their end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, update

from storage.bulk import Bulk, given
from storage.core import table
from storage.tables import Message

MESSAGES = table(Message)
# Spelled without IN, whose marks expand only when it runs. A message may be `queued` again when the answer to its first
# sending comes at last; it must not leave a second time. Unless that sending is known to have failed: its news came sooner.
_OPEN = or_(*(MESSAGES.c.status == status for status in ("queued", "sending", "unknown")))
_NOT_FAILED = MESSAGES.c.provider_message_id.is_distinct_from(given("provider_id", MESSAGES.c.provider_message_id.type))
_NOTE_ACCEPTED = Bulk(
    lambda _dialect: (
        update(MESSAGES)
        .where(MESSAGES.c.id == given("id"))
        .values(
            status=case((and_(_OPEN, _NOT_FAILED), "accepted"), else_=MESSAGES.c.status),
            provider_message_id=given("provider_id"),
            accepted_at=func.coalesce(MESSAGES.c.accepted_at, given("at", MESSAGES.c.accepted_at.type)),
            reason=None, hold_reason=None,
        )
    )
)  # fmt: skip


def note_accepted(connection: Connection, rows: Sequence[tuple[str, str, dt.datetime]]) -> None:
    """(message id, provider's id, when). True whoever writes it; a receipt that came first keeps its higher rank."""
    _NOTE_ACCEPTED(
        connection, [{"id": message_id, "provider_id": provider_id, "at": at} for message_id, provider_id, at in rows]
    )


def note_read(connection: Connection, rows: Sequence[tuple[str, dt.datetime]]) -> None:
    """(message id, when the customer answered or tapped it): it was read, whatever receipts say. What was refused or failed
    stays so."""
    if rows:
        has_left = or_(*(MESSAGES.c.status == status for status in ("accepted", "sent", "delivered", "read")))
        at = bindparam("at", type_=MESSAGES.c.read_at.type)
        # Customers' times are whole seconds: nobody reads before it left.
        after_it_left = case((MESSAGES.c.accepted_at > at, MESSAGES.c.accepted_at), else_=at)
        connection.execute(
            update(MESSAGES).where(MESSAGES.c.id == bindparam("of_id"), has_left).values(
                status="read", read_at=func.coalesce(MESSAGES.c.read_at, after_it_left)),
            [{"of_id": message_id, "at": at} for message_id, at in rows],
        )  # fmt: skip


def send_again(
    connection: Connection,
    message_id: str,
    *,
    hold_until: dt.datetime,
    reason: str,
    body: Mapping[str, Any] | None,
    failed_id: str = "",
    epoch: int | None = None,
) -> None:
    """The provider told that it did not arrive: it waits once more, with another content as a fallback template. One that
    was delivered after all stays so. `failed_id`: the provider's id of the try that failed, whose acceptance may be written
    after that. `epoch`: only if this owner of the lane claimed it last."""
    values: dict[str, Any] = {
        "status": "queued",
        "hold_until": hold_until,
        "hold_reason": reason or None,
        "reason": None,
    }
    if body is not None:
        values |= {"kind": "fallback", "body": dict(body)}
    if failed_id:
        values["provider_message_id"] = failed_id
    left = MESSAGES.c.status.in_(("sending", "unknown", "accepted", "sent"))
    statement = update(MESSAGES).where(MESSAGES.c.id == message_id, left).values(**values)
    if epoch is not None:
        statement = statement.where(MESSAGES.c.lane_epoch == epoch)
    connection.execute(statement)


def settle(
    connection: Connection,
    ids: Sequence[str],
    *,
    status: str,
    reason: str,
    detail: str,
    now: dt.datetime,
    from_status: Sequence[str] = ("queued", "sending", "unknown"),
    epoch: int | None = None,
) -> set[str]:
    """End messages as `refused`, `failed`, `cancelled`, `dropped` or `unknown`; which of them were still open. `epoch`: only
    those that this owner of the lane claimed last."""
    if not ids:
        return set()
    statement = (
        update(MESSAGES).where(MESSAGES.c.id.in_(ids), MESSAGES.c.status.in_(from_status))
        .values(status=status, reason=reason, detail=detail[:500], failed_at=now)
        .returning(MESSAGES.c.id)
    )  # fmt: skip
    if epoch is not None:
        statement = statement.where(MESSAGES.c.lane_epoch == epoch)
    return set(connection.execute(statement).scalars())
