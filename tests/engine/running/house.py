"""A whole house for one test: a real database, the sandbox and the engine, each over HTTP on a free port."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from pydantic import SecretStr
from sqlalchemy import Engine, func, select, text
from wire import SECRET, inbound, signed

from engine.app import Parts, build_api, build_parts
from engine.clock import system_clock
from engine.commands.exchange import take_in
from engine.commands.starting import SAMPLES, prepare_house
from engine.ids import new_id
from engine.journey.definition import read_definition
from engine.runner.unknowns import Patience
from engine.sandbox.app import create_app
from engine.sandbox.settings import ReceiptDelays, SandboxSettings
from engine.settings import Settings
from storage import drafts, inbox, journeys, templates
from storage import house as house_rules
from storage.database import reading, writing

TOKEN = "test-token"
AMINA = "33600000001"
QUICK_RECEIPTS = ReceiptDelays(*(dt.timedelta(milliseconds=pause) for pause in (5, 10, 20, 30)))
IMPATIENT = Patience(
    ask_every=dt.timedelta(milliseconds=100),
    believe_absence_after=dt.timedelta(milliseconds=500),
    settle_after=dt.timedelta(seconds=1),
)


class MovableClock:
    """The real clock, put forward as far as a test wants."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta()

    def __call__(self) -> dt.datetime:
        return system_clock() + self.ahead


def until(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """The first true value of `condition`; the test fails when none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("what the test waited for did not happen in time")


def as_json(value: Any) -> Any:
    """A JSON column of a plain query: SQLite gives its text, Postgres what it holds."""
    return json.loads(value) if isinstance(value, str) else value


class Prompt(uvicorn.Server):
    """Notices at once that it is to end."""

    async def main_loop(self) -> None:
        while not self.should_exit:
            await asyncio.sleep(0.01)


@contextmanager
def served(app: Any, port: int = 0) -> Iterator[str]:
    """Its address, while uvicorn serves it in a thread."""
    server = Prompt(
        uvicorn.Config(
            app, host="127.0.0.1", port=port, log_level="error", access_log=False, timeout_graceful_shutdown=2
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(15)


@dataclass
class House:
    """What a test may do as a customer, as another system, as a person at the designer, and what it may look at."""

    sandbox: str
    api: str
    engine: Engine
    parts: Parts
    clock: MovableClock
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20, trust_env=False, verify=False))

    # As a customer -----------------------------------------------------------------------------------------------

    def says(self, words: str, *, who: str = AMINA, **more: Any) -> None:
        self._inbound({"from": who, "text": words, **more})

    def says_at_once(self, *words: str, who: str = AMINA) -> None:
        """Several messages that the engine finds together, in one chunk of its work."""
        bodies = [inbound(said, new_id(), who=who) for said in words]
        keyed = [pair for body in bodies for pair in self.parts.provider.event_keys(body)]
        with writing(self.engine) as connection:
            inbox.keep(connection, [inbox.RawEvent("sinch", key, raw, self.clock()) for key, raw in keyed])
        self.parts.worker.wake("route")

    def provider_posts(self, body: bytes) -> None:
        """A webhook in the provider's own words (see `wire`), posted now."""
        headers = signed(body, at=self.clock())
        answer = self.http.post(f"{self.api}/webhooks/sinch", content=body, headers=headers)
        assert answer.status_code == 200, answer.text

    def taps(self, title: str, *, who: str = AMINA, on: str | None = None) -> None:
        """Touch a button of the newest message that has one of this title; `on`: of this message."""
        for message in reversed([one for one in self.phone(who) if on in (None, one["id"])]):
            for button in message["buttons"]:
                if button["title"] == title:
                    tap = {"message_id": message["id"], "data": button["data"], "title": title}
                    return self._inbound({"from": who, "tap": tap})
        raise AssertionError(f"no button {title!r} on the phone")

    def sends(self, kind: str, *, who: str = AMINA, caption: str = "", ending: str = "") -> None:
        media = {"url": f"https://media.example/a{ending}", "kind": kind, **({"caption": caption} if caption else {})}
        self._inbound({"from": who, "media": media})

    def shares(self, latitude: float, longitude: float, *, who: str = AMINA, **more: Any) -> None:
        """Send where they are; `reply_to` names the message that asked."""
        self._inbound({"from": who, "location": {"latitude": latitude, "longitude": longitude}, **more})

    def phone(self, who: str = AMINA) -> list[dict[str, Any]]:
        """What the customer's phone holds from us, oldest first."""
        return self.http.get(f"{self.sandbox}/sandbox/messages", params={"to": who}).json()["messages"]

    def texts(self, who: str = AMINA) -> list[str]:
        return [message["text"] for message in self.phone(who)]

    def hears(self, *texts: str, who: str = AMINA, seconds: float = 60.0) -> None:
        """Exactly these messages, in this order, have reached the phone."""
        try:
            until(lambda: self.texts(who) == list(texts), seconds)
        except AssertionError:
            assert self.texts(who) == list(texts)

    def _inbound(self, body: dict[str, Any]) -> None:
        answer = self.http.post(f"{self.sandbox}/sandbox/inbound", json=body)
        assert answer.status_code == 200, answer.text

    # As another system -------------------------------------------------------------------------------------------

    def event(self, event_id: str, name: str, *, who: str | None = AMINA, **body: Any) -> httpx.Response:
        contact = body.pop("contact", {"whatsapp": who})
        return self.post("/api/events", {"id": event_id, "name": name, "contact": contact, **body})

    def post(self, path: str, body: Any, token: str = TOKEN) -> httpx.Response:
        return self.http.post(f"{self.api}{path}", json=body, headers={"Authorization": f"Bearer {token}"})

    # As a person at the designer ---------------------------------------------------------------------------------

    def publish(self, definition: dict[str, Any]) -> str:
        """Put a journey live; its id."""
        journey = read_definition({"parcours": 1, "name": definition["key"], **definition})
        with writing(self.engine) as connection:
            revision = take_in(connection, journey)
            known = journeys.find_journey(connection, key=journey.key)
            assert known is not None
            draft = drafts.load_draft(connection, journey_id=known.id)
            assert draft is not None and draft.revision == revision
            journeys.publish(connection, journey_id=known.id, revision=revision, by=None, at=self.clock())
            return known.id

    def act(self, journey_id: str, act: Any) -> None:
        """Pause, resume, retire or stop a journey."""
        with writing(self.engine) as connection:
            journeys.set_state(connection, journey_id=journey_id, act=act, by=None, at=self.clock())

    def consents(self, purpose: str = "marketing", *, who: str = AMINA) -> None:
        body = {"id": new_id(), "contact": {"whatsapp": who}, "purpose": purpose, "given": True, "source": "form"}
        assert self.post("/api/consents", body).status_code == 202

    def speaks(self, language: str, *, who: str = AMINA) -> None:
        """The contact's language is known."""
        assert self.post("/api/contacts", {"whatsapp": who, "language": language}).status_code == 200

    def suspend(self) -> None:
        """The emergency stop."""
        with writing(self.engine) as connection:
            house_rules.suspend_sending(connection, by=None, at=self.clock())

    def lift(self) -> None:
        """The end of the emergency stop."""
        with writing(self.engine) as connection:
            house_rules.resume_sending(connection, by=None, at=self.clock())

    def set_house_reply(self, words: str) -> None:
        """What the house says when no journey understood."""
        value = {"texts": {"fr": words}}
        with writing(self.engine) as connection:
            house_rules.set_setting(connection, name="house_reply", value=value, by=None, at=self.clock())

    def write(self, statement: str) -> None:
        """One statement of SQL, for what only a provider or a person at another page would change."""
        with writing(self.engine) as connection:
            connection.exec_driver_sql(statement)

    # What the tables say -----------------------------------------------------------------------------------------

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with reading(self.engine) as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def waits(self, waiting: str = "reply", people: int = 1) -> None:
        """As many passages have come to a wait."""
        query = "SELECT COUNT(*) FROM enrollment WHERE status = 'active' AND waiting = :waiting"
        until(lambda: self.rows(query, waiting=waiting) == [(people,)])

    def heard(self, messages: int) -> None:
        """As many messages of customers have had their effect."""
        query = "SELECT COUNT(*) FROM inbound_event WHERE kind = 'message' AND status = 'done'"
        until(lambda: self.rows(query) == [(messages,)])

    def statuses(self) -> list[str]:
        return [status for (status,) in self.rows("SELECT status FROM message ORDER BY created_at, id")]

    def exits(self) -> list[str | None]:
        return [reason for (reason,) in self.rows("SELECT exit_reason FROM enrollment ORDER BY entered_at, id")]

    def later(self, **duration: float) -> None:
        """Put the engine's clock forward."""
        self.clock.ahead += dt.timedelta(**duration)

    def behave(self, **behaviour: Any) -> None:
        answer = self.http.put(f"{self.sandbox}/sandbox/behaviour", json=behaviour)
        assert answer.status_code == 200, answer.text

    def mute(self) -> None:
        """No receipt comes any more: the provider's webhook is taken away."""
        settings = SandboxSettings()
        token = self.http.post(
            f"{self.sandbox}/oauth2/token", auth=(settings.key_id, settings.key_secret),
            data={"grant_type": "client_credentials"},
        ).json()["access_token"]  # fmt: skip
        project, bearer = f"{self.sandbox}/v1/projects/{settings.project_id}", {"Authorization": f"Bearer {token}"}
        for webhook in self.http.get(f"{project}/apps/{settings.app_id}/webhooks", headers=bearer).json()["webhooks"]:
            assert self.http.delete(f"{project}/webhooks/{webhook['id']}", headers=bearer).status_code < 300

    def settled(self) -> None:
        """Nothing is on its way any more: no event to handle, nothing queued or on the wire."""
        until(lambda: not self.rows(
            "SELECT 1 FROM inbound_event WHERE status IN ('new', 'routed') UNION ALL "
            "SELECT 1 FROM message WHERE status IN ('queued', 'sending')"
        ))  # fmt: skip


@contextmanager
def running_house(
    engine: Engine, *, retention: str = "conversation", sweep_every: float = 0.2, is_public: bool = False,
    apart: bool = False, **more: Any,
) -> Iterator[House]:  # fmt: skip
    """A house on this database, with the sample templates and no journey; stopped at the end. `is_public`: its own address is
    its public one; `apart`: the API works nothing, another part of the house does (Postgres); `more`: other settings."""
    clock, api_port = MovableClock(), free_port()
    sandbox_app = create_app(
        SandboxSettings(
            webhook_url=f"http://127.0.0.1:{api_port}/webhooks/sinch", webhook_secret=SECRET, retention=retention,
            receipt_delays=QUICK_RECEIPTS, templates_path=SAMPLES / "templates.json",
            callback_first_retry=dt.timedelta(milliseconds=50), approval_delay=dt.timedelta(milliseconds=100),
        )
    )  # fmt: skip
    with served(sandbox_app) as sandbox:
        settings = Settings(
            _env_file=None, database_url=engine.url.render_as_string(hide_password=False), sinch_api_url=sandbox,
            api_token=SecretStr(TOKEN), api_port=api_port, **more,
            public_url=f"http://127.0.0.1:{api_port}" if is_public else None,
        )  # fmt: skip
        prepare_house(engine, settings, with_samples=False)
        parts = build_parts(settings, clock=clock, sweep_every=sweep_every)
        parts.worker.patience = IMPATIENT
        prepared_at = clock()
        with ExitStack() as running:
            api = running.enter_context(served(build_api(parts, with_worker=not apart), api_port))
            if apart:
                beside = build_parts(settings, clock=clock, sweep_every=sweep_every)
                running.enter_context(served(build_api(beside, with_worker=True)))
            until(lambda: has_read_templates_since(engine, prepared_at))
            yield House(sandbox, api, engine, parts, clock)


def has_read_templates_since(engine: Engine, moment: dt.datetime) -> bool:
    """The engine asks the provider when it starts: what a test changes before that would not last."""
    with reading(engine) as connection:
        at = connection.execute(select(func.min(templates.TEMPLATES.c.synced_at))).scalar()
    return at is not None and at >= moment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
