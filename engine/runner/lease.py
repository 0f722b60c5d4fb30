"""Holding a lane: who owns it, and until when its owner may act without asking again."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from engine.clock import Clock
from engine.logs import get_logger
from storage import lanes, unknown_sends

log = get_logger(__name__)
Result = TypeVar("Result")


class Database(Protocol):
    """Runs a function with a connection, in a transaction of its own, beside the event loop."""

    def __call__(self, work: Callable[[Connection], Result]) -> Awaitable[Result]: ...


@dataclass(frozen=True, slots=True)
class Leasing:
    """What several workers on one database agree on. `owner` names this process. A lane whose owner gave no sign of life for
    `length` is taken over; signs come four times as often."""

    owner: str
    length: dt.timedelta = dt.timedelta(seconds=4)


class Hold:
    """One lane in the hands of this process. Without `leasing` nobody else works on the database: it is always ours.

    `free_at`: what the last owner said of the earliest moment at which something may leave.
    """

    def __init__(
        self, sender_id: str, database: Database, clock: Clock, monotonic: Callable[[], float], leasing: Leasing | None
    ) -> None:
        self._sender_id, self._database, self._clock, self._monotonic = sender_id, database, clock, monotonic
        self._leasing, self._until = leasing, 0.0
        self.epoch = 0
        self.free_at: dt.datetime | None = None

    async def take(self) -> bool:
        """Become the owner; False while another owner lives. What an earlier owner was sending becomes `unknown`."""
        began, now = self._monotonic(), self._clock()
        taken = await self._database(lambda connection: self._take(connection, now))
        if taken is None:
            return False
        self.epoch, self.free_at = taken.epoch, taken.free_at
        self._trust_from(began)
        return True

    def lasts(self) -> bool:
        """Whether surely nobody else has taken it. `monotonic` counts a pause of the process: a late riser finds it ended."""
        return self._leasing is None or self._monotonic() < self._until

    @asynccontextmanager
    async def kept(self, free_at: Callable[[], dt.datetime]) -> AsyncGenerator[None]:
        """It stays ours while the block runs, and is free for the next owner afterwards."""
        if self._leasing is None:
            yield
            return
        renewing = asyncio.create_task(self._renew_for_ever(self._leasing), name=f"lease of {self._sender_id}")
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
            await self._database(
                lambda connection: lanes.release(connection, self._sender_id, epoch=self.epoch, free_at=free_at())
            )

    def _take(self, connection: Connection, now: dt.datetime) -> lanes.Taken | None:
        if self._leasing is None:
            taken = lanes.Taken(lanes.take_alone(connection, self._sender_id), None)
        else:
            taken = lanes.take(
                connection, self._sender_id, owner=self._leasing.owner, now=now, until=now + self._leasing.length
            )
        if taken is not None:
            unknown_sends.orphan(connection, self._sender_id, taken.epoch)
        return taken

    async def _renew_for_ever(self, leasing: Leasing) -> None:
        while True:
            await asyncio.sleep(leasing.length.total_seconds() / 4)
            began, until = self._monotonic(), self._clock() + leasing.length
            try:
                ours = await self._database(
                    lambda connection, until=until: lanes.renew(
                        connection, self._sender_id, epoch=self.epoch, until=until
                    )
                )
            except Exception:
                log.exception("the lane's lease could not be renewed; it is tried again", sender=self._sender_id)
                continue
            if not ours:
                log.warning("another worker took the lane over", sender=self._sender_id)
                self._until = 0.0
                return
            self._trust_from(began)

    def _trust_from(self, began: float) -> None:
        """An eighth less than others wait, for clocks that do not run alike and the way of a post."""
        if self._leasing is not None:
            self._until = began + self._leasing.length.total_seconds() * 7 / 8
