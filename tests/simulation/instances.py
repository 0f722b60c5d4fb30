"""One process of the engine, put together as the composition root does it, on what the simulation gives."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from pydantic import SecretStr

from engine.app import Parts, build_api
from engine.countries import country_of
from engine.providers.registry import open_provider
from engine.providers.transport import open_client
from engine.runner.lease import Leasing
from engine.runner.unknowns import Patience
from engine.runner.worker import Worker
from engine.settings import Settings

from .asgi import live
from .loop import OWNER, Process
from .network import Way
from .tables import Tables

if TYPE_CHECKING:
    from .world import World

TOKEN = "simulated-token"
SETTINGS = Settings(
    _env_file=None, database_url="sqlite:///simulated", sinch_api_url="http://provider", api_token=SecretStr(TOKEN)
)  # pyright: ignore[reportCallIssue]
SWEEP_EVERY = 8.0
PATIENCE = Patience(dt.timedelta(seconds=10), dt.timedelta(seconds=60), dt.timedelta(minutes=15))


class Instance(Process):
    """An engine with API and worker. `name` is its owner's name at the lanes."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__()
        self.world, self.name = world, name
        self.visits: set[asyncio.Future[object]] = set()
        """Requests that it is answering."""
        self.ending, self.started = asyncio.Event(), asyncio.Event()

    def start(self) -> None:
        tables = Tables(self.world, self)
        provider = open_provider(SETTINGS, self.world.clock, open_client(transport=Way(self.world, self)))
        worker = Worker(
            tables, provider, SETTINGS.provider, clock=self.world.clock, new_id=self.world.chance.new_id,
            country_of=country_of, sweep_every=SWEEP_EVERY, patience=PATIENCE, leasing=Leasing(self.name),
            monotonic=self.world.loop.time,
        )  # fmt: skip
        self.app = build_api(Parts(SETTINGS, self.world.engine, tables, provider, worker), with_worker=True)
        self.life = self.run(live(self.app, self.started, self.ending))

    def run(self, coroutine: object) -> asyncio.Task[object]:
        """Beside everything else of this process; it dies with it."""
        context = self.world.context.copy()
        context.run(OWNER.set, self)
        return self.world.loop.create_task(coroutine, context=context)

    def die(self) -> None:
        """As by SIGKILL: nothing of it runs any more, and whoever waits for an answer loses the connection."""
        self.is_dead, self.is_frozen = True, False
        for visit in self.visits:
            if not visit.done():
                visit.set_exception(ConnectionResetError("the process was killed"))
