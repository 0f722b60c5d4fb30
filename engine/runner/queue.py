"""The embedded queue: an asyncio loop in this process. It only wakes workers up; all truth is in the tables, so losing a
wake-up loses nothing (the sweep finds it)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)


class EmbeddedQueue:
    """Runs named jobs, each name one at a time; a name woken while it runs runs once more afterwards.

    `run` gets a name such as `shard:12` and works until there is nothing to do.
    """

    def __init__(self, run: Callable[[str], Awaitable[None]], *, concurrency: int = 16) -> None:
        self._run = run
        self._concurrency = concurrency
        self._todo: dict[str, None] = {}
        self._doing: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open = False

    def start(self) -> None:
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
