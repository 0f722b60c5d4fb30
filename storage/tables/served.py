"""What is served under the public address: counted links, files of messages."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime

CLICKED = text("clicked_at IS NOT NULL")


class CountedLink(SQLModel, table=True):
    """A link of one message that leads through us. `token` is chance alone. `clicked_at`: the first click; `clicks`: all of them."""

    __tablename__ = "counted_link"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("message_id", "target"),
        Index("counted_link_clicked", "journey_id", "version_id", "step_id", sqlite_where=CLICKED, postgresql_where=CLICKED),
    )  # fmt: skip

    token: str = Field(primary_key=True)
    message_id: str = Field(foreign_key="message.id")
    journey_id: str | None = None
    version_id: str | None = None
    step_id: str | None = None
    target: str
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    clicked_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    clicks: int = 0


class MediaFile(SQLModel, table=True):
    """A file that messages bring along. `token` is chance alone; the same content is kept once."""

    __tablename__ = "media_file"  # pyright: ignore[reportAssignmentType]

    token: str = Field(primary_key=True)
    sha256: str = Field(unique=True)
    name: str
    kind: str
    content_type: str
    size: int
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class MediaPiece(SQLModel, table=True):
    """A part of a file's bytes, counted from 0; all but the last are of one size (`storage.media.PIECE`)."""

    __tablename__ = "media_piece"  # pyright: ignore[reportAssignmentType]

    token: str = Field(primary_key=True, foreign_key="media_file.token")
    number: int = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
