"""What wakes workers up. All truth is in the tables, so losing a wake-up loses nothing (the sweep finds it).

`EmbeddedQueue` is an asyncio loop in this process, for SQLite. Where several processes share a Postgres database it is
`engine.runner.postgres_queue`; both run the same jobs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

from engine.logs import get_logger

log = get_logger(__name__)

Run: TypeAlias = Callable[[str], Awaitable[None]]
"""Gets a name such as `shard:12` and works until there is nothing to do."""


class Queue(Protocol):
    """Asks for jobs by name; each name runs one at a time, and once more when it was asked for meanwhile."""

    async def open(self) -> None:
        """From now on wake-ups reach whoever works."""
        ...

    async def work(self) -> None:
        """Run jobs in this process, too. After `open`."""
        ...

    def wake(self, name: str) -> None:
        """Ask for a job, after the commit of what it is to find; may be called from any thread."""
        ...

    async def stop(self, patience: float = 10.0) -> None:
        """Let running jobs finish within `patience` (seconds)."""
        ...


class EmbeddedQueue:
    """Runs named jobs, each name one at a time; a name woken while it runs runs once more afterwards."""

    def __init__(self, run: Run, *, concurrency: int = 16) -> None:
        self._run = run
        self._concurrency = concurrency
        self._todo: dict[str, None] = {}
        self._doing: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open = False

    async def open(self) -> None:
        """Another process is never woken; its sweep finds what there is."""

    async def work(self) -> None:
        """Call inside the running loop."""
        self._loop = asyncio.get_running_loop()
        self._open = True

    def wake(self, name: str) -> None:
        """Ask for a job; may be called from any thread."""
        if self._loop is None or not self._open:
            return
        if _in_loop(self._loop):
            self._wake(name)
        else:
            self._loop.call_soon_threadsafe(self._wake, name)

    def _wake(self, name: str) -> None:
        self._todo[name] = None
        self._fill()

    def _fill(self) -> None:
        for name in list(self._todo):
            if len(self._doing) >= self._concurrency or not self._open:
                return
            if name not in self._doing:
                del self._todo[name]
                self._doing[name] = asyncio.create_task(self._work(name), name=name)

    async def _work(self, name: str) -> None:
        try:
            await self._run(name)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("job failed; the sweep will ask for it again", job=name)
        finally:
            self._doing.pop(name, None)
            self._fill()

    async def idle(self) -> None:
        """Wait until nothing runs and nothing is asked for."""
        while self._doing or self._todo:
            if self._doing:
                await asyncio.wait(list(self._doing.values()), timeout=1)
            else:
                await asyncio.sleep(0)

    async def stop(self, patience: float = 10.0) -> None:
        """Let running jobs finish; what is only asked for waits in the tables for the next start."""
        self._open = False
        self._todo.clear()
        if self._doing:
            _, late = await asyncio.wait(list(self._doing.values()), timeout=patience)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=2)


def _in_loop(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False
