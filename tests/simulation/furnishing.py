"""A house for a run: a migrated database with the sender and the journeys; each run gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Engine

from engine.journey.definition import read_definition
from engine.sandbox.settings import SandboxSettings
from storage import database, journeys, senders, shards
from storage.database import open_database, writing
from storage.upgrade import upgrade

from .journeys import JOURNEYS
from .world import BEGINNING

RATE = 5
SENDER = "main"


def furnish(folder: Path) -> Path:
    """The furnished file."""
    database.SYNCHRONOUS = "OFF"  # nobody pulls the plug of the machine: a killed process loses no commit
    path = folder / "furnished.db"
    engine = open_database(f"sqlite:///{path}")
    upgrade(engine)
    with writing(engine) as connection:
        shards.prepare(connection)
        senders.add(
            connection, id=SENDER, key=SENDER, provider="sandbox", number=SandboxSettings().sender_number,
            display_name="Boutique", rate_per_second=RATE, created_at=BEGINNING,
        )  # fmt: skip
        for definition in JOURNEYS:
            journey, key = read_definition({"parcours": 1, "name": definition["key"], **definition}), definition["key"]
            journeys.create_journey(
                connection, journey_id=key, version_id=f"{key}-v1", key=key, name=key, definition=journey.to_json(),
                content_hash=journey.content_hash(), by=None, at=BEGINNING,
            )  # fmt: skip
            journeys.publish(connection, journey_id=key, revision=0, by=None, at=BEGINNING)
    engine.dispose()
    return path


def copy(furnished: Path, folder: Path) -> Engine:
    shutil.copy(furnished, folder / "parcours.db")
    return open_database(f"sqlite:///{folder / 'parcours.db'}")
