"""A running sandbox with our provider pointed at it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from provider_wire import SESSION
from wire_server import WireServer

from engine.clock import system_clock
from engine.providers.base import (
    ProviderEvent,
    Receipt,
)
from engine.providers.sinch.client import Sinch
from engine.providers.sinch.settings import SinchSettings
from engine.sandbox.app import create_app
from engine.sandbox.settings import SandboxSettings

PERSON = SESSION.to
SEEDED = [
    {
        "name": "cart_reminder",
        "language": "FR_FR",
        "category": "MARKETING",
        "details": {
            "components": [
                {"type": "HEADER", "format": "TEXT", "text": "{{1}} !", "example": "Panier"},
                {"type": "BODY", "text": "Bonjour {{1}}, il reste {{2}}.", "examples": ["Amina", "80 €"]},
                {
                    "type": "BUTTONS",
                    "buttons": [
                        {"type": "QUICK_REPLY", "text": "Plus tard"},
                        {"type": "URL", "text": "Voir", "url": "https://shop.example/{{1}}", "example": "c"},
                    ],
                },
            ]
        },
    }
]


@dataclass
class Stage:
    """A running sandbox, our provider pointed at it, and what its callbacks brought."""

    url: str
    sinch: Sinch
    server: WireServer
    http: httpx.AsyncClient
    unsigned: int = 0
    events: dict[str, ProviderEvent] = field(default_factory=dict)

    async def behave(self, **changes: Any) -> None:
        (await self.http.put("/sandbox/behaviour", json=changes)).raise_for_status()

    async def write(self, **said: Any) -> None:
        (await self.http.post("/sandbox/inbound", json={"from": PERSON, **said})).raise_for_status()

    def collect(self) -> list[ProviderEvent]:
        """Every different event that came so far."""
        for request in self.server.received:
            self.unsigned += not self.sinch.verify(request.headers, request.body, system_clock())
            for key, raw in self.sinch.event_keys(request.body):
                self.events[key] = self.sinch.read_event(raw)
        self.server.received.clear()
        return list(self.events.values())

    async def wait_for(self, wanted: Callable[[ProviderEvent], bool], seconds: float = 8) -> ProviderEvent:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := [event for event in self.collect() if wanted(event)]:
                return found[0]
            await asyncio.sleep(0.02)
        raise AssertionError(f"it did not come; what came: {self.collect()}")

    async def receipt(self, status: str) -> Receipt:
        event = await self.wait_for(lambda event: isinstance(event, Receipt) and event.status == status)
        assert isinstance(event, Receipt)
        return event


def run_sandbox(settings: SandboxSettings) -> Iterator[str]:
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error", access_log=False)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(10)


def credentials(settings: SandboxSettings, url: str) -> SinchSettings:
    return SinchSettings(
        settings.project_id,
        settings.app_id,
        settings.key_id,
        settings.key_secret,
        api_url=url,
        webhook_secrets=(settings.webhook_secret,),
        name="sandbox",
    )
