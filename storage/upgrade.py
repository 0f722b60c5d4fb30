"""Bringing a database to the schema of this release, and asking whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.database import reading, writing

MIGRATIONS = Path(__file__).with_name("migrations")
LOCK = 7_282_687
"""Any number, always the same: the Postgres lock that lets one process migrate at a time."""


def upgrade(engine: Engine) -> list[str]:
    """Apply what is missing, all or nothing, and return the revisions applied, oldest first.

    Safe to call at each start and from several processes at once: the second waits and finds nothing to do.
    """
    with writing(engine) as connection:
        _wait_for_our_turn(connection)
        missing = _missing(connection)
        if missing:
            command.upgrade(_config(connection), "head")
        return missing


def current(engine: Engine) -> str | None:
    """The revision that the database stands at; None when it holds nothing of ours."""
    with reading(engine) as connection:
        return _revision(connection)


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this release needs."""
    with reading(engine) as connection:
        return has_current_schema(connection)


def has_current_schema(connection: Connection) -> bool:
    """The same over a connection that is open already."""
    return _revision(connection) == _scripts().get_current_head()


def _wait_for_our_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's BEGIN IMMEDIATE has waited already
        connection.execute(text("SET LOCAL statement_timeout = 0"))  # a large table takes its time
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _missing(connection: Connection) -> list[str]:
    steps = _scripts().iterate_revisions("head", _revision(connection) or "base")
    return [step.revision for step in steps][::-1]


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
