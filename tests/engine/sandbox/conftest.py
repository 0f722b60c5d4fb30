"""A real sandbox and a real receiver of callbacks, each on a free port of the loopback."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine.sandbox.app import create_app
from engine.sandbox.settings import ReceiptDelays, SandboxSettings
from engine.sandbox.sources import Sources

QUICK = ReceiptDelays(*(timedelta(milliseconds=pause) for pause in (5, 15, 30, 45)))
PERSON = "33600000001"


@contextmanager
def serve(app: Starlette, http: Any = "auto") -> Iterator[str]:
    """The base address of `app`, served by uvicorn in a thread until the block ends."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, http=http, log_level="error", access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def wait_until(condition: Callable[[], object], seconds: float = 60) -> Any:
    """The first true value of `condition`; fails the test when none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError("what the test waited for did not happen")


@dataclass
class Receiver:
    """Every callback that came, in order, each verified against the secret as Sinch documents it."""

    secret: str
    url: str = ""
    failures_left: int = 0
    tries: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    nonces: list[str] = field(default_factory=list)
    bad_signatures: int = 0

    async def receive(self, request: Request) -> Response:
        body = await request.body()
        self.tries += 1
        if self.failures_left:
            self.failures_left -= 1
            return Response(status_code=503)
        self.nonces.append(request.headers["x-sinch-webhook-signature-nonce"])
        self.bad_signatures += not self.is_signed(request, body)
        self.events.append(orjson.loads(body))
        return Response()

    def is_signed(self, request: Request, body: bytes) -> bool:
        nonce, timestamp = (request.headers[f"x-sinch-webhook-signature-{name}"] for name in ("nonce", "timestamp"))
        signed = body + b"." + nonce.encode() + b"." + timestamp.encode()
        expected = base64.b64encode(hmac.new(self.secret.encode(), signed, hashlib.sha256).digest()).decode()
        algorithm = request.headers["x-sinch-webhook-signature-algorithm"]
        return algorithm == "HmacSHA256" and expected == request.headers["x-sinch-webhook-signature"]

    def of(self, key: str) -> list[dict[str, Any]]:
        return [event for event in self.events if key in event]

    def reports(self, message_id: str) -> list[dict[str, Any]]:
        found = [event["message_delivery_report"] for event in self.of("message_delivery_report")]
        return [report for report in found if report["message_id"] == message_id]

    def wait_for(self, key: str, count: int = 1) -> list[dict[str, Any]]:
        return wait_until(lambda: len(self.of(key)) >= count and self.of(key))

    def wait_for_report(self, message_id: str, status: str) -> dict[str, Any]:
        return wait_until(lambda: next((r for r in self.reports(message_id) if r["status"] == status), None))


@dataclass
class Wire:
    """A client of the sandbox: what a provider adapter would send, written out."""

    http: httpx.Client
    settings: SandboxSettings
    receiver: Receiver

    def path(self, rest: str) -> str:
        return f"/v1/projects/{self.settings.project_id}{rest}"

    def request_for(self, to: str = PERSON, text: str = "bonjour", **more: Any) -> dict[str, Any]:
        identity = {"channel": "WHATSAPP", "identity": to}
        recipient = {"identified_by": {"channel_identities": [identity]}}
        message = {"text_message": {"text": text}}
        return {"app_id": self.settings.app_id, "recipient": recipient, "message": message, **more}

    def template_request(self, name: str = "order_update", language: str = "fr", **more: Any) -> dict[str, Any]:
        parameters = more.pop("parameters", {"body[1]text": "Amina", "button[0]quick_reply[1]payload": "merci"})
        reference = {"template_id": name, "language_code": language, "parameters": parameters}
        return self.request_for(message={"template_message": {"channel_template": {"WHATSAPP": reference}}}, **more)

    def post_send(self, request: dict[str, Any]) -> httpx.Response:
        return self.http.post(self.path("/messages:send"), json=request)

    def send(self, request: dict[str, Any]) -> str:
        answer = self.post_send(request)
        assert answer.status_code == 200, answer.text
        return answer.json()["message_id"]

    def say(self, **said: Any) -> str:
        answer = self.http.post("/sandbox/inbound", json={"from": PERSON, **said})
        assert answer.status_code == 200, answer.text
        return answer.json()["id"]

    def behave(self, **changes: Any) -> dict[str, Any]:
        answer = self.http.put("/sandbox/behaviour", json=changes)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def phone(self, to: str = PERSON) -> list[dict[str, Any]]:
        return self.http.get("/sandbox/messages", params={"to": to}).json()["messages"]


TEMPLATES = [
    {
        "name": "order_update",
        "language": "FR",
        "category": "UTILITY",
        "details": {
            "components": [
                {"type": "BODY", "text": "Bonjour {{1}}, votre colis part.", "examples": ["Ana"]},
                {"type": "FOOTER", "text": "Boutique"},
                {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Merci"}]},
            ]
        },
    },
    {
        "name": "paused_news",
        "language": "FR",
        "category": "MARKETING",
        "state": "PAUSED",
        "details": {"components": [{"type": "BODY", "text": "Des nouvelles."}]},
    },
]


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver("s3cret")
    with serve(Starlette(routes=[Route("/hook", receiver.receive, methods=["POST"])])) as base:
        receiver.url = f"{base}/hook"
        yield receiver


@pytest.fixture(scope="session")
def settings(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> SandboxSettings:
    folder = tmp_path_factory.mktemp("sandbox")
    (folder / "templates.json").write_bytes(orjson.dumps(TEMPLATES))
    return SandboxSettings(
        webhook_url=receiver.url,
        webhook_secret="s3cret",
        templates_path=folder / "templates.json",
        ledger_path=folder / "ledger.jsonl",
        receipt_delays=QUICK,
        approval_delay=timedelta(milliseconds=150),
        callback_first_retry=timedelta(milliseconds=20),
    )


@contextmanager
def open_wire(settings: SandboxSettings, receiver: Receiver, sources: Sources | None = None) -> Iterator[Wire]:
    """A sandbox of one's own with these settings, and a client that holds its token."""
    with serve(create_app(settings, sources)) as base, httpx.Client(base_url=base, timeout=10) as http:
        form, key = {"grant_type": "client_credentials"}, (settings.key_id, settings.key_secret)
        token = http.post("/oauth2/token", data=form, auth=key).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        yield Wire(http, settings, receiver)


@pytest.fixture(scope="session")
def running(settings: SandboxSettings, receiver: Receiver) -> Iterator[Wire]:
    with open_wire(settings, receiver) as wire:
        yield wire


@pytest.fixture
def wire(running: Wire) -> Wire:
    """The running sandbox, with nothing said yet and the best behaviour."""
    running.http.post("/sandbox/reset")
    time.sleep(0.03)
    running.receiver.events.clear()
    running.receiver.nonces.clear()
    running.receiver.failures_left = running.receiver.tries = running.receiver.bad_signatures = 0
    return running


@pytest.fixture
def other_sandbox(settings: SandboxSettings, receiver: Receiver) -> Callable[..., Any]:
    """Opens a sandbox with some settings changed, for one test."""

    def build(sources: Sources | None = None, **changes: Any) -> Any:
        return open_wire(replace(settings, **changes), receiver, sources)

    return build


@pytest.fixture
def until() -> Callable[..., Any]:
    """Waits for a condition to give something true."""
    return wait_until


@pytest.fixture
def serving() -> Callable[..., Any]:
    """Serves any ASGI app for the length of a block."""
    return serve
