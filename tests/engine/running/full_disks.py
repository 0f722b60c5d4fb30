"""Disks that are full when a test wants it: as many pages as the file has, or a small file system where one may be mounted."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from storage.database import open_database, writing
from tests.crash.furnishing import command

UNLIMITED = 2**30
_keys = itertools.count(1)
FILLER = text(
    "INSERT INTO inbound_event (source, dedupe_key, raw, received_at, status, attempts) "
    "VALUES ('filler', :key, :raw, '2026-01-01 00:00:00', 'done', 0)"
)


class Disk(Protocol):
    def fill(self) -> None: ...
    def make_room(self) -> None: ...


class PageLimit:
    """SQLite may not make its file longer: to the engine that is a full disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._limit = engine, UNLIMITED
        event.listen(engine, "checkout", self._set)

    def _set(self, connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {self._limit}")

    def fill(self) -> None:
        self._limit = 1  # SQLite takes it for “as many as there are”
        use_up(self._engine)

    def make_room(self) -> None:
        self._limit = UNLIMITED


class SmallDisk:
    """A file system of its own; `filler` takes what is left of it."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._filler, self._engine = folder / "filler", engine

    def fill(self) -> None:
        with self._filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 4096)
        use_up(self._engine)

    def make_room(self) -> None:
        self._filler.unlink()


def use_up(engine: Engine) -> None:
    """What is free inside the file: until many rows in a row found no place."""
    refused = 0
    for size in (4000, 0):
        while refused < 30:
            try:
                with writing(engine) as connection:
                    connection.execute(FILLER, {"key": f"filler-{next(_keys)}", "raw": "x" * size})
                refused = 0
            except OperationalError:
                refused += 1
        refused = 0


@contextmanager
def mounted(megabytes: int) -> Iterator[Path]:
    """An empty file system of this size; the test is skipped where nobody may mount one."""
    folder = tempfile.mkdtemp(prefix="parcours-disk-")
    options = f"size={megabytes}m,mode=777"
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("nobody may mount a file system here")
    try:
        yield Path(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        Path(folder).rmdir()


@contextmanager
def small_tablespace(server: URL) -> Iterator[tuple[Engine, Path]]:
    """A database with the schema whose files lie on a small file system, apart from the server's own log."""
    with mounted(64) as small:
        place = small / "tables"
        place.mkdir()
        with suppress(LookupError):
            shutil.chown(place, "pgserver", "pgserver")  # under which the server of the tests runs for root
        command(server, f"CREATE TABLESPACE small LOCATION '{place}'")
        command(server, "CREATE DATABASE small TEMPLATE parcours_template TABLESPACE small")
        engine = open_database(server.set(database="small"))
        try:
            yield engine, small
        finally:
            engine.dispose()
            command(server, "DROP DATABASE small WITH (FORCE)")
            command(server, "DROP TABLESPACE small")
