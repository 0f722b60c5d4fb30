"""A house without a provider and without a server: what is posted is kept and worked in this process, and nothing leaves."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
from house import TOKEN
from journeys import PREFERENCES
from pydantic import SecretStr
from sqlalchemy import Engine, text
from test_whatsapp_cloud import signed as signed_by_cloud
from test_whatsapp_cloud import webhook
from wire import inbound, signed

from engine.app import build_api, build_parts
from engine.clock import system_clock
from engine.commands.exchange import take_in
from engine.journey.definition import read_definition
from engine.runner.queue import EmbeddedQueue
from engine.settings import Settings
from storage import drafts, journeys, senders, shards
from storage.database import reading, writing

_numbers = itertools.count(1)


class Door:
    """A house without a provider: what comes in is kept and worked, nothing leaves."""

    def __init__(self, engine: Engine, runner: asyncio.Runner, provider: str) -> None:
        self.engine, self.runner, self.provider = engine, runner, provider
        self.parts = build_parts(self._settings(provider))
        worker = self.parts.worker
        worker.queue = EmbeddedQueue(worker._run)
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(build_api(self.parts, with_worker=False)), base_url="http://house"
        )
        runner.run(self._open())

    def _settings(self, provider: str) -> Settings:
        cloud = dict.fromkeys(
            ("whatsapp_token", "whatsapp_app_secret", "whatsapp_verify_token"), SecretStr("cloud-app-secret")
        )
        return Settings(
            _env_file=None, database_url=self.engine.url.render_as_string(hide_password=False), provider=provider,
            api_token=SecretStr(TOKEN), sinch_api_url="http://127.0.0.1:9", whatsapp_phone_number_id="106540352242922",
            whatsapp_business_account_id="102", whatsapp_api_url="http://127.0.0.1:9/v1",
            **(cloud if provider == "whatsapp_cloud" else {}),
        )  # fmt: skip

    async def _open(self) -> None:
        await self.parts.database(shards.prepare)
        await self.parts.worker.queue.work()

    def take(self, posted: Sequence[bytes]) -> list[httpx.Response]:
        """Posted at once, and worked until nothing is left to do."""

        async def post() -> list[httpx.Response]:
            found = await asyncio.gather(*(self._post(body) for body in posted))
            queue = self.parts.worker.queue
            assert isinstance(queue, EmbeddedQueue)
            await queue.idle()
            return found

        return self.runner.run(post())

    async def _post(self, body: bytes) -> httpx.Response:
        if self.provider == "sandbox":
            return await self.http.post("/webhooks/sinch", content=body, headers=signed(body))
        return await self.http.post("/webhooks/whatsapp", content=body, headers=signed_by_cloud(body))

    def good(self) -> tuple[str, bytes]:
        """Somebody new who writes “menu”."""
        number = next(_numbers)
        who = f"3361{number:07}"
        if self.provider == "sandbox":
            return who, inbound("menu", f"good-{number}", who=who)
        return who, webhook("menu", f"good-{number}", **{"from": who})

    def count(self, query: str, **values: Any) -> int:
        with reading(self.engine) as connection:
            return int(connection.execute(text(query), values).scalar_one())


@contextmanager
def open_door(engine: Engine, provider: str) -> Iterator[Door]:
    journey = read_definition({"parcours": 1, "name": "p", **PREFERENCES})
    now = system_clock()
    with writing(engine) as connection:
        take_in(connection, journey)
        known = journeys.find_journey(connection, key=journey.key)
        draft = known and drafts.load_draft(connection, journey_id=known.id)
        assert known and draft
        journeys.publish(connection, journey_id=known.id, revision=draft.revision, by=None, at=now)
        senders.add(
            connection,
            id="s1",
            key="main",
            provider=provider,
            number="33100000000",
            display_name="Shop",
            created_at=now,
            paused=True,
        )
    with asyncio.Runner() as runner:
        door = Door(engine, runner, provider)
        yield door
        runner.run(door.http.aclose())
        runner.run(door.parts.close())
