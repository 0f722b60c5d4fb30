"""Furnished databases: migrated, with the sandbox's sender and templates, a scene's journeys live and its people there. Each
trial gets a copy."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.engine import URL

from engine.clock import system_clock
from engine.commands.exchange import take_in
from engine.commands.starting import prepare_house
from engine.ids import new_id
from engine.journey.definition import read_definition
from engine.settings import Settings
from storage import contacts, drafts, journeys, senders
from storage.database import open_database, writing
from storage.senders import list_senders

from .conversation import TALKING
from .orders import CITY
from .scene import Scene

_numbers = itertools.count(1)


class Databases:
    """Copies of one furnished database; `copy` gives a fresh one for as long as the block runs."""

    def __init__(self, furnished: URL) -> None:
        self._furnished = furnished

    @contextmanager
    def copy(self, folder: Path) -> Iterator[Engine]:
        made = self._copy_file(folder) if self._furnished.get_backend_name() == "sqlite" else self._copy_on_server()
        with made as url:
            engine = open_database(url)
            try:
                yield engine
            finally:
                engine.dispose()

    @contextmanager
    def _copy_file(self, folder: Path) -> Iterator[URL]:
        path = folder / "parcours.db"
        shutil.copy(str(self._furnished.database), path)
        yield make_url(f"sqlite:///{path}")

    @contextmanager
    def _copy_on_server(self) -> Iterator[URL]:
        name = f"crash_{os.getpid()}_{next(_numbers)}"
        command(self._furnished, f"CREATE DATABASE {name} TEMPLATE {self._furnished.database}")
        yield self._furnished.set(database=name)
        command(self._furnished, f"DROP DATABASE {name} WITH (FORCE)")


def furnish(url: URL, sandbox: str, scene: Scene = TALKING) -> Databases:
    """Fill a migrated database; the templates are read from the sandbox. Nobody may use it afterwards but to copy it."""
    engine = open_database(url)
    settings = Settings(_env_file=None, sinch_api_url=sandbox)  # pyright: ignore[reportCallIssue]
    prepare_house(engine, settings, with_samples=False)
    with writing(engine) as connection:
        for who in scene.found:
            _add(connection, who)
        for definition in scene.journeys:
            _publish(connection, definition)
        for sender in list_senders(connection):
            senders.change(connection, sender["id"], rate_per_second=500)
    engine.dispose()
    return Databases(url)


def _add(connection: Connection, who: str) -> None:
    contact_id, now = new_id(), system_clock()
    contacts.add_contact(connection, contact_id, now=now, attributes={"city": CITY})
    contacts.add_address(connection, new_id(), contact_id=contact_id, channel="whatsapp", value=who, now=now)


def _publish(connection: Connection, definition: Mapping[str, Any]) -> None:
    take_in(connection, read_definition({"parcours": 1, "name": definition["key"], **definition}))
    journey = journeys.find_journey(connection, key=definition["key"])
    draft = drafts.load_draft(connection, journey_id=journey.id) if journey else None
    assert journey and draft
    journeys.publish(connection, journey_id=journey.id, revision=draft.revision, by=None, at=system_clock())


def command(server: URL, words: str) -> None:
    """One command at the server, outside any transaction and of the database `postgres`."""
    address = server.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(words.encode())
