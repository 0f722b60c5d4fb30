"""Senders (our numbers) and the message templates approved for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Json, UtcDateTime


class Sender(SQLModel, table=True):
    """Our identity on a channel: a number at a provider. Its lane is worked by one owner at a time.

    `number`: digits as the provider knows them. `lane_epoch` rises with each new owner; rows in `sending` of an older
    epoch become `unknown`. Where several workers share the database, `lane_owner` holds the lane until `lane_until`, and the
    next owner posts nothing before `lane_free_at`.

    What the provider tells: `rate_per_second` (messages a second the lane may post), `quality` (`green`, `yellow`, `red`,
    `unknown`), `status` (`connected`; `no_templates` and `restricted`, each until `restricted_until` where it says so;
    others as it calls them). `overrides`: what a person decided against it, with who and when (`storage.senders`).

    What the lane notes: `slot_at` (the moment given to the last slowed message), `held_as` (under which limits messages
    were put off), and `blocked_until`, `blocked_reason`, `blocked_detail` after trouble with the whole sender.
    """

    __tablename__ = "sender"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    channel: str = "whatsapp"
    provider: str
    number: str
    display_name: str
    portfolio: str = ""
    rate_per_second: int = 20
    quality: str = "green"
    status: str = "connected"
    restricted_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    overrides: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    paused: bool = False
    slot_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_as: str = ""
    blocked_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    blocked_reason: str | None = None
    blocked_detail: str | None = None
    lane_epoch: int = 0
    lane_owner: str | None = None
    lane_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    lane_free_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class Portfolio(SQLModel, table=True):
    """What several senders share at WhatsApp: to how many people a moving day may bring messages outside their windows.

    `told_limit`: as the provider says; -1 without limit, None not told. `overrides`: a person's own limit. `counted`: people
    reached in the day before `counted_at`, and since; `promised_until`: the last place given to a message that waits.
    """

    __tablename__ = "portfolio"  # pyright: ignore[reportAssignmentType]

    key: str = Field(primary_key=True)
    told_limit: int | None = None
    told_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    overrides: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    counted: int = 0
    counted_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    promised_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class PortfolioReach(SQLModel, table=True):
    """When the last message outside the window set off to an address, from any sender of the portfolio."""

    __tablename__ = "portfolio_reach"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("portfolio_reach_latest", "portfolio", "reached_at"),)

    portfolio: str = Field(primary_key=True)
    address_id: str = Field(primary_key=True)
    reached_at: dt.datetime = Field(sa_type=UtcDateTime)


class Shard(SQLModel, table=True):
    """One of 64 parts of the contacts. `epoch` rises with each owner that takes it."""

    __tablename__ = "shard"  # pyright: ignore[reportAssignmentType]

    number: int = Field(primary_key=True)
    epoch: int = 0


class MessageTemplate(SQLModel, table=True):
    """A text approved beforehand; name and language are its identity at WhatsApp.

    `status`: `APPROVED`, `PENDING`, `REJECTED`, `PAUSED`, `DISABLED`, `DRAFT`; only APPROVED can be sent.
    `category`: `MARKETING`, `UTILITY`, `AUTHENTICATION`. `components`: `{"header", "body", "footer", "buttons"}`.
    `changed_at`: when its content or category became another than it was first, or this language joined others; else None.
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
    changed_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
