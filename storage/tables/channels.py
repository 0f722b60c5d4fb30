"""Senders (our numbers) and the message templates approved for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Json, UtcDateTime


class Sender(SQLModel, table=True):
    """Our identity on a channel: a number at a provider. Its lane is worked by one owner at a time.

    `number`: digits as the provider knows them. `rate_per_second`: messages a second the lane may post.
    `lane_epoch` rises with each new owner; rows in `sending` of an older epoch become `unknown`. Where several workers share
    the database, `lane_owner` holds the lane until `lane_until`, and the next owner posts nothing before `lane_free_at`.
    """

    __tablename__ = "sender"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    channel: str = "whatsapp"
    provider: str
    number: str
    display_name: str
    rate_per_second: int = 20
    quality: str = "green"
    paused: bool = False
    lane_epoch: int = 0
    lane_owner: str | None = None
    lane_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    lane_free_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class Shard(SQLModel, table=True):
    """One of 64 parts of the contacts. `epoch` rises with each owner that takes it."""

    __tablename__ = "shard"  # pyright: ignore[reportAssignmentType]

    number: int = Field(primary_key=True)
    epoch: int = 0


class MessageTemplate(SQLModel, table=True):
    """A text approved beforehand; name and language are its identity at WhatsApp.

    `status`: `APPROVED`, `PENDING`, `REJECTED`, `PAUSED`, `DISABLED`, `DRAFT`; only APPROVED can be sent.
    `category`: `MARKETING`, `UTILITY`, `AUTHENTICATION`. `components`: `{"header", "body", "footer", "buttons"}`.
    """

    __tablename__ = "message_template"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("name", "language"),)

    id: str = Field(primary_key=True)
    name: str
    language: str
    category: str
    status: str
    components: dict[str, Any] = Field(sa_type=Json)
    content_hash: str
    reason: str | None = None
    quality: str | None = None
    synced_at: dt.datetime = Field(sa_type=UtcDateTime)
