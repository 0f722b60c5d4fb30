"""The people who work here, and the settings of the house."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlmodel import Field, SQLModel

from storage.columns import BigId, Json, UtcDateTime


class Person(SQLModel, table=True):
    """Someone who works in the designer. `role`: `marketing`, `reviewer`, `agent`, `owner`."""

    __tablename__ = "person"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True)
    name: str
    role: str = "owner"
    language: str = "fr"
    active: bool = True
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class HouseSetting(SQLModel, table=True):
    """A rule of the house by name, such as `sending` (`{"suspended": true, "by": …, "at": …}`)."""

    __tablename__ = "house_setting"  # pyright: ignore[reportAssignmentType]

    name: str = Field(primary_key=True)
    value: dict[str, Any] = Field(sa_type=Json)
    changed_at: dt.datetime = Field(sa_type=UtcDateTime)
    changed_by: str | None = None


class AuditEntry(SQLModel, table=True):
    """Who did what to which thing, and when. Appended in the transaction of the act, never changed."""

    __tablename__ = "audit_entry"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    at: dt.datetime = Field(sa_type=UtcDateTime, index=True)
    person_id: str | None = None
    act: str
    subject: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
