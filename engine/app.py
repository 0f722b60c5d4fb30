"""The composition root: where the clock, the ids, the database and the provider are chosen and put together."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, make_url
from starlette.applications import Starlette
from starlette.types import ASGIApp

from engine.api.events import Desk
from engine.api.health import Health
from engine.api.server import Api
from engine.calls.caller import Caller
from engine.clock import Clock, system_clock
from engine.countries import country_of
from engine.ids import NewId, new_id, new_token
from engine.metrics.counted import count_database_errors
from engine.metrics.page import MetricsPage, counted_text
from engine.providers.abilities import TellsNumber
from engine.providers.base import Misconfigured, Provider
from engine.providers.registry import open_provider
from engine.readiness import Readiness
from engine.runner.background import BackgroundDatabase
from engine.runner.counted_links import LinkCounting
from engine.runner.following import following
from engine.runner.jobs import ROUTE
from engine.runner.lease import Leasing
from engine.runner.number_news import read_numbers
from engine.runner.queue import EmbeddedQueue, Queue, Run
from engine.runner.template_sync import sync_for_ever
from engine.runner.worker import Worker
from engine.settings import Settings
from engine.webhooks.intake import Intake
from storage.database import open_database

DEAD_AFTER = dt.timedelta(seconds=4)
SANDBOX_TOKEN = "sandbox-token"  # noqa: S105 — public: with it one may only reach the simulator


@dataclass(slots=True)
class Parts:
    """Everything one process of the engine is made of."""

    settings: Settings
    engine: Engine
    database: BackgroundDatabase
    provider: Provider
    worker: Worker

    async def close(self) -> None:
        await self.provider.close()
        await self.worker.caller.close()
        self.database.close()
        self.engine.dispose()


def api_token(settings: Settings) -> str:
    """The token of `/api`. With a real provider there is no default: Misconfigured says what to set."""
    if settings.api_token is not None and settings.api_token.get_secret_value():
        return settings.api_token.get_secret_value()
    if settings.provider == "sandbox":
        return SANDBOX_TOKEN
    raise Misconfigured(
        "PARCOURS_API_TOKEN is missing: choose a long random word; other systems send it with each event."
    )


def keep_memory_quiet() -> None:
    """Call once, when a process has loaded what it needs. The collector of cycles looks at every object again and again; the
    modules, the schema and the journeys stay for good, and a chunk's rows need no look before they are gone. Saves about a
    tenth of a send (`make bench`)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def build_parts(
    settings: Settings, *, clock: Clock = system_clock, ids: NewId = new_id, sweep_every: float = 1.0,
    dead_after: dt.timedelta = DEAD_AFTER,
) -> Parts:  # fmt: skip
    """Open the database and the provider. On Postgres the work is shared with other processes, and that of one without a
    sign of life is taken over after `dead_after`. Raises Misconfigured when a setting is missing."""
    engine = open_database(settings.database_url)
    count_database_errors(engine)
    database = BackgroundDatabase(engine)
    provider = open_provider(settings, clock)
    worker = Worker(
        database, provider, settings.provider, clock=clock, new_id=ids,
        house_language=settings.language, country_of=country_of, sweep_every=sweep_every,
        caller=Caller(settings.http_host_list()), open_queue=_choose_queue(settings, dead_after),
        leasing=Leasing(ids(), dead_after) if is_shared(settings.database_url) else None, counting=_counting(settings),
    )  # fmt: skip
    return Parts(settings, engine, database, provider, worker)


def _counting(settings: Settings) -> LinkCounting | None:
    """Only where customers can reach us."""
    if not settings.public_url or settings.count_links == "no":
        return None
    return LinkCounting(settings.public_url.rstrip("/"), settings.count_links, new_token)


def is_shared(database_url: str) -> bool:
    """Whether several workers may share this database. A file of SQLite belongs to one."""
    return make_url(database_url).get_backend_name() == "postgresql"


def _choose_queue(settings: Settings, dead_after: dt.timedelta) -> Callable[[Run], Queue]:
    if not is_shared(settings.database_url):
        return EmbeddedQueue
    from engine.runner.postgres_queue import PostgresQueue, Signs

    signs = Signs(every=dead_after / 4, dead_after=dead_after, look_every=dead_after / 8)
    return lambda run: PostgresQueue(make_url(settings.database_url), run, signs=signs)


def health_of(parts: Parts, *, with_tables: bool) -> Health:
    """What this process tells whoever watches it. `with_tables`: its metrics hold what the tables say, too."""
    about = parts.database, parts.settings.provider, parts.worker.clock
    return Health(Readiness(*about).ask, MetricsPage(*about).text if with_tables else counted_text)


def build_api(parts: Parts, *, with_worker: bool) -> ASGIApp:
    """The HTTP application; with the worker inside for one machine, alone where workers run beside it."""
    intake = Intake(parts.database, lambda: parts.worker.wake(ROUTE))
    desk = Desk(parts.worker.library, parts.worker.new_id, parts.worker.country_of, parts.settings.provider)

    api = Api(
        parts.database, intake, desk, {parts.provider.source: parts.provider}, token=api_token(parts.settings),
        clock=parts.worker.clock, wake=parts.worker.wake, health=health_of(parts, with_tables=True),
    )  # fmt: skip

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        async with running_worker(parts) if with_worker else _waking_others(parts):
            yield
        await parts.close()

    return api.application(lifespan)


@asynccontextmanager
async def running_worker(parts: Parts) -> AsyncGenerator[None]:
    """Jobs run, templates are kept in step with the provider."""
    await parts.worker.start()
    templates = sync_for_ever(
        parts.provider, parts.database, clock=parts.worker.clock, new_id=parts.worker.new_id,
        changed=parts.worker.templates_changed,
    )  # fmt: skip
    async with templates, _following_numbers(parts):
        yield
        await parts.worker.stop()


@asynccontextmanager
async def _following_numbers(parts: Parts) -> AsyncGenerator[None]:
    """Where the provider tells of our number, it is read at start, every ten minutes, and when it changed."""
    provider, settings, worker = parts.provider, parts.settings, parts.worker
    if not isinstance(provider, TellsNumber):
        yield
        return
    async with following(
        "numbers", lambda: read_numbers(provider, settings.provider, parts.database, clock=worker.clock),
        worker.numbers_changed,
    ):  # fmt: skip
        yield


@asynccontextmanager
async def _waking_others(parts: Parts) -> AsyncGenerator[None]:
    await parts.worker.open()
    yield
    await parts.worker.queue.stop()
