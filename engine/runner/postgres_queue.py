"""The queue where several processes share a Postgres database: Procrastinate, in its own schema (docs/decisions/0056).

It is used as a scheduler only. A wake-up is deferred after the commit, a job that was left behind is deleted and asked for
anew, never retried, and what a job may write is decided by the rows it locks.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ProcrastinateException
from procrastinate.jobs import Job, Status
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy.engine import URL

from engine.logs import get_logger
from engine.runner.jobs import ROUTE, SHARDS
from engine.runner.queue import EmbeddedQueue, Run
from storage.database import OURS
from storage.queue_schema import SCHEMA
from storage.stopped_sessions import END_STOPPED

log = get_logger(__name__)
logging.getLogger("procrastinate").setLevel(logging.WARNING)

WORK, WIRE = "work", "wire"
"""What is done with the database alone, and what waits for other systems: a long campaign must not stop the shards."""
ON_THE_WIRE = ("lane", "calls", "unknowns")
HERE = ROUTE
"""The turn of the router runs in the process that asks for it (docs/decisions/0096): the row that it locks keeps turns apart, and
whoever waits for it goes on the moment it is free."""
OWNED_BY_ROWS = (SHARDS,)
"""Jobs that the rows they lock keep apart: the queue need not. A job that waits for the end of another of its name is
announced by nobody, and would be found only by the next poll."""
CONCURRENCY = {WORK: 4, WIRE: 16}
POLL = 0.2
"""Seconds."""
DEFER_AT_ONCE = 3
CONNECTIONS = 6
CONNECT_WITHIN, RECONNECT_WITHIN = 5.0, 2.0
"""Seconds. The pool alone tries again after twice the time at each failure, up to minutes: after a long stop of Postgres the
workers would stand still for as long again. It gives up early instead, and whoever asks next makes it try anew."""


@dataclass(frozen=True, slots=True)
class Signs:
    """How often a worker shows that it lives, and how long others wait before they take its work over."""

    every: dt.timedelta = dt.timedelta(seconds=1)
    dead_after: dt.timedelta = dt.timedelta(seconds=4)
    look_every: dt.timedelta = dt.timedelta(seconds=0.5)


class PostgresQueue:
    """Runs named jobs on whichever worker is free. `run` works until there is nothing to do."""

    def __init__(self, url: URL, run: Run, *, signs: Signs | None = None) -> None:
        self._run, self._signs = run, signs or Signs()
        self._app = App(connector=PsycopgConnector(
            conninfo=url.set(drivername="postgresql").render_as_string(hide_password=False),
            kwargs={"options": f"-c search_path={SCHEMA},public -c synchronous_commit=off"},
            min_size=1, max_size=CONNECTIONS, pool_factory=_open_pool, configure=_each_by_itself,
        ))  # fmt: skip
        self._task = self._app.task(name="parcours")(self._do)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._here = EmbeddedQueue(self._run_here, concurrency=1)
        self._todo: dict[str, None] = {}
        self._asked = asyncio.Event()
        self._doing: dict[str, bool] = {}
        self._asking: asyncio.Task[None] | None = None
        self._working: list[asyncio.Task[None]] = []
        self._rescuing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Call inside the running loop."""
        await self._app.open_async()
        self._loop = asyncio.get_running_loop()
        await self._here.work()
        self._asking = asyncio.create_task(self._ask_for_ever(), name="wake-ups")

    async def work(self) -> None:
        """Run jobs, and take over those of workers that show no sign of life."""
        self._working = [
            asyncio.create_task(self._work_for_ever(queue, number), name=f"jobs {queue}")
            for queue, number in CONCURRENCY.items()
        ]
        self._rescuing = asyncio.create_task(self._rescue_for_ever(), name="rescue")

    def wake(self, name: str) -> None:
        """Ask for a job; may be called from any thread. Before `open` nothing happens: the sweep finds it."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake, name)

    def _wake(self, name: str) -> None:
        if name == HERE:
            self._here.wake(name)
            return
        self._todo[name] = None
        self._asked.set()

    async def stop(self, patience: float = 10.0) -> None:
        """Let running jobs finish; what is asked for is left to the other workers."""
        await self._here.stop(patience)
        if self._rescuing is not None:
            await _end(self._rescuing)
        for task in self._working:
            task.cancel()
        if self._working:  # each lets its jobs finish and stops them after its own patience
            await asyncio.wait(self._working, timeout=patience + 2)
        if self._asking is not None:
            await _end(self._asking)
            await self._defer_all()
            self._loop = None
            await self._app.close_async()

    async def _run_here(self, name: str) -> None:
        await self._run(name)

    async def _do(self, name: str) -> None:
        """One job. Given once more while it runs, it looks once more before it ends."""
        if name in self._doing:
            self._doing[name] = True
            return
        self._doing[name] = True
        try:
            while self._doing[name]:
                self._doing[name] = False
                await self._run(name)
        finally:
            del self._doing[name]

    # Asking ----------------------------------------------------------------------------------------------------------

    async def _ask_for_ever(self) -> None:
        while True:
            await self._asked.wait()
            await self._defer_all()

    async def _defer_all(self) -> None:
        self._asked.clear()
        names, self._todo = list(self._todo), {}
        at_once = asyncio.Semaphore(DEFER_AT_ONCE)
        await asyncio.gather(*(self._defer(name, at_once) for name in names))

    async def _defer(self, name: str, at_once: asyncio.Semaphore) -> None:
        if name in self._doing:
            self._doing[name] = True
            return
        kind = name.partition(":")[0]
        queue, lock = (WIRE if kind in ON_THE_WIRE else WORK), (None if kind in OWNED_BY_ROWS else name)
        async with at_once:
            try:
                await self._task.configure(lock=lock, queueing_lock=name, queue=queue).defer_async(name=name)
            except AlreadyEnqueued:
                pass  # a job that has not begun will see what we committed
            except (ProcrastinateException, PoolTimeout) as problem:
                log.warning("a wake-up was lost; the sweep will find its work", job=name, reason=_cause(problem))

    # Working ---------------------------------------------------------------------------------------------------------

    async def _work_for_ever(self, queue: str, concurrency: int) -> None:
        """A worker that was taken for dead ends when it wakes up: it begins anew, under a new number."""
        while True:
            try:
                await self._app.run_worker_async(
                    queues=[queue], concurrency=concurrency, install_signal_handlers=False, delete_jobs="always",
                    fetch_job_polling_interval=POLL, listen_notify=True, shutdown_graceful_timeout=10,
                    update_heartbeat_interval=self._signs.every.total_seconds(),
                    stalled_worker_timeout=self._signs.dead_after.total_seconds(),
                )  # fmt: skip
            except Exception as problem:
                log.warning("the queue's loop ended; it begins anew", queue=queue, reason=_cause(problem))
            await asyncio.sleep(POLL)

    async def _rescue_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._signs.look_every.total_seconds())
            try:
                await self._rescue()
            except (ProcrastinateException, PoolTimeout) as problem:
                log.warning("jobs left behind could not be looked for; it is tried again", reason=_cause(problem))

    async def _rescue(self) -> None:
        manager, silent_for = self._app.job_manager, self._signs.dead_after.total_seconds()
        ended = await self._app.connector.execute_query_all_async(END_STOPPED, ours=OURS, silent_for=silent_for)
        if ended:
            log.warning("sessions of a stopped process ended; others waited for its locks", number=len(ended))
        stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=silent_for)
        for job in stalled:
            with suppress(ProcrastinateException):  # another worker was faster
                await manager.finish_job(job, Status.FAILED, delete_job=True)
            self._wake(_name_of(job))


def _name_of(job: Job) -> str:
    return str(job.task_kwargs["name"])


def _open_pool(**options: Any) -> AsyncConnectionPool[Any]:
    """Without the question whether a connection still lives before each use: one way less to the server a query. One that
    broke ends the queue's loop, which begins anew."""
    options["check"] = None
    return AsyncConnectionPool(timeout=CONNECT_WITHIN, reconnect_timeout=RECONNECT_WITHIN, **options)


async def _each_by_itself(connection: AsyncConnection[Any]) -> None:
    """No statement stands in a longer transaction: a worker that is stopped between two leaves no lock behind, which would
    keep the others from asking for the same jobs."""
    await connection.set_autocommit(True)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _cause(problem: BaseException) -> str:
    cause = problem.__cause__ or problem
    return f"{type(cause).__name__}: {cause}"
