"""The designer's composition root, and its only door to storage and the engine: pages import from here."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TypeVar

from sqlalchemy import Engine

from designer.draft_model import Desk
from engine.clock import system_clock
from engine.ids import new_id
from engine.settings import Settings, load_settings
from storage.database import open_database
from storage.upgrade import current, is_current, upgrade

Found = TypeVar("Found")
_OPENING = Lock()


class OldSchema(Exception):
    """The database was made by an earlier version; bringing it up is a person's decision."""


def settings() -> Settings:
    """What is configured."""
    return load_settings()


def database() -> Engine:
    """The house's database, opened once a process. An empty one is made ready. Raises OldSchema."""
    with _OPENING:  # two tabs may come first at the same moment
        return _opened(settings().database_url)


@lru_cache(maxsize=8)
def _opened(url: str) -> Engine:
    engine = open_database(url)
    if current(engine) is None:
        upgrade(engine)
    elif not is_current(engine):
        engine.dispose()
        raise OldSchema
    return engine


def desk(by: str | None = None) -> Desk:
    """What an act needs: the database, the clock, new ids, and who acts."""
    known = settings()
    return Desk(
        database(), system_clock, new_id, by, known.business_name, known.http_host_list(), known.counted_links()
    )


def reference(make: Callable[[], str] = new_id) -> str:
    """A short reference that a person can read out and an operator finds in the log: `P-7F3A2`."""
    return f"P-{make()[-5:]}"
