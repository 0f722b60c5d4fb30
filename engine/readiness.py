"""Whether the house can do its work now: its database, its schema, a worker that lives, and work that moves."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection

from engine.clock import Clock
from engine.metrics.standing import ALIVE_WITHIN, lane_mark
from engine.runner.background import BackgroundDatabase
from storage import waiting, worker_signs
from storage.senders import list_senders
from storage.upgrade import has_current_schema
from storage.waiting import Mark, paused_journeys

PATIENCE = 5.0
LATE = dt.timedelta(seconds=60)
STILL = dt.timedelta(seconds=10)
"""What is late and has been the first in its line for so long stands still. A long line that moves is no fault."""
FULL = dt.timedelta(seconds=60)
"""A provider repeats what was refused more often than that."""
Part: TypeAlias = Literal["database", "schema", "worker", "queue"]


@dataclass(frozen=True, slots=True)
class NotReady:
    """Which part is not well, and a sentence with the remedy."""

    part: Part
    reason: str


class Stillness:
    """Remembers from look to look what was first in each line, and since when."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[Mark, dt.datetime]] = {}

    def still(self, marks: Mapping[str, Mark | None], now: dt.datetime) -> list[str]:
        """The lines that do not move. At the first look nobody can tell."""
        known, self._first = self._first, {}
        found: list[str] = []
        for line, mark in marks.items():
            if mark is None:
                continue
            before = known.get(line)
            since = before[1] if before is not None and before[0] == mark else now
            self._first[line] = mark, since
            if now - since >= STILL and now - mark.since >= LATE:
                found.append(line)
        return found


class Fullness:
    """Whether the disk was full a moment ago: for a minute after the last time that something could not be written."""

    def __init__(self) -> None:
        self._counted, self._since = 0, dt.datetime.min.replace(tzinfo=dt.UTC)

    def lasts(self, times: int, now: dt.datetime) -> bool:
        if times != self._counted:
            self._counted, self._since = times, now
        return times > 0 and now - self._since < FULL


class Readiness:
    """Asked by `/readyz`, every few seconds by whoever watches."""

    def __init__(self, database: BackgroundDatabase, provider_name: str, clock: Clock) -> None:
        self._database, self._provider_name, self._clock = database, provider_name, clock
        self._stillness, self._fullness = Stillness(), Fullness()

    async def ask(self) -> NotReady | None:
        """The first part that is not well; None when all are."""
        try:
            return await asyncio.wait_for(self._database.read(self._look), PATIENCE)
        except Exception as problem:
            return NotReady("database", f"the database does not answer: {type(problem).__name__}")

    def _look(self, connection: Connection) -> NotReady | None:
        if not has_current_schema(connection):
            sentence = "the database has not the schema of this version; run “parcours db upgrade”"
            return NotReady("schema", sentence)
        now = self._clock()
        if self._fullness.lasts(self._database.times_full, now):
            return NotReady("database", "the database's disk is full; make room, work goes on by itself")
        return _worker(worker_signs.last_at(connection), now) or self._queue(connection, now)

    def _queue(self, connection: Connection, now: dt.datetime) -> NotReady | None:
        still = self._stillness.still(_lines(connection, self._provider_name, now), now)
        return NotReady("queue", f"work stands still: {', '.join(still)}; see the worker's log") if still else None


def _worker(seen_at: dt.datetime | None, now: dt.datetime) -> NotReady | None:
    if seen_at is None:
        return NotReady("worker", "no worker works; start “parcours worker”")
    if now - seen_at <= ALIVE_WITHIN:
        return None
    return NotReady(
        "worker", f"no worker gave a sign of life since {seen_at:%Y-%m-%d %H:%M:%S}Z; start “parcours worker”"
    )


def _lines(connection: Connection, provider_name: str, now: dt.datetime) -> dict[str, Mark | None]:
    paused = paused_journeys(connection)
    return {
        "what came in": waiting.oldest_unread(connection, now=now),
        "timers": waiting.oldest_due(connection, now=now, except_journeys=paused),
        **{
            f"sending from {sender['key']}": lane_mark(connection, sender, paused, now)
            for sender in list_senders(connection, provider=provider_name)
        },
    }
