"""Sends of which nobody knows what became, for a person to decide (semantics, “Sending”: ask a person for service)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, update

from storage import inbox
from storage.audit import append_entry
from storage.core import Refused, table
from storage.overdue import refused_row
from storage.tables import Address, Contact, Journey, Message

MESSAGES, CONTACTS, ADDRESSES, JOURNEYS = table(Message), table(Contact), table(Address), table(Journey)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """One such message: to whom, what it says (`body`, rendered), when its first byte left, and why nothing is known (`reason`,
    `detail` in the provider's words). `journey` is its name, `journey_names` by language; the house's own answers have none."""

    message_id: str
    contact_id: str
    name: str | None
    address: str | None
    step_id: str | None
    kind: str
    body: Mapping[str, Any]
    sent_at: dt.datetime
    journey: str | None = None
    reason: str | None = None
    detail: str | None = None
    looked_up_at: dt.datetime | None = None
    journey_names: Mapping[str, str] | None = None


def list_unconfirmed(connection: Connection, *, journey_id: str | None = None, limit: int = 50) -> list[Unconfirmed]:
    """Sends without an answer, of one journey or of the whole house, the longest waited for first."""
    message = MESSAGES.c
    sent_at = func.coalesce(message.sending_at, message.created_at, type_=message.created_at.type).label("sent_at")
    query = (
        select(message.id.label("message_id"), message.contact_id, CONTACTS.c.name, ADDRESSES.c.value.label("address"),
               message.step_id, message.kind, message.body, sent_at, JOURNEYS.c.name.label("journey"), message.reason,
               message.detail, message.looked_up_at, JOURNEYS.c.names.label("journey_names"))
        .join(CONTACTS, CONTACTS.c.id == message.contact_id)
        .join(ADDRESSES, ADDRESSES.c.id == message.address_id)
        .outerjoin(JOURNEYS, JOURNEYS.c.id == message.journey_id)
        .where(message.status == "unknown")
    )  # fmt: skip
    if journey_id is not None:
        query = query.where(message.journey_id == journey_id)
    rows = connection.execute(query.order_by(sent_at, message.id).limit(limit)).mappings()
    return [Unconfirmed(**row) for row in rows]


def resend(connection: Connection, *, message_id: str, by: str | None, at: dt.datetime) -> Refused | None:
    """Queue it again, as a person wants: the customer may get it twice. Refused as `settled` (`found`: its status now)
    when an answer came meanwhile, or `no_such_message`."""
    values = {"status": "queued", "hold_until": at, "reason": None, "hold_reason": None}
    settled = _settle(connection, message_id, values)
    if isinstance(settled, Refused):
        return settled
    _note(connection, "message.resent", settled, by=by, at=at)
    return None


def drop(connection: Connection, *, message_id: str, by: str | None, at: dt.datetime) -> Refused | None:
    """Do not send it again; its journey goes on. Refused as `resend` is."""
    settled = _settle(connection, message_id, {"status": "dropped", "reason": "unknown", "failed_at": at})
    if isinstance(settled, Refused):
        return settled
    if settled["enrollment_id"] is not None:
        inbox.add_internal(connection, [refused_row(settled, "unknown", at, result="dropped")])
    _note(connection, "message.dropped", settled, by=by, at=at)
    return None


def _settle(connection: Connection, message_id: str, values: Mapping[str, Any]) -> RowMapping | Refused:
    """Only one that is unknown still: a receipt may be faster than a person."""
    is_unknown = MESSAGES.c.id == message_id, MESSAGES.c.status == "unknown"
    done = (
        connection.execute(update(MESSAGES).where(*is_unknown).values(**values).returning(MESSAGES)).mappings().first()
    )
    if done is not None:
        return done
    status = connection.execute(select(MESSAGES.c.status).where(MESSAGES.c.id == message_id)).scalar_one_or_none()
    return Refused("no_such_message", message_id) if status is None else Refused("settled", status)


def _note(connection: Connection, act: str, message: RowMapping, *, by: str | None, at: dt.datetime) -> None:
    append_entry(
        connection, act, f"message:{message['id']}", by=by, at=at, journey=message["journey_id"],
        contact=message["contact_id"],
    )  # fmt: skip
