"""Journeys, their versions and the edits that made a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId, Json, UtcDateTime

DRAFT_ONLY = text("status = 'draft'")
FROM_A_CLIENT = text("client <> ''")


class Journey(SQLModel, table=True):
    """One automation a person draws.

    `state`: `draft` (never published), `live`, `paused` (nobody enters, moves or is sent to), `retired`
    (nobody enters, those inside finish), `stopped` (all have left), `archived`. `name` is in the journey's own language,
    `names` by language where it has several.
    """

    __tablename__ = "journey"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    state: str = "draft"
    live_version_id: str | None = None
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    state_changed_at: dt.datetime = Field(sa_type=UtcDateTime)
    state_changed_by: str | None = None
    is_sample: bool = False
    names: dict[str, str] = Field(default_factory=dict, sa_type=Json)

    def name_in(self, language: str) -> str:
        """What people of this language (`fr`, `fr_CA`) call it."""
        base = language.split("_", maxsplit=1)[0].split("-", maxsplit=1)[0]
        return self.names.get(language) or self.names.get(base) or self.name


class JourneyVersion(SQLModel, table=True):
    """A definition: the one draft of a journey (`status = draft`, no number) or a published, immutable one.

    `revision` counts the edits of a draft; an edit names the revision that it was made on.
    """

    __tablename__ = "journey_version"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("journey_id", "number"),
        Index("one_draft_a_journey", "journey_id", unique=True, sqlite_where=DRAFT_ONLY, postgresql_where=DRAFT_ONLY),
    )

    id: str = Field(primary_key=True)
    journey_id: str = Field(foreign_key="journey.id", index=True)
    number: int | None = None
    status: str = "draft"
    definition: dict[str, Any] = Field(sa_type=Json)
    content_hash: str
    revision: int = 0
    based_on: str | None = None
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    created_by: str | None = None
    saved_at: dt.datetime = Field(sa_type=UtcDateTime)
    published_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_by: str | None = None


class ApprovedTemplate(SQLModel, table=True):
    """A template in one language as it stood when a version that names it went live, or when a person let it go on later."""

    __tablename__ = "approved_template"  # pyright: ignore[reportAssignmentType]

    version_id: str = Field(primary_key=True, foreign_key="journey_version.id")
    name: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    content_hash: str
    category: str
    components: dict[str, Any] = Field(sa_type=Json)
    approved_at: dt.datetime = Field(sa_type=UtcDateTime)
    approved_by: str | None = None


class DraftEdit(SQLModel, table=True):
    """One edit of a draft, as the places it changed with the value before and after: undo survives a reload.

    `changes`: list of `{"path": [...], "before": ..., "after": ...}`; a missing key means "was not there".
    """

    __tablename__ = "draft_edit"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("version_id", "revision"),
        Index(
            "one_edit_a_client_step",
            "version_id",
            "client",
            "client_seq",
            unique=True,
            sqlite_where=FROM_A_CLIENT,
            postgresql_where=FROM_A_CLIENT,
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    version_id: str = Field(foreign_key="journey_version.id", index=True)
    revision: int
    person_id: str | None = None
    client: str = ""
    client_seq: int = 0
    label: str = ""
    changes: list[dict[str, Any]] = Field(sa_type=Json)
    undoes: int | None = Field(default=None, sa_type=BigId)
    undone: bool = False
    made_at: dt.datetime = Field(sa_type=UtcDateTime)


class Story(SQLModel, table=True):
    """A conversation with expectations, kept with its journey and played against its draft. `definition` is what a story's
    file holds (docs/stories.md), without `journey`; `name` is unique in the journey."""

    __tablename__ = "story"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("journey_id", "name"),)

    id: str = Field(primary_key=True)
    journey_id: str = Field(foreign_key="journey.id")
    name: str
    definition: dict[str, Any] = Field(sa_type=Json)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    created_by: str | None = None
    changed_at: dt.datetime = Field(sa_type=UtcDateTime)
    changed_by: str | None = None
