"""Keeping what arrives: stored under its unique key before the sender is told 2xx. What comes in during one commit shares
the next one; under load the next one waits a moment, so that it serves more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from engine.runner.background import BackgroundDatabase
from storage import inbox
from storage.inbox import RawEvent

WAITING_AT_MOST = 5_000
MANY = 8
"""Requests in one commit from which on the next one waits `MOMENT`: a lone webhook is stored at once."""
MOMENT = 0.002
"""Seconds. What was just answered is followed by the next requests of the same callers: without the pause they miss the commit
that begins, and two groups of half the size take turns."""


class TooBusy(Exception):
    """More is waiting to be stored than can be stored soon: answer 503, the sender tries again. Nothing was kept."""


class Intake:
    """Group commit for one process. `on_stored` wakes the router."""

    def __init__(self, database: BackgroundDatabase, on_stored: Callable[[], None]) -> None:
        self._database, self._on_stored = database, on_stored
        self._waiting: list[tuple[Sequence[RawEvent], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, events: Sequence[RawEvent]) -> None:
        """Return when the events are committed. Raises TooBusy, or what the database raised: then nothing was kept."""
        if not events:
            return
        if len(self._waiting) >= WAITING_AT_MOST:
            raise TooBusy
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((events, stored))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await stored

    async def _write(self) -> None:
        group: list[tuple[Sequence[RawEvent], asyncio.Future[None]]] = []
        while self._waiting:
            if len(group) >= MANY:
                await asyncio.sleep(MOMENT)
            group, self._waiting = self._waiting, []
            events = [event for kept, _ in group for event in kept]
            try:
                await self._database(lambda connection, events=events: inbox.keep(connection, events))
            except Exception as problem:
                for _, stored in group:
                    if not stored.done():
                        stored.set_exception(problem)
                continue
            self._on_stored()
            for _, stored in group:
                if not stored.done():
                    stored.set_result(None)
