"""Whatever a provider's webhook holds: it is answered, what cannot be used is put aside with its reason, and the rest is kept.

Short by default. `PARCOURS_FUZZ=long` (`make fuzz`): many more.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from hostile_bodies import CLOUD, NOISE, SINCH, bodies
from house import TOKEN
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
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

LONG = os.environ.get("PARCOURS_FUZZ") == "long"
EXAMPLES = int(os.environ.get("PARCOURS_EXAMPLES", "3000" if LONG else "25"))
WAITS = "SELECT count(*) FROM inbound_event WHERE status IN ('new', 'routed') AND retry_at IS NULL"
UNEXPLAINED = "SELECT count(*) FROM inbound_event WHERE status = 'aside' AND coalesce(reason, '') = ''"
STARTED = "SELECT count(*) FROM enrollment e JOIN address a ON a.contact_id = e.contact_id WHERE a.value = :who"
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


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize(("provider", "seeds"), [("sandbox", SINCH), ("whatsapp_cloud", CLOUD)], ids=["sinch", "cloud"])
def test_nothing_that_comes_in_upsets_the_house(database: Engine, provider: str, seeds: Any) -> None:
    with open_door(database, provider) as door:

        @given(posted=st.lists(bodies(seeds), min_size=1, max_size=8))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        )
        def check(posted: list[bytes]) -> None:
            who, good = door.good()

            answers = door.take([*posted, good])

            assert {answer.status_code for answer in answers} <= {200, 400}
            assert all(answer.json()["error"]["message"] for answer in answers if answer.status_code == 400)
            assert answers[-1].status_code == 200
            assert door.count(WAITS) == 0
            assert door.count(UNEXPLAINED) == 0
            assert door.count(STARTED, who=who) == 1

        check()


@pytest.mark.parametrize("provider", ["sandbox", "whatsapp_cloud"])
def test_an_id_that_no_index_can_hold_stops_nobody(postgres_database: Engine, provider: str) -> None:
    """What arrives in one moment shares a commit: one that the database refuses must not be refused with the others."""
    with open_door(postgres_database, provider) as door:
        who, good = door.good()

        bad = [_too_long(provider, where) for where in ("id", "who", "button", "quoted")]
        answers = door.take([*bad, good, *bad])

        assert {answer.status_code for answer in answers} == {200}
        assert door.count(STARTED, who=who) == 1
        assert door.count(WAITS) == 0
        assert door.count(UNEXPLAINED) == 0
        assert door.count("SELECT count(*) FROM inbound_event WHERE source IN ('sinch', 'whatsapp')") == len(bad) + 1


def _too_long(provider: str, where: str) -> bytes:
    if provider == "sandbox":
        tap = {"choice_response_message": {"message_id": "m1", "postback_data": NOISE}}
        content = {"button": tap, "quoted": {"text_message": {"text": "a"}, "reply_to": {"message_id": NOISE}}}
        who = NOISE if where == "who" else "33600000001"
        return inbound(content.get(where, "bonjour"), NOISE if where == "id" else f"in-{where}", who=who)
    more: dict[str, dict[str, Any]] = {
        "id": {"id": NOISE}, "who": {"from": NOISE}, "button": {"type": "button", "button": {"payload": NOISE, "text": "A"}},
        "quoted": {"context": {"id": NOISE}},
    }  # fmt: skip
    return webhook("bonjour", f"in-{where}", **more[where])
