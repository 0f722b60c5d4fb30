"""Opening the database for a command: it must have the schema of this version."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, make_url

from engine.commands.words import say
from engine.providers.base import Misconfigured
from engine.settings import load_settings
from storage.database import open_database
from storage.upgrade import current, is_current, upgrade


@contextmanager
def opened_database() -> Generator[Engine]:
    """The database of the settings, closed at the end. An empty one is made ready; an older one is not touched, because an
    upgrade is a decision: Misconfigured says so."""
    engine = open_database(load_settings().database_url)
    try:
        if current(engine) is None:
            upgrade(engine)
        elif not is_current(engine):
            raise Misconfigured(say(
                "La base n'a pas le schéma de cette version : lancez « parcours db upgrade ».",
                "The database has not the schema of this version: run “parcours db upgrade”.",
            ))  # fmt: skip
        yield engine
    finally:
        engine.dispose()


@contextmanager
def sole_worker(database_url: str) -> Generator[None]:
    """A file of SQLite has one worker at a time: Misconfigured when another process works on it. The system frees the mark
    when a process ends, however it ends. On Postgres workers share the database, and nothing is marked."""
    target = make_url(database_url)
    if target.get_backend_name() != "sqlite" or target.database in (None, "", ":memory:"):
        yield
        return
    with Path(f"{target.database}.worker").open("a") as mark:
        if not _is_ours(mark):
            raise Misconfigured(say(
                f"Un autre processus travaille déjà sur {target.database} : arrêtez-le, ou passez à Postgres pour en avoir plusieurs.",
                f"Another process works on {target.database} already: stop it, or use Postgres to have several.",
            ))  # fmt: skip
        yield


def _is_ours(mark: IO[str]) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def shown_url(url: str) -> str:
    """The address without its password. Raises sqlalchemy.exc.ArgumentError for what is none."""
    return make_url(url).render_as_string(hide_password=True)
