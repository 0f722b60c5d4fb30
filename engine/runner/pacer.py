"""Exact pace: evenly spaced, and never more than the limit in any rolling second as the receiver sees it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

MARGIN = 0.05
"""Seconds by which a rolling second is stretched: the receiver sees the jitter of the way (docs/decisions/0003)."""
SHORTEST_SLEEP = 0.002
CATCH_UP = 0.05


class Pacer:
    """Give each message its moment. `monotonic` gives seconds; `sleep` waits; both are arguments for the tests."""

    def __init__(
        self, rate: float, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._monotonic, self._sleep = monotonic, sleep
        self._stamps: deque[float] = deque()
        self._next = 0.0
        self.rate = rate

    def start_after(self, seconds: float) -> None:
        """Nothing leaves before then: another owner of the lane sent just now."""
        self._next = max(self._next, self._monotonic() + seconds)

    def wait(self) -> float:
        """Seconds until the next message may leave."""
        return max(0.0, self._next - self._monotonic())

    async def turn(self) -> None:
        """Return when the next message may leave."""
        now = self._monotonic()
        at = max(self._next, now - CATCH_UP)
        whole = max(1, int(self.rate))
        if len(self._stamps) >= whole:
            at = max(at, self._stamps[-whole] + 1.0 + MARGIN)
        if at - now > SHORTEST_SLEEP:
            await self._sleep(at - now)
        self._stamps.append(max(at, self._monotonic()))
        while len(self._stamps) > whole:
            self._stamps.popleft()
        self._next = at + (1.0 + MARGIN) / self.rate
