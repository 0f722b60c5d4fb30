"""A worker shows that it lives: not the process alone, but its sweep and its way to the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from engine.clock import Clock
from engine.runner.lease import Database
from storage import worker_signs

EVERY = 5.0
"""Seconds between two signs."""


class Signs:
    """Those of one worker, from `show` to `take_away`."""

    def __init__(self, worker_id: str, database: Database, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._worker_id, self._database, self._clock, self._monotonic = worker_id, database, clock, monotonic
        self._started_at: dt.datetime | None = None
        self._shown = -EVERY

    async def show(self) -> None:
        """Call often; it writes every five seconds."""
        if self._started_at is not None and self._monotonic() - self._shown < EVERY:
            return
        self._shown, now = self._monotonic(), self._clock()
        started_at = self._started_at = self._started_at or now
        await self._database(
            lambda connection: worker_signs.show(connection, self._worker_id, started_at=started_at, now=now)
        )

    async def take_away(self) -> None:
        """The worker ends in order."""
        await self._database(lambda connection: worker_signs.take_away(connection, self._worker_id))
