"""Reading something of the provider again and again: at start, every ten minutes, and when it says that it changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from engine.logs import get_logger
from engine.providers.base import ProviderError

log = get_logger(__name__)

EVERY = 600.0
AT_FIRST = 5.0
"""Seconds between tries until the first success: the provider may start after us."""
AT_LEAST = 5.0
"""Seconds between two readings, however much the provider tells: changes come in bursts."""


@asynccontextmanager
async def following(
    what: str, read: Callable[[], Awaitable[object]], changed: asyncio.Event, *, at_least: float = AT_LEAST
) -> AsyncGenerator[None]:
    """While the block runs. `changed` is set from outside."""
    task = asyncio.create_task(_follow(what, read, changed, at_least), name=what)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _follow(what: str, read: Callable[[], Awaitable[object]], changed: asyncio.Event, at_least: float) -> None:
    pause = AT_FIRST
    while True:
        changed.clear()
        try:
            await read()
            pause = EVERY
        except ProviderError as problem:
            log.warning(f"{what} could not be read", reason=str(problem))
        except Exception:
            log.exception(f"{what} could not be stored")
        await asyncio.sleep(min(at_least, pause))
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), max(0.0, pause - at_least))
