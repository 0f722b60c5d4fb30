"""One lane a sender: claim, apply policy, post, write what became of it. `queued → sending` is committed before the first
byte leaves; what is ambiguous becomes `unknown` and is never sent again blindly.

While one claim's messages go out the next is taken, and results are written together beside the posts, so that
neither waits for the database."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from engine.clock import Clock
from engine.logs import get_logger
from engine.metrics.counted import count_refusals, count_sends
from engine.providers.abilities import PreparesCalls
from engine.providers.base import (
    Misconfigured,
    NoAnswer,
    OutgoingMessage,
    Provider,
    ProviderError,
    Throttled,
    TooFastForPerson,
)
from engine.providers.transport import leaving_only_while
from engine.runner.claiming import Claimed, claim_messages, refuse_what_cannot_wait
from engine.runner.counted_links import LinkCounting
from engine.runner.jobs import jobs_of
from engine.runner.lease import Database, Hold, Leasing
from engine.runner.pacer import Pacer
from engine.runner.pair_rate import PairRate
from engine.runner.results import Results, write_results
from storage import senders

IN_FLIGHT = 150
CLAIM_AT_MOST = 250
AHEAD = 0.125
"""Seconds of the sender's rate in one claim. Two are held at a time, so an opt-out overtakes all but a quarter second."""
FLUSH_EVERY = 0.05
LOOK_EVERY = 0.02
DEADLINE = 10.0
"""Seconds after the claim in which a post may begin; later it is given back (another owner may think us dead)."""
BACK_OFF = dt.timedelta(seconds=5)
SHORT_WAIT = dt.timedelta(seconds=1.5)
"""What the last owner's pace may still ask for; more is a pause that the provider wants."""
MENDED_WITHIN = dt.timedelta(minutes=2)
"""After a fault that a person must mend, one message is tried this often."""
LEAST_SHARE, GROWS = 0.125, 1.25
"""Of its rate a lane takes half after each “too fast”, at least an eighth, and a quarter more with each claim that went well."""

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    """Messages that are ours, when they became so (`monotonic`), and whether more may be waiting."""

    messages: Sequence[tuple[RowMapping, OutgoingMessage]]
    at: float
    more: bool


class Lane:
    """The lane of one sender in this process. `run` works until nothing may leave, and may be called again."""

    def __init__(
        self, sender_id: str, provider: Provider, database: Database, *, clock: Clock,
        monotonic: Callable[[], float], wake: Callable[[str], None], paused_journeys: Callable[[Connection], list[str]],
        leasing: Leasing | None = None, counting: LinkCounting | None = None,
    ) -> None:  # fmt: skip
        self.sender_id, self.provider, self.database = sender_id, provider, database
        self.clock, self.monotonic, self.wake = clock, monotonic, wake
        self.paused_journeys, self.counting = paused_journeys, counting
        self._prepares = provider if isinstance(provider, PreparesCalls) else None
        self.pacer, self.pairs = Pacer(20, monotonic), PairRate()
        self.share = 1.0
        self.name = sender_id
        self.results = Results()
        self.posts: set[asyncio.Task[None]] = set()
        self.blocked_until: dt.datetime | None = None
        self.hold = Hold(sender_id, database, clock, monotonic, leasing)

    async def run(self) -> None:
        """Take the lane, send what may leave, write every result. Nothing while another worker holds it."""
        await self._flush()  # what the database could not take the last time: only the epoch of then may still write it
        self.name, self.blocked_until = await self.database(
            lambda connection: _look_up(connection, self.sender_id, self.clock())
        )
        if self.blocked_until is not None:
            await self._refuse_late()
            return
        if not await self.hold.take():
            return
        async with self.hold.kept(self._free_at):
            self._respect(self.hold.free_at)
            await self._send_and_write()
        await self._refuse_late()

    async def _send_and_write(self) -> None:
        self._slots, self._news, self._over = asyncio.Semaphore(IN_FLIGHT), asyncio.Event(), False
        writing = asyncio.create_task(self._write_beside())
        try:
            await self._send_all()
        finally:
            if self.posts:
                await asyncio.wait(self.posts)
            self._over = True
            self._news.set()
            await writing
            await self._flush()

    def _respect(self, free_at: dt.datetime | None) -> None:
        """What the last owner sent counts for the pace, and what the provider told it counts for us."""
        wait = dt.timedelta() if free_at is None else free_at - self.clock()
        if wait > SHORT_WAIT:
            self.blocked_until = free_at
        elif wait > dt.timedelta():
            self.pacer.start_after(wait.total_seconds())

    def _free_at(self) -> dt.datetime:
        return self.blocked_until or self.clock() + dt.timedelta(seconds=self.pacer.wait())

    async def _refuse_late(self) -> None:
        """While the lane is held, what would come after its window is refused at once."""
        if (until := self.blocked_until) is None:
            return
        late = await self.database(
            lambda connection: refuse_what_cannot_wait(connection, self.sender_id, until=until, now=self.clock())
        )
        self._tell_of_refusals(late)

    def _tell_of_refusals(self, claimed: Claimed) -> None:
        count_refusals(self.name, claimed.refused)
        for name in jobs_of(claimed.shards):
            self.wake(name)

    async def _send_all(self) -> None:
        """Until the lane is empty, blocked or taken over."""
        if self.blocked_until is not None:
            return
        coming: asyncio.Task[_Claim] | None = asyncio.create_task(self._claim())
        try:
            while self._may_go_on() and coming is not None:
                claim = await coming
                coming = asyncio.create_task(self._claim()) if claim.more else None
                await self._set_off(claim)
                if coming is None and (claim.messages or self.posts):
                    if self.posts:
                        await asyncio.wait(self.posts, timeout=LOOK_EVERY)
                    coming = asyncio.create_task(self._claim())
        finally:
            if coming is not None:  # ours already: where the lane is held they are given back, unposted
                await self._set_off(await coming)

    def _may_go_on(self) -> bool:
        return self.blocked_until is None and self.hold.lasts()

    async def _claim(self) -> _Claim:
        at, now = self.monotonic(), self.clock()
        limit = max(1, min(int(self.pacer.rate * AHEAD), CLAIM_AT_MOST))
        claimed = await self.database(
            lambda connection: claim_messages(
                connection, self.sender_id, epoch=self.hold.epoch, now=now, limit=limit,
                paused_journeys=self.paused_journeys(connection), pairs=self.pairs, counting=self.counting,
            )
        )  # fmt: skip
        self.pacer.rate = max(1, claimed.rate_per_second * self.share)
        self.share = min(1.0, self.share * GROWS)
        self._tell_of_refusals(claimed)
        return _Claim(claimed.messages, at, more=claimed.more)

    async def _set_off(self, claim: _Claim) -> None:
        for row, message in claim.messages:
            if self._may_go_on():
                if problem := await self._prepare():
                    self._note_unprepared(row, problem)
                    continue
                await self.pacer.turn()
            await self._slots.acquire()
            post = asyncio.create_task(self._post(row, message, claim.at))
            self.posts.add(post)
            post.add_done_callback(self._note_end)

    async def _prepare(self) -> ProviderError | None:
        """Before the pace is asked: posts that wait for a token together would leave together. What went wrong, if anything."""
        if self._prepares is not None:
            try:
                await self._prepares.prepare_calls()
            except ProviderError as problem:
                return problem
        return None

    def _note_unprepared(self, row: RowMapping, problem: ProviderError) -> None:
        """Its post would only wait for another try of the same, and leave beside those that are paced after it."""
        self._sort(row, problem)
        self._news.set()

    def _note_end(self, post: asyncio.Task[None]) -> None:
        self.posts.discard(post)
        self._slots.release()
        self._news.set()

    async def _post(self, row: RowMapping, message: OutgoingMessage, claimed_at: float) -> None:
        def in_time() -> bool:
            return self.monotonic() - claimed_at <= DEADLINE and self.hold.lasts()

        late = not in_time()
        if late or self.blocked_until is not None:
            self.results.unsent.append((row, ProviderError("not posted in time" if late else "the lane is held")))
            return
        try:
            with leaving_only_while(in_time):
                accepted = await self.provider.send(message)
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
        elif isinstance(error, TooFastForPerson):
            error.retry_after = pair_pause(row["attempts"])
            self.pairs.exhaust(row["address_id"], self.clock(), self.clock() + error.retry_after)
            self.results.unsent.append((row, error))
        elif error.scope == "sender" or error.retry_after is not None:
            self.results.unsent.append((row, error))
            if error.scope == "sender":
                self._hold(error)
        else:
            self.results.failed.append((row, error))

    def _hold(self, error: ProviderError) -> None:
        """Nothing more is posted for a while; afterwards more slowly where it was too fast."""
        log.warning("lane held", sender=self.sender_id, code=error.code, reason=str(error))
        pause = MENDED_WITHIN if isinstance(error, Misconfigured) else BACK_OFF
        self.blocked_until, self.results.trouble = self.clock() + (error.retry_after or pause), error
        if isinstance(error, Throttled):
            self.share = max(LEAST_SHARE, self.share / 2)

    async def _write_beside(self) -> None:
        """The first result is written at once; those that follow closely share the next writing."""
        while not self._over:
            await self._news.wait()
            self._news.clear()
            began = self.monotonic()
            try:
                await self._flush()
            except Exception:
                log.exception("results could not be written; they are tried again", sender=self.sender_id)
            if not self._over:
                await asyncio.sleep(max(0.0, FLUSH_EVERY - (self.monotonic() - began)))

    async def _flush(self) -> None:
        if not len(self.results):
            return
        results, self.results = self.results, Results()
        now = self.clock()
        hold_until = self.blocked_until or now + BACK_OFF
        try:
            shards = await self.database(
                lambda connection: write_results(
                    connection, results, epoch=self.hold.epoch, now=now, hold_until=hold_until
                )
            )
        except Exception:
            self.results = results.before(self.results)
            raise
        count_sends(
            self.name, accepted=len(results.accepted), failed=[error.code for _, error in results.failed],
            unknown=len(results.unknown), given_back=len(results.unsent),
        )  # fmt: skip
        for name in jobs_of(shards):
            self.wake(name)


def pair_pause(tries: int) -> dt.timedelta:
    """After so many tries before this one: 1 s, 4 s, 16 s… (WhatsApp, pair rate)."""
    return dt.timedelta(seconds=4 ** min(tries, 6))


def _look_up(connection: Connection, sender_id: str, now: dt.datetime) -> tuple[str, dt.datetime | None]:
    """The sender's name, and until when nothing may be posted after trouble with the whole of it; None when it may be."""
    sender = senders.find(connection, sender_id)
    until: dt.datetime | None = sender["blocked_until"] if sender is not None else None
    if until is not None and until <= now:
        senders.note_block(connection, sender_id, until=None, reason=None, detail=None)
    return sender["key"] if sender is not None else sender_id, until if until is not None and until > now else None
