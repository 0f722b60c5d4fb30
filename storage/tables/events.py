"""What came in from outside, kept under a key that is never forgotten."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId, Json, UtcDateTime

NEW = text("status = 'new'")
ROUTED = text("status = 'routed'")
FRESH = text("status = 'new' AND retry_at IS NULL")
HELD = text("status = 'held'")
ASIDE = text("status = 'aside'")
UNHEARD = text("heard_from IS NOT NULL AND status IN ('new', 'routed')")


class InboundEvent(SQLModel, table=True):
    """One event: a customer's message, a receipt, an API event, or the outcome of a send.

    `source`: a provider's name, `api` or `engine`. `dedupe_key` is unique for a source, for good: the same event a
    week later changes nothing. `heard_from`: the customer's id on the channel where they said something, known before it is
    understood. `raw` is what arrived; `body` what we understood (see `engine.journey.events`).
    `status`: `new` (stored, not read) → `routed` (contact known, waits for its shard) → `done`, or `aside` (with `reason`).
    """

    __tablename__ = "inbound_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("source", "dedupe_key"),
        Index("inbound_new", "id", sqlite_where=NEW, postgresql_where=NEW),
        Index("inbound_fresh", "received_at", sqlite_where=FRESH, postgresql_where=FRESH),
        Index("inbound_held", "reason", sqlite_where=HELD, postgresql_where=HELD),
        Index("inbound_routed", "shard", "id", sqlite_where=ROUTED, postgresql_where=ROUTED),
        Index("inbound_aside", "id", sqlite_where=ASIDE, postgresql_where=ASIDE),
        Index("inbound_of_contact", "contact_id", "id"),
        Index("inbound_unheard", "heard_from", sqlite_where=UNHEARD, postgresql_where=UNHEARD),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    source: str
    dedupe_key: str
    heard_from: str | None = None
    status: str = "new"
    kind: str | None = None
    raw: str | None = None
    body: dict[str, Any] | None = Field(default=None, sa_type=Json)
    shard: int | None = None
    contact_id: str | None = None
    sender_id: str | None = None
    address_id: str | None = None
    occurred_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    received_at: dt.datetime = Field(sa_type=UtcDateTime)
    handled_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    retry_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    result: dict[str, Any] | None = Field(default=None, sa_type=Json)
    reason: str | None = None
