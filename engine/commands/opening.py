"""Opening the database for a command: it must have the schema of this version."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

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


def shown_url(url: str) -> str:
    """The address without its password. Raises sqlalchemy.exc.ArgumentError for what is none."""
    return make_url(url).render_as_string(hide_password=True)
