"""Messages that limits put off: letting them go again, and what a limit counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, literal_column, select, update

from storage.among import among
from storage.outbox import MESSAGES

Sent: TypeAlias = tuple[str, str, dt.datetime | None, dt.datetime]
"""Contact, kind, what it answers (when the customer wrote), when it set off."""
LEFT = ("sending", "unknown", "accepted", "sent", "delivered", "read")


_RELEASE = (
    update(MESSAGES)
    .where(among(MESSAGES.c.id, "ids"), MESSAGES.c.status == "queued")
    .values(hold_until=bindparam("at", type_=MESSAGES.c.hold_until.type), hold_reason=None)
)


def release(connection: Connection, sender_id: str, reasons: Collection[str], *, now: dt.datetime, most: int) -> int:
    """What waits for these reasons may be looked at now; how many were let go, the longest waiting ids first."""
    held = (
        select(MESSAGES.c.id)
        .where(MESSAGES.c.sender_id == sender_id, MESSAGES.c.status == "queued", MESSAGES.c.hold_until > now)
        .where(MESSAGES.c.hold_reason.in_(reasons))
        .order_by(MESSAGES.c.hold_until, MESSAGES.c.id)
        .limit(most)
    )
    ids = list(connection.execute(held).scalars())
    if not ids:
        return 0
    # Two statements: Postgres would join the whole table with the page.
    return connection.execute(_RELEASE, {"ids": ids, "at": now}).rowcount


# Spelled out: with a parameter in its place the index on marketing alone could not be used.
_MARKETING = (
    select(MESSAGES.c.contact_id, MESSAGES.c.kind, MESSAGES.c.answers_at, MESSAGES.c.sending_at)
    .where(among(MESSAGES.c.contact_id, "contacts"), MESSAGES.c.purpose == literal_column("'marketing'"))
    .where(MESSAGES.c.sending_at > bindparam("since", type_=MESSAGES.c.sending_at.type))
    .where(MESSAGES.c.status.in_(LEFT))
)


def marketing_since(connection: Connection, contact_ids: Collection[str], *, since: dt.datetime) -> Sequence[Sent]:
    """Marketing messages that set off to these people after that moment; what was refused or failed is none."""
    if not contact_ids:
        return []
    return [(contact, kind, answers_at, at) for contact, kind, answers_at, at in connection.execute(
        _MARKETING, {"contacts": contact_ids, "since": since}
    )]  # fmt: skip
