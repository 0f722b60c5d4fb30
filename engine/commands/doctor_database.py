"""The doctor at the database: does it answer, has it this version's schema, is there room, do the clocks agree."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, func, make_url, select, text

from engine.clock import Clock
from engine.commands.finding import Finding
from engine.commands.opening import shown_url
from engine.commands.words import say
from engine.errors import explain
from engine.settings import Settings
from storage.columns import UtcDateTime
from storage.database import open_database, reading
from storage.sqlite_driver import DRIVER
from storage.upgrade import current, is_current

LITTLE, TOO_LITTLE = 2_000_000_000, 200_000_000
"""Bytes that are free on the disk of an SQLite file."""
APART, FAR_APART = dt.timedelta(seconds=1), dt.timedelta(seconds=5)


def database_findings(settings: Settings, clock: Clock) -> tuple[Engine | None, list[Finding]]:
    """The open database where it can be worked with, for the other findings."""
    name = say("Base de données", "Database")
    try:
        where, engine = shown_url(settings.database_url), open_database(settings.database_url)
        revision, up_to_date = current(engine), is_current(engine)
    except Exception as problem:
        return None, [Finding("database", name, "broken", " ".join(explain(problem) or [type(problem).__name__]))]
    if not up_to_date:
        state = (
            say("est vide", "is empty")
            if revision is None
            else say(f"a le schéma {revision}", f"has schema {revision}")
        )
        engine.dispose()
        remedy = say("lancez « parcours db upgrade »", "run “parcours db upgrade”")
        return None, [Finding("database", name, "broken", f"{where} {state}", remedy)]
    with reading(engine) as connection:
        found = [Finding("database", name, "ok", f"{where}, schema {revision}, {_kind(connection)}")]
        found += _room(settings) if engine.dialect.name == "sqlite" else [_clocks(connection, clock)]
    return engine, found


def _kind(connection: Connection) -> str:
    """Which database, in which version and manner."""
    if connection.dialect.name == "sqlite":
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        return f"SQLite {DRIVER.sqlite_version}, journal {str(mode).upper()}"
    return f"Postgres {connection.execute(text('SHOW server_version')).scalar_one()}"


def _room(settings: Settings) -> Iterator[Finding]:
    file = make_url(settings.database_url).database
    if not file or file == ":memory:":
        return
    free = shutil.disk_usage(Path(file).resolve().parent).free
    level = "broken" if free < TOO_LITTLE else "look" if free < LITTLE else "ok"
    yield Finding(
        "disk", say("Place sur le disque", "Disk space"), level,
        say(f"{free / 1e9:.1f} Go libres", f"{free / 1e9:.1f} GB free"),
        "" if level == "ok" else say("faites de la place : un disque plein refuse chaque webhook",
                                     "make room: a full disk refuses every webhook"),
    )  # fmt: skip


def _clocks(connection: Connection, clock: Clock) -> Finding:
    """Waits and leases are reckoned with our clock; several machines must agree."""
    before = clock()
    theirs = connection.execute(select(func.clock_timestamp(type_=UtcDateTime))).scalar_one()
    apart = abs(theirs - (before + (clock() - before) / 2))
    level = "broken" if apart > FAR_APART else "look" if apart > APART else "ok"
    seconds = f"{apart.total_seconds():.1f} s"
    return Finding(
        "clock", say("Horloge", "Clock"), level,
        say(f"{seconds} d'écart avec la base", f"{seconds} apart from the database's"),
        "" if level == "ok" else say("réglez les horloges par NTP", "keep the machines' clocks together (NTP)"),
    )  # fmt: skip
