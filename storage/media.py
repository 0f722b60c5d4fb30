"""Files that messages bring along, kept in pieces so that a part of a large one is read alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from storage.core import records, table
from storage.tables import MediaFile, MediaPiece

FILES, PIECES = table(MediaFile), table(MediaPiece)
PIECE = 262_144
"""Bytes."""


def add_file(
    connection: Connection, *, token: str, sha256: str, name: str, kind: str, content_type: str, content: bytes,
    at: dt.datetime,
) -> MediaFile:  # fmt: skip
    """Keep it; a file with the same content is the one that is there."""
    if (known := find_content(connection, sha256=sha256)) is not None:
        return known
    file = MediaFile(
        token=token, sha256=sha256, name=name, kind=kind, content_type=content_type, size=len(content), created_at=at
    )
    connection.execute(insert(FILES), [file.model_dump()])
    starts = range(0, len(content), PIECE)
    rows = [{"token": token, "number": start // PIECE, "content": content[start : start + PIECE]} for start in starts]
    connection.execute(insert(PIECES), rows)
    return file


def find_file(connection: Connection, *, token: str) -> MediaFile | None:
    found = records(connection, MediaFile, select(FILES).where(FILES.c.token == token))
    return found[0] if found else None


def find_content(connection: Connection, *, sha256: str) -> MediaFile | None:
    found = records(connection, MediaFile, select(FILES).where(FILES.c.sha256 == sha256))
    return found[0] if found else None


def list_files(connection: Connection) -> list[MediaFile]:
    """The newest first."""
    return records(connection, MediaFile, select(FILES).order_by(FILES.c.created_at.desc(), FILES.c.name))


def read_piece(connection: Connection, *, token: str, number: int) -> bytes:
    """Empty when there is none."""
    query = select(PIECES.c.content).where(PIECES.c.token == token, PIECES.c.number == number)
    return connection.execute(query).scalar() or b""


def pieces_of(first: int, last: int) -> Iterator[tuple[int, slice]]:
    """Which pieces hold the bytes from `first` to `last` (both counted from 0, both included), and what of each."""
    for number in range(first // PIECE, last // PIECE + 1):
        start = number * PIECE
        yield number, slice(max(first - start, 0), min(last - start + 1, PIECE))
