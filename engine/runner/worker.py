"""The worker: which job does what, and the sweep that finds what nobody was woken for."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial

from sqlalchemy import Connection

from engine.audience import refresh
from engine.calls.caller import Caller
from engine.calls.work import CallDesk
from engine.clock import Clock
from engine.ids import NewId
from engine.logs import get_logger
from engine.providers.base import Noted, Provider, SenderChanged, TemplatesChanged
from engine.runner.background import BackgroundDatabase
from engine.runner.counted_links import LinkCounting
from engine.runner.house_zone import house_zone
from engine.runner.jobs import CALLS, NUMBERS, TEMPLATES, jobs_of, lots_of
from engine.runner.journey_states import follow_states
from engine.runner.lease import Leasing
from engine.runner.library import Library
from engine.runner.queue import EmbeddedQueue, Queue, Run
from engine.runner.reading_new import Interpret, read_new
from engine.runner.router import interpret
from engine.runner.sender import Lane
from engine.runner.shard import CHUNK, Only, Progress, advance_shards, first_work
from engine.runner.signs import Signs
from engine.runner.start_runs import Worked, carry_out, missing_plans, work
from engine.runner.sweep import find_work
from engine.runner.turn import Turn, busy_shards, take_turn
from engine.runner.unknowns import Patience, settle_unknowns
from storage import shards
from storage.database import is_not_well
from storage.waiting import paused_journeys

log = get_logger(__name__)

IN_OTHER_HANDS = 0.005
"""Seconds after which what another job holds is looked at again."""


class Worker:
    """Advances journeys and sends messages. `wake` may be called from any thread; `start` and `stop` in the loop."""

    def __init__(
        self, database: BackgroundDatabase, provider: Provider, provider_name: str, *, clock: Clock, new_id: NewId,
        house_language: str = "fr", country_of: Callable[[str], str | None] = lambda _identity: None,
        sweep_every: float = 1.0, patience: Patience | None = None, caller: Caller | None = None,
        open_queue: Callable[[Run], Queue] = EmbeddedQueue, leasing: Leasing | None = None,
        counting: LinkCounting | None = None, monotonic: Callable[[], float] | None = None,
    ) -> None:  # fmt: skip
        self.monotonic = monotonic or seconds_awake_or_asleep
        self.database, self.provider, self.provider_name = database, provider, provider_name
        self.clock, self.new_id = clock, new_id
        self.house_language, self.country_of = house_language, country_of
        self.sweep_every, self.patience = sweep_every, patience or Patience()
        self.caller = caller or Caller(())
        self.library = Library()
        self.templates_changed, self.numbers_changed = asyncio.Event(), asyncio.Event()
        self.queue, self.leasing, self.counting = open_queue(self._run), leasing, counting
        self.lanes: dict[str, Lane] = {}
        self.signs = Signs(new_id(), database, clock, self.monotonic)
        self._sweeping: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Without `start`: what comes in here is read and gone on with; everything else reaches the workers of other
        processes."""
        await self.database(shards.prepare)
        await self.queue.open()

    async def start(self) -> None:
        await self.database(shards.prepare)
        await self.queue.open()
        await self.queue.work()
        await self.signs.show()
        self._sweeping = asyncio.create_task(self._sweep_for_ever(), name="sweep")

    async def stop(self) -> None:
        """Finish what is on the wire; everything else waits in the tables."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeping
        await self.queue.stop()
        await self.signs.take_away()

    def wake(self, name: str) -> None:
        self.queue.wake(name)

    async def _run(self, name: str) -> None:
        kind, _, argument = name.partition(":")
        match kind:
            case "route":
                await self._route()
            case "shards":
                await self._advance(shards.of_lot(int(argument)))
            case "lane":
                await self._lane(argument).run()
            case "unknowns":
                await self._settle(argument)
            case "plans":
                await self.database(self._plan)
            case "run":
                await self._start_many(argument)
            case "facts":
                while await self.database(refresh):
                    pass
            case "calls":
                await self._call_desk().run()
            case "templates" | "numbers":
                (self.templates_changed if kind == TEMPLATES else self.numbers_changed).set()
            case "states":
                await self.database(lambda connection: follow_states(connection, now=self.clock()))
            case _:
                raise ValueError(f"no job is called {name!r}")

    async def _route(self) -> None:
        turn = Turn(Progress(), more=True)
        while turn.more:
            news: list[Noted] = []
            turn = await self._take_turn(partial(
                interpret, readers={self.provider.source: self.provider}, provider_name=self.provider_name,
                new_id=self.new_id, country_of=self.country_of, news=news,
            ))  # fmt: skip
            self._wake_after(turn.progress)
            for name in turn.lots:
                self.wake(name)
            self._tell_of(news)
            if turn.progress.in_other_hands:
                await asyncio.sleep(IN_OTHER_HANDS)

    async def _take_turn(self, interpret: Interpret) -> Turn:
        try:
            return await self.database(
                lambda connection: take_turn(connection, interpret, self._advance_some, self.clock)
            )
        except Exception as problem:
            if is_not_well(problem):
                raise  # nothing that came in is to blame
            log.exception("a turn of the router could not be written; it reads, and the shards go on by themselves")
        touched, more = await read_new(self.database, interpret, self.clock)
        busy = await self.database.read(lambda connection: busy_shards(connection, self.clock()))
        return Turn(Progress(), lots_of(touched | busy), more)

    def _tell_of(self, news: Sequence[Noted]) -> None:
        if any(isinstance(event, TemplatesChanged) for event in news):
            self.wake(TEMPLATES)
        if any(isinstance(event, SenderChanged) and event.is_worth_reading for event in news):
            self.wake(NUMBERS)

    async def _advance(self, numbers: range) -> None:
        progress = Progress(more=True)
        while progress.more or progress.in_other_hands:
            if progress.in_other_hands:
                await asyncio.sleep(IN_OTHER_HANDS)
            try:
                progress = await self.database(lambda connection: self._chunk(connection, numbers, None))
            except Exception as problem:
                if is_not_well(problem):
                    raise  # nothing in the chunk is to blame
                log.exception("chunk failed; its work is done one by one", shards=list(numbers))
                progress = await self._one_by_one(numbers)
            self._wake_after(progress)

    def _wake_after(self, progress: Progress) -> None:
        for sender_id in progress.lanes:
            self.wake(f"lane:{sender_id}")
        if progress.calls:
            self.wake(CALLS)

    def _advance_some(
        self, connection: Connection, numbers: Collection[int], *, now: dt.datetime, only: Only | None = None
    ) -> Progress:
        return advance_shards(
            connection,
            numbers,
            self.library,
            now=now,
            new_id=self.new_id,
            house_language=self.house_language,
            only=only,
        )

    def _chunk(self, connection: Connection, numbers: Collection[int], only: Only | None) -> Progress:
        return self._advance_some(connection, numbers, now=self.clock(), only=only)

    async def _one_by_one(self, numbers: Collection[int]) -> Progress:
        """A write of the chunk failed: find the event or passage that spoils it, and put that one aside."""
        ready: set[str] = set()
        for _ in range(CHUNK):
            only = await self.database(lambda connection: first_work(connection, numbers, self.library, self.clock()))
            if only is None:
                return Progress(ready)
            try:
                done = await self.database(lambda connection, only=only: self._chunk(connection, (only.shard,), only))
                ready |= done.lanes
            except Exception as problem:
                if is_not_well(problem):
                    raise
                log.exception("put aside", shard=only.shard, event_id=only.event, enrollment=only.passage)
                reason = f"{type(problem).__name__}: {problem}"
                await self.database(
                    lambda connection, only=only, reason=reason: only.put_aside(connection, reason, self.clock())
                )
        return Progress(ready, more=True)

    def _plan(self, connection: Connection) -> None:
        plan = missing_plans(connection, self.library.journeys(connection), house_zone(connection), self.clock())
        carry_out(connection, plan, self.new_id)

    async def _start_many(self, run_id: str) -> None:
        worked = Worked(more=True)
        while worked.more:
            worked = await self.database(lambda connection: self._chunk_of_run(connection, run_id))
            for name in jobs_of(worked.shards):
                self.wake(name)
            if worked.is_held_up:
                await asyncio.sleep(IN_OTHER_HANDS)

    def _chunk_of_run(self, connection: Connection, run_id: str) -> Worked:
        return work(
            connection, run_id, self.library.journeys(connection), provider_name=self.provider_name,
            zone=house_zone(connection), now=self.clock(),
        )  # fmt: skip

    def _call_desk(self) -> CallDesk:
        return CallDesk(self.caller, self.database, self.clock, self.monotonic, self.wake, paused_journeys)

    def _lane(self, sender_id: str) -> Lane:
        if sender_id not in self.lanes:
            self.lanes[sender_id] = Lane(
                sender_id, self.provider, self.database, clock=self.clock,
                monotonic=self.monotonic, wake=self.wake, paused_journeys=paused_journeys,
                leasing=self.leasing, counting=self.counting,
            )  # fmt: skip
        return self.lanes[sender_id]

    async def _settle(self, sender_id: str) -> None:
        await settle_unknowns(
            sender_id, self.provider, self.database, clock=self.clock, wake=self.wake, patience=self.patience
        )

    async def _sweep_for_ever(self) -> None:
        while True:
            try:
                for name in await self.database.read(
                    lambda connection: find_work(connection, self.library, self.provider_name, self.clock())
                ):
                    self.wake(name)
                await self.signs.show()
            except Exception:
                log.exception("sweep failed; it is tried again")
            await asyncio.sleep(self.sweep_every)


def seconds_awake_or_asleep() -> float:
    """A clock that only goes forward and, where the system has one, also counts while the machine sleeps: a worker that was
    frozen must notice that its claims are old."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
