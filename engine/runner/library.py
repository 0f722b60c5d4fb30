"""The journeys as the engine runs them: compiled once a version, found by what starts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from sqlalchemy import Connection, select

from engine.journey.advance import Compiled
from engine.journey.definition import Journey, read_definition
from engine.journey.triggers import EventTrigger
from storage.core import table
from storage.tables import Journey as JourneyRow
from storage.tables import JourneyVersion

JOURNEYS, VERSIONS = table(JourneyRow), table(JourneyVersion)


@dataclass(frozen=True, slots=True)
class Known:
    """A journey that was published at least once. `live` is the version that people enter."""

    id: str
    key: str
    name: str
    state: str
    purpose: Literal["marketing", "service"]
    live_version_id: str
    live: Compiled
    state_since: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    """When it went live, or came back from a pause."""

    @property
    def admits(self) -> bool:
        return self.state == "live"

    def event_triggers(self, name: str) -> Iterable[str]:
        return (
            trigger.id
            for trigger in self.live.journey.triggers
            if isinstance(trigger, EventTrigger) and trigger.name == name
        )


class Library:
    """Shared by all jobs of a process. Published versions never change, so compiled ones are kept."""

    def __init__(self, keep: int = 500) -> None:
        self._keep = keep
        self._compiled: dict[str, Compiled] = {}
        self._lock = Lock()

    def journeys(self, connection: Connection) -> dict[str, Known]:
        """journey id → journey, in the order in which they were made: an earlier one is asked first."""
        query = select(JOURNEYS).where(JOURNEYS.c.live_version_id.is_not(None)).order_by(JOURNEYS.c.created_at)
        rows = connection.execute(query).mappings().all()
        versions = self.versions(connection, [row["live_version_id"] for row in rows])
        return {
            row["id"]: Known(
                row["id"],
                row["key"],
                row["name"],
                row["state"],
                live.journey.purpose,
                row["live_version_id"],
                live,
                row["state_changed_at"],
            )
            for row in rows
            if (live := versions.get(row["live_version_id"])) is not None
        }

    def versions(self, connection: Connection, ids: Sequence[str]) -> dict[str, Compiled]:
        """version id → compiled; versions that cannot be read are left out, so that one bad row stops no other."""
        missing = {version_id for version_id in ids if version_id not in self._compiled}
        if missing:
            query = select(VERSIONS.c.id, VERSIONS.c.definition).where(VERSIONS.c.id.in_(missing))
            for row in connection.execute(query):
                self._compile(row.id, row.definition)
        return {version_id: self._compiled[version_id] for version_id in ids if version_id in self._compiled}

    def _compile(self, version_id: str, definition: dict[str, object]) -> None:
        try:
            journey: Journey = read_definition(definition)
            compiled = Compiled(journey)
        except ValueError:
            return
        with self._lock:
            while len(self._compiled) >= self._keep:
                self._compiled.pop(next(iter(self._compiled)))
            self._compiled[version_id] = compiled
