"""All there is in one run: the clock, the database, the provider's sandbox, the processes of the engine, and chance."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Coroutine, Mapping
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from engine.commands.starting import SAMPLES
from engine.sandbox.app import create_app
from engine.sandbox.settings import ReceiptDelays, SandboxSettings
from engine.sandbox.sources import Sources
from storage.database import reading
from tests.crash.conversation import Held

from .asgi import Reply, ask
from .chance import Chance
from .instances import Instance
from .loop import Loop, Process
from .network import Post
from .story import Story
from .tables import Written

BEGINNING = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
CLAIMS = "SELECT id, attempts FROM message WHERE status = 'sending'"
STOPS = "SELECT id, heard_from FROM inbound_event WHERE id > :after AND raw LIKE '%\"STOP\"%'"


@dataclass(frozen=True, slots=True)
class Got:
    """One send as the provider saw it come. `commits`: how many there were before."""

    at: float
    ours: str
    to: str
    fault: str


@dataclass(frozen=True, slots=True)
class Doom:
    """When a process is to be killed: `before` or `after` its next commit that writes `table` (any, when it is empty), or when
    a message of it has come to the provider (`sent`). `claimed`: it stands still when messages have become its own to send."""

    when: str
    table: str = ""


class World:
    """`found`: what must not happen and was seen at once, in sentences."""

    def __init__(self, seed: int, engine: Engine, folder: Path) -> None:
        self.loop, self.chance, self.engine, self.folder = Loop(), Chance(seed), engine, folder
        self.story, self.written, self.context = Story(self.loop.time), Written(engine), copy_context()
        self.ledger = folder / "ledger"
        self.sandbox = create_app(
            SandboxSettings(
                webhook_url="http://house/webhooks/sinch", retention="conversation", ledger_path=self.ledger,
                templates_path=SAMPLES / "templates.json", receipt_delays=self._delays(),
            ),
            Sources(self.clock, self.chance.new_id, self.chance.net.random), partial(Post, self),
        )  # fmt: skip
        self.instances: list[Instance] = []
        self.dooms: dict[Process, Doom] = {}
        self.phones: dict[str, list[Held]] = defaultdict(list)
        self.rings = asyncio.Event()
        self.got: list[Got] = []
        self.found: list[str] = []
        self.commits, self.kills, self.faults = 0, 0, Counter[str]()
        self.claimed: dict[tuple[str, int], int] = {}
        """In which commit each try of a message became somebody's."""
        self.stopped: dict[str, int] = {}
        """After which commit a customer's STOP was stored."""
        self._stops_seen = 0

    def _delays(self) -> ReceiptDelays:
        """Receipts come at once in one run, in another when somebody else may long have taken the lane over."""
        slowness = self.chance.net.choice((1, 20, 120))
        return ReceiptDelays(*(dt.timedelta(milliseconds=pause * slowness) for pause in (60, 120, 300, 500)))

    def clock(self) -> dt.datetime:
        return BEGINNING + dt.timedelta(seconds=self.loop.time())

    def begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Beside every process of the engine: it survives them."""
        return self.loop.create_task(work, context=self.context.copy())

    # Processes ---------------------------------------------------------------------------------------------------

    def living(self) -> list[Instance]:
        return [it for it in self.instances if not it.is_dead]

    def start_one(self) -> None:
        instance = Instance(self, f"E{len(self.instances) + 1}")
        self.instances.append(instance)
        self.story.tell(instance.name, "*** starts")
        instance.start()

    def kill(self, process: Process, when: str) -> None:
        assert isinstance(process, Instance)
        self.kills += 1
        self.story.tell(process.name, f"*** is killed {when}")
        process.die()

    def freeze(self, process: Process, seconds: float) -> None:
        """It stands still, and goes on as if no time had passed."""
        assert isinstance(process, Instance)
        self.story.tell(process.name, f"*** stands still for {seconds:.2f} s")
        process.is_frozen = True
        self.begin(self._thaw(process, seconds))

    async def _thaw(self, process: Process, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if not process.is_dead:
            self.loop.thaw(process)

    def doom_at(self, process: Process, tables: set[str]) -> str:
        """Whether it is to be killed at this commit: `before`, `after`, or empty."""
        doom = self.dooms.get(process)
        return doom.when if doom and tables and (not doom.table or doom.table in tables) else ""

    def committed(self, process: Process, tables: frozenset[str]) -> None:
        """Looks at what is true from now on."""
        assert isinstance(process, Instance)
        self.commits += 1
        self.story.tell(process.name, f"commits {self.commits}: {', '.join(sorted(tables))}")
        with reading(self.engine) as connection:
            if "message" in tables:
                self._note_claims(process, [(row.id, row.attempts) for row in connection.execute(text(CLAIMS))])
            if "inbound_event" in tables:
                for row in connection.execute(text(STOPS), {"after": self._stops_seen}):
                    self._stops_seen = row.id
                    self.stopped.setdefault(row.heard_from, self.commits)
                    self._end_the_hearer(process)

    def _end_the_hearer(self, process: Process) -> None:
        """Often nobody reads a STOP for a while, and what is queued must wait all the same."""
        if not process.is_dead and self.chance.trouble.random() < 0.6:
            self.kill(process, "when it had stored a STOP")

    def _note_claims(self, process: Process, claims: list[tuple[str, int]]) -> None:
        known = len(self.claimed)
        for claim in claims:
            self.claimed.setdefault(claim, self.commits)
        doom = self.dooms.get(process)
        if len(self.claimed) > known and doom is not None and doom.when == "claimed":
            del self.dooms[process]
            self.freeze(process, self.chance.standstill())

    # The provider, and what it posts -----------------------------------------------------------------------------

    def provider_got(self, body: dict[str, Any], fault: str, instance: Instance) -> dict[str, Any]:
        """A send has come. Its number, our id and its content."""
        who = body["recipient"]["identified_by"]["channel_identities"][0]["identity"]
        ours = body["message_metadata"]
        self.got.append(Got(self.loop.time(), ours, who, fault))
        self.faults[fault or "well"] += 1
        self.story.tell(instance.name, f"sends {ours} to {who}: {fault or 'taken'}")
        if instance in self.dooms and self.dooms[instance].when == "sent" and not instance.is_dead:
            self.kill(instance, "after a send")
        return {"to": who, "ours": ours, "message": body["message"]}

    def phone_rings(self, who: str, held: Held) -> None:
        self.story.tell("phone", f"{who} holds “{held.said}”")
        if any(it.ours == held.ours for it in self.phones[who]):
            self.found.append(f"{who} got {held.ours} twice")
        self.phones[who].append(held)
        rings, self.rings = self.rings, asyncio.Event()
        rings.set()

    async def deliver(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of what one of the living answers. OSError when nobody does."""
        if not (living := [it for it in self.living() if it.started.is_set()]):
            raise ConnectionRefusedError("nobody listens")
        instance = self.chance.net.choice(living)
        answer: asyncio.Future[Any] = self.loop.create_future()
        instance.visits.add(answer)

        async def visit() -> None:
            reply: Reply = await ask(instance.app, method, url, body, headers)
            if not answer.done():
                answer.set_result(reply.status)

        instance.run(visit())
        try:
            return await answer
        finally:
            instance.visits.discard(answer)

    async def try_to_deliver(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> int | None:
        """The same, once, and None when no answer came."""
        try:
            async with asyncio.timeout(10):
                return await self.deliver(method, url, body, headers)
        except OSError:
            return None

    def query(self, words: str) -> list[dict[str, Any]]:
        with reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(text(words)).mappings()]
