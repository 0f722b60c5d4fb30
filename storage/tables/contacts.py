"""Contacts, their addresses, their consents and the service windows they opened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId, Json, UtcDateTime

UNINDEXED = text("revision <> indexed_revision")


class Contact(SQLModel, table=True):
    """A person a journey talks to. The id is ours; a phone number is an address, never the key.

    `shard` (0 to 63) is fixed when the contact is created: everything about one person is worked in order.
    `attributes` are the customer's own fields, flat, JSON values. `revision` counts the changes that a segment may look
    at; where `indexed_revision` is another, the contact's facts are to be made anew.
    """

    __tablename__ = "contact"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("contact_unindexed", "id", sqlite_where=UNINDEXED, postgresql_where=UNINDEXED),)

    id: str = Field(primary_key=True)
    shard: int
    external_id: str | None = Field(default=None, unique=True)
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    attributes: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    is_sample: bool = False
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    erased_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    indexed_revision: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Address(SQLModel, table=True):
    """How a contact is reached: `channel` (`whatsapp`, `sms`) and `value` (digits of a wa_id, or a business-scoped
    user id such as `FR.1349…`). A contact may have several."""

    __tablename__ = "address"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("channel", "value"),)

    id: str = Field(primary_key=True)
    contact_id: str = Field(foreign_key="contact.id", index=True)
    channel: str
    value: str
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class ServiceWindow(SQLModel, table=True):
    """One per sender and address: when the customer last wrote opens 24 h for session messages."""

    __tablename__ = "service_window"  # pyright: ignore[reportAssignmentType]

    sender_id: str = Field(primary_key=True, foreign_key="sender.id")
    address_id: str = Field(primary_key=True, foreign_key="address.id")
    last_inbound_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_outbound_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_outbound_purpose: str | None = None


class Consent(SQLModel, table=True):
    """One dated statement of a person, appended, never changed; the newest for a purpose counts.

    `purpose`: `marketing`, `service` or `all`; `given`: true is an opt-in, false an opt-out. `proof` keeps the words
    shown or written and the event that carried them (GDPR art. 7.1).
    """

    __tablename__ = "consent"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("consent_of_contact", "contact_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    contact_id: str = Field(foreign_key="contact.id")
    channel: str = "whatsapp"
    purpose: str
    given: bool
    source: str
    proof: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    stated_at: dt.datetime = Field(sa_type=UtcDateTime)
    recorded_at: dt.datetime = Field(sa_type=UtcDateTime)
    dedupe_key: str | None = Field(default=None, unique=True)
