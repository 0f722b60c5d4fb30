"""Questions to other systems that journeys ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.columns import Json, UtcDateTime

OPEN = text("status IN ('queued', 'calling')")


class HttpCall(SQLModel, table=True):
    """One question of one visit. `status`: `queued → calling → done | failed`, or `cancelled` with its passage.

    While it is `calling`, `hold_until` is the end of the claim: past it, whoever asked is taken for dead. `attempts` tells a
    late writer that the call is not its own any more. `request` holds `method`, `url`, `headers`, `body`, `save` and
    `wait` (seconds).
    """

    __tablename__ = "http_call"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("http_call_open", "status", "hold_until", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("http_call_of_enrollment", "enrollment_id"),
    )

    id: str = Field(primary_key=True)
    shard: int
    contact_id: str = Field(foreign_key="contact.id")
    enrollment_id: str = Field(foreign_key="enrollment.id")
    journey_id: str = Field(foreign_key="journey.id")
    step_id: str
    request: dict[str, Any] = Field(sa_type=Json)
    status: str = "queued"
    reason: str | None = None
    http_status: int | None = None
    attempts: int = 0
    hold_until: dt.datetime = Field(sa_type=UtcDateTime)
    until: dt.datetime = Field(sa_type=UtcDateTime)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    ended_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
