"""One lane a sender: claim, apply policy, post, write what became of it. `queued → sending` is committed before the first
byte leaves; what is ambiguous becomes `unknown` and is never sent again blindly."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import structlog
from sqlalchemy import Connection, RowMapping

from engine.clock import Clock
from engine.journey.events import Outcome
from engine.providers.base import Accepted, NoAnswer, OutgoingMessage, Provider, ProviderError
from engine.runner import bodies
from engine.runner.claiming import Claimed, claim_messages, refuse_what_cannot_wait
from engine.runner.pacer import Pacer
from storage import contacts, inbox, outbox

IN_FLIGHT = 150
FLUSH_EVERY = 0.05
DEADLINE = 10.0
"""Seconds after the claim in which a post may begin; later it is given back (another owner may think us dead)."""
BACK_OFF = dt.timedelta(seconds=5)

log = structlog.get_logger(__name__)
Result = TypeVar("Result")


class Database(Protocol):
    """Runs a function with a connection, in a transaction of its own, beside the event loop."""

    def __call__(self, work: Callable[[Connection], Result]) -> Awaitable[Result]: ...


@dataclass(slots=True)
class _Results:
    """What became of posts, waiting to be written together."""

    accepted: list[tuple[RowMapping, str, dt.datetime]] = field(default_factory=list[Any])
    failed: list[tuple[RowMapping, ProviderError]] = field(default_factory=list[Any])
    unknown: list[tuple[RowMapping, ProviderError]] = field(default_factory=list[Any])
    unsent: list[tuple[RowMapping, ProviderError]] = field(default_factory=list[Any])

    def __len__(self) -> int:
        return len(self.accepted) + len(self.failed) + len(self.unknown) + len(self.unsent)


class Lane:
    """The lane of one sender in this process. `run` works until nothing may leave, and may be called again."""

    def __init__(
        self, sender_id: str, provider: Provider, database: Database, *, clock: Clock,
        monotonic: Callable[[], float], wake: Callable[[str], None], paused_journeys: Callable[[Connection], list[str]],
    ) -> None:  # fmt: skip
        self.sender_id, self.provider, self.database = sender_id, provider, database
        self.clock, self.monotonic, self.wake = clock, monotonic, wake
        self.paused_journeys = paused_journeys
        self.pacer = Pacer(20, monotonic)
        self.results = _Results()
        self.blocked_until: dt.datetime | None = None
        self.epoch = 0

    async def run(self) -> None:
        """Take the lane, send what may leave, write every result."""
        if self.blocked_until is not None and self.clock() < self.blocked_until:
            await self._refuse_late()
            return
        self.blocked_until = None
        self.epoch = await self.database(lambda connection: _take(connection, self.sender_id))
        posts: set[asyncio.Task[None]] = set()
        try:
            while await self._round(posts):
                pass
        finally:
            if posts:
                await asyncio.wait(posts)
            await self._flush()
        await self._refuse_late()

    async def _refuse_late(self) -> None:
        """While the lane is held, what would come after its window is refused at once."""
        if (until := self.blocked_until) is None:
            return
        shards = await self.database(
            lambda connection: refuse_what_cannot_wait(connection, self.sender_id, until=until, now=self.clock())
        )
        for shard in shards:
            self.wake(f"shard:{shard}")

    async def _round(self, posts: set[asyncio.Task[None]]) -> bool:
        """Claim what there is room for and set it off; False when the lane is empty, blocked or taken over."""
        claimed = Claimed.nothing()
        if self.blocked_until is None and len(posts) < IN_FLIGHT:
            claimed = await self._claim(IN_FLIGHT - len(posts))
        claimed_at = self.monotonic()
        for message in claimed.messages:
            await self.pacer.turn()
            posts.add(asyncio.create_task(self._post(*message, claimed_at)))
            await self._tidy(posts)
        if not claimed.messages:
            if not posts:
                return False
            await asyncio.wait(posts, timeout=FLUSH_EVERY, return_when=asyncio.FIRST_COMPLETED)
            await self._tidy(posts)
        return self.blocked_until is None or bool(posts)

    async def _claim(self, room: int) -> Claimed:
        now = self.clock()
        ahead = max(1, int(self.pacer.rate * 0.25))
        claimed = await self.database(
            lambda connection: claim_messages(
                connection, self.sender_id, epoch=self.epoch, now=now, limit=min(room, ahead, 100),
                paused_journeys=self.paused_journeys(connection),
            )
        )  # fmt: skip
        self.pacer.rate = max(1, claimed.rate_per_second)
        for shard in claimed.shards:
            self.wake(f"shard:{shard}")
        return claimed

    async def _post(self, row: RowMapping, message: OutgoingMessage, claimed_at: float) -> None:
        late = self.monotonic() - claimed_at > DEADLINE
        if late or self.blocked_until is not None:
            self.results.unsent.append((row, ProviderError("not posted in time" if late else "the lane is held")))
            return
        try:
            accepted: Accepted = await self.provider.send(message)
        except NoAnswer as error:
            self.results.unknown.append((row, error))
        except ProviderError as error:
            self._sort(row, error)
        except Exception as error:
            log.exception("post failed in an unforeseen way", message=row["id"])
            self.results.unknown.append((row, NoAnswer(f"{type(error).__name__}: {error}", bytes_left=True)))
        else:
            self.results.accepted.append((row, accepted.provider_message_id, accepted.at or self.clock()))

    def _sort(self, row: RowMapping, error: ProviderError) -> None:
        """A refusal of the message ends it; trouble with the whole sender gives it back and holds the lane a while."""
        if error.bytes_left:
            self.results.unknown.append((row, error))
        elif error.scope == "sender" or error.retry_after is not None:
            self.results.unsent.append((row, error))
            if error.scope == "sender":
                log.warning("lane held", sender=self.sender_id, code=error.code, reason=str(error))
                self.blocked_until = self.clock() + (error.retry_after or BACK_OFF)
        else:
            self.results.failed.append((row, error))

    async def _tidy(self, posts: set[asyncio.Task[None]]) -> None:
        finished = {post for post in posts if post.done()}
        posts -= finished
        if self.results and (len(self.results) >= 100 or not posts or len(posts) < 8):
            await self._flush()

    async def _flush(self) -> None:
        if not len(self.results):
            return
        results, self.results = self.results, _Results()
        now = self.clock()
        hold_until = self.blocked_until or now + BACK_OFF
        shards = await self.database(
            lambda connection: write_results(connection, results, epoch=self.epoch, now=now, hold_until=hold_until)
        )
        for shard in shards:
            self.wake(f"shard:{shard}")


def _take(connection: Connection, sender_id: str) -> int:
    epoch = outbox.take_lane(connection, sender_id)
    outbox.orphan(connection, sender_id, epoch)
    return epoch


def write_results(
    connection: Connection, results: _Results, *, epoch: int, now: dt.datetime, hold_until: dt.datetime
) -> set[int]:
    """Write what became of posts and tell the journeys; the shards that have something to do now."""
    outbox.note_accepted(connection, [(row["id"], provider_id, at) for row, provider_id, at in results.accepted])
    contacts.note_outbound(
        connection, [(row["sender_id"], row["address_id"], at, row["purpose"]) for row, _, at in results.accepted]
    )
    rows: list[RowMapping] = [row for row, _, _ in results.accepted]
    outcomes = [Outcome(row["id"], "accepted", at) for row, _, at in results.accepted]
    for row, error in results.failed:
        outbox.settle(connection, [row["id"]], status="failed", reason=error.code, detail=str(error), now=now)
        fault = "person" if error.scope == "person" else "moment"
        rows.append(row)
        outcomes.append(Outcome(row["id"], "failed", now, error.provider_code or error.code, fault))
    for row, error in results.unknown:
        outbox.settle(connection, [row["id"]], status="unknown", reason=error.code, detail=str(error), now=now,
                      from_status=("sending",))  # fmt: skip
    for row, error in results.unsent:
        outbox.give_back(connection, [row["id"]], epoch=epoch, hold_until=hold_until, reason=error.code)
    return tell_journeys(connection, rows, outcomes, now)


def tell_journeys(
    connection: Connection, rows: Sequence[RowMapping], outcomes: Sequence[Outcome], now: dt.datetime
) -> set[int]:
    """Hand outcomes to the shards of their contacts, in the caller's transaction. Messages of no journey have none."""
    told = [
        bodies.OutcomeRow(outcome, row["shard"], row["contact_id"])
        for row, outcome in zip(rows, outcomes, strict=True) if row["enrollment_id"] is not None
    ]  # fmt: skip
    inbox.add_internal(connection, [outcome.to_row(now) for outcome in told])
    return {outcome.shard for outcome in told}
