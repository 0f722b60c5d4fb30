"""Segments, what they look at, and the starts that are planned for many people at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import Json, UtcDateTime

OPEN_RUN = text("status IN ('planned', 'running')")


class Segment(SQLModel, table=True):
    """A description of people, kept to be used again. `definition` is `{"name", "when"}` as a journey's file holds it.
    A journey keeps its own copy: what was reviewed is what runs."""

    __tablename__ = "segment"  # pyright: ignore[reportAssignmentType]

    key: str = Field(primary_key=True)
    name: str = ""
    definition: dict[str, Any] = Field(sa_type=Json)
    changed_at: dt.datetime = Field(sa_type=UtcDateTime)
    changed_by: str | None = None


class ContactFact(SQLModel, table=True):
    """One value that a condition may look at, in the forms in which conditions compare, so that the database decides as
    the engine does. Made from the contact and its consents; `contact.indexed_revision` says from which state.

    `name`: `contact.city`, `consent.marketing`. `place`: 0 for the value, 1… for the items of a list. `kind`: `value`,
    `bool`, `empty`, `list`, `group`. `folded`: without case, accents and punctuation; `head` its first 64 characters.
    `number`, `instant` (microseconds since 1970, UTC), `truth` and `day` (`month * 100 + day` of a date) where the value
    can be read so.
    """

    __tablename__ = "contact_fact"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("contact_fact_day", "name", "day", "contact_id"),)

    contact_id: str = Field(primary_key=True, foreign_key="contact.id")
    name: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    kind: str
    head: str
    folded: str
    number: float | None = None
    instant: int | None = Field(default=None, sa_type=BigInteger)
    truth: bool | None = None
    day: int | None = None


class StartRun(SQLModel, table=True):
    """One planned start of many people: a segment at a moment, or a date trigger on one day. Worked in chunks; each
    person's start is an event of its own under a key made of this row.

    `occurrence`: `now`, or the moment or day it is for. `due_at`: when there is something to do next. `status`: `planned
    → running → done`, or `skipped` (too late), `cancelled` (with `reason`). `cursor`: the last contact that was found.
    `found`, `entered`, `refused` (by the entry rules), `missed` (more than a day late), `unreadable` count people.
    """

    __tablename__ = "start_run"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("journey_id", "trigger_id", "occurrence"),
        Index("start_run_due", "due_at", sqlite_where=OPEN_RUN, postgresql_where=OPEN_RUN),
    )

    id: str = Field(primary_key=True)
    journey_id: str = Field(foreign_key="journey.id")
    trigger_id: str
    occurrence: str
    planned_for: dt.datetime = Field(sa_type=UtcDateTime)
    due_at: dt.datetime = Field(sa_type=UtcDateTime)
    status: str = "planned"
    reason: str | None = None
    cursor: str = ""
    found: int = 0
    entered: int = 0
    refused: int = 0
    missed: int = 0
    unreadable: int = 0
    finished_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
