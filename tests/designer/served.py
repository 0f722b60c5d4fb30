"""A running designer with a house of its own, and Chromium on it, for the browser tests of its pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from storage import drafts, journeys
from storage.database import open_database, reading
from storage.tables import DraftEdit
from storage.upgrade import upgrade
from tests.designer.components.component_page import ROOT, free_port, wait_for


@dataclass(frozen=True)
class Served:
    """A running designer and its database."""

    address: str
    database: Engine

    def state_of(self, key: str) -> str:
        with reading(self.database) as connection:
            journey = journeys.find_journey(connection, key=key)
        assert journey is not None
        return journey.state

    def draft_of(self, key: str) -> dict[str, Any]:
        """What is saved of a journey's draft."""
        with reading(self.database) as connection:
            journey = journeys.find_journey(connection, key=key)
            assert journey is not None
            draft = drafts.load_draft(connection, journey_id=journey.id)
        assert draft is not None
        return draft.definition

    def live_of(self, key: str) -> dict[str, Any]:
        """The published version that people enter."""
        with reading(self.database) as connection:
            journey = journeys.find_journey(connection, key=key)
            assert journey is not None
            assert journey.live_version_id is not None
            version = journeys.version(connection, version_id=journey.live_version_id)
        assert version is not None
        return version.definition

    def edits_of(self, key: str) -> list[DraftEdit]:
        """The history of a journey's draft, oldest first."""
        with reading(self.database) as connection:
            journey = journeys.find_journey(connection, key=key)
            assert journey is not None
            draft = drafts.load_draft(connection, journey_id=journey.id)
            assert draft is not None
            return drafts.edits_since(connection, version_id=draft.id, revision=0)


@contextmanager
def running_designer(folder: Path, fill: Callable[[Engine], None]) -> Iterator[Served]:
    """The designer on a free port and a fresh database that `fill` furnished, until the block ends."""
    port = free_port()
    database = open_database(f"sqlite:///{folder / 'p.db'}")
    upgrade(database)
    fill(database)
    settings = {
        "PYTHONPATH": str(ROOT), "PARCOURS_DESIGNER_PORT": str(port),
        "PARCOURS_DATABASE_URL": f"sqlite:///{folder / 'p.db'}",
    }  # fmt: skip
    with Path(folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "designer"], cwd=folder, env={**os.environ, **settings}, stdout=log, stderr=log
        )
        try:
            wait_for(port, server)
            yield Served(f"http://127.0.0.1:{port}", database)
        finally:
            server.terminate()
            server.wait(timeout=20)
            database.dispose()
