"""Enrollments (one contact's passage through one version), what was sent, and where they went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId, Json, UtcDateTime

ACTIVE = text("status = 'active'")
DUE = text("status = 'active' AND wake_at IS NOT NULL")
QUEUED = text("status = 'queued'")
FALLBACK = text("kind = 'fallback'")
ELSEWHERE = text("went_by IS NOT NULL")
MARKETING = text("purpose = 'marketing' AND sending_at IS NOT NULL")
OPEN = text("status IN ('sending', 'unknown')")


class Enrollment(SQLModel, table=True):
    """One contact's passage. `state` is what `advance` needs to go on; the columns beside it are for queries.

    `waiting`: `outcome` (of a send), `reply`, `time`, `event`, `receipt`, `journey`, or nothing when it has left. `entry_key` is `""` or the value that
    `entry.per` names, so that a second order is not swallowed.
    """

    __tablename__ = "enrollment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "one_active_passage",
            "journey_id",
            "contact_id",
            "entry_key",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        Index("enrollment_due", "shard", "wake_at", sqlite_where=DUE, postgresql_where=DUE),
        Index("enrollment_of_contact", "contact_id", "status"),
        Index("enrollment_at_step", "journey_id", "status", "step_id"),
    )

    id: str = Field(primary_key=True)
    shard: int
    journey_id: str = Field(foreign_key="journey.id")
    version_id: str = Field(foreign_key="journey_version.id")
    contact_id: str = Field(foreign_key="contact.id")
    sender_id: str = Field(foreign_key="sender.id")
    address_id: str | None = Field(default=None, foreign_key="address.id")
    entry_key: str = ""
    trigger_id: str
    status: str = "active"
    step_id: str | None = None
    waiting: str | None = None
    wake_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: dict[str, Any] = Field(sa_type=Json)
    entered_at: dt.datetime = Field(sa_type=UtcDateTime)
    moved_at: dt.datetime = Field(sa_type=UtcDateTime)
    exited_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    exit_reason: str | None = None
    problem: str | None = None


class Message(SQLModel, table=True):
    """One message to one person. The id is made from the enrollment and the visit, so a visit never sends twice.

    `status`: `queued → sending → accepted | failed | refused | unknown | cancelled`, then `delivered`, `read` by receipt.
    `kind`: `template`, `session`, `fallback` (a template that left in place of a session message), `confirmation` (of an
    opt-out), `house_reply`. `body` is the rendered content. `went_by`: another channel than the sender's (`sms`), where it took one.
    """

    __tablename__ = "message"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("message_queued", "sender_id", "hold_until", "id", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index("message_open", "sender_id", "status", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("message_of_contact", "contact_id", "created_at"),
        Index("message_made", "created_at"),
        Index("message_marketing", "contact_id", "sending_at", sqlite_where=MARKETING, postgresql_where=MARKETING),
        Index("message_fallback", "journey_id", "step_id", sqlite_where=FALLBACK, postgresql_where=FALLBACK),
        Index("message_elsewhere", "journey_id", "step_id", sqlite_where=ELSEWHERE, postgresql_where=ELSEWHERE),
        Index("message_of_journey", "journey_id", "version_id", "step_id", "status"),
    )

    id: str = Field(primary_key=True)
    shard: int
    contact_id: str = Field(foreign_key="contact.id")
    sender_id: str = Field(foreign_key="sender.id")
    address_id: str = Field(foreign_key="address.id")
    enrollment_id: str | None = Field(default=None, foreign_key="enrollment.id", index=True)
    journey_id: str | None = Field(default=None, foreign_key="journey.id")
    version_id: str | None = None
    step_id: str | None = None
    kind: str
    purpose: str
    body: dict[str, Any] = Field(sa_type=Json)
    status: str = "queued"
    reason: str | None = None
    detail: str | None = None
    provider_message_id: str | None = Field(default=None, index=True)
    attempts: int = 0
    lane_epoch: int = 0
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    hold_until: dt.datetime = Field(sa_type=UtcDateTime)
    hold_reason: str | None = None
    answers_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    sending_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    delivered_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    failed_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_up_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    went_by: str | None = None


class StepEvent(SQLModel, table=True):
    """A contact went through a step by a port (`port` is null for the arrival). Appended; feeds the counts on the map."""

    __tablename__ = "step_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("step_event_of_version", "journey_id", "version_id", "step_id", "port"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    enrollment_id: str = Field(foreign_key="enrollment.id", index=True)
    journey_id: str
    version_id: str
    step_id: str
    port: str | None = None
    why: str | None = None
    at: dt.datetime = Field(sa_type=UtcDateTime)
