"""Webhooks: signed over their raw bytes, posted again until they are answered 200, alone or several in one body."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import random
from contextlib import suppress
from typing import Any

import httpx
import orjson

from .account import Account, Behaviour

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
TRIES = 40


def sign(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Poster:
    """Posts changes of the account in the background."""

    def __init__(self, account: Account, behaviour: Behaviour) -> None:
        self.account, self.behaviour = account, behaviour
        self.statuses: list[int] = []
        """What the webhook's owner answered, in order."""
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._client = httpx.AsyncClient(timeout=10, trust_env=False)
        self._working = asyncio.create_task(self._work())

    async def stop(self) -> None:
        for task in (self._working, *self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._client.aclose()

    def about_number(self, **parts: Any) -> None:
        """A change of the field `messages`."""
        self.change("messages", self.value(**parts))

    def value(self, **parts: Any) -> dict[str, Any]:
        shown = {"display_phone_number": self.account.display_number, "phone_number_id": self.account.number_id}
        return {"messaging_product": "whatsapp", "metadata": shown, **parts}

    def change(self, field: str, value: Any, *, time: int | None = None) -> None:
        entry: dict[str, Any] = {"id": self.account.id, "changes": [{"field": field, "value": value}]}
        self._waiting.put_nowait(entry | ({"time": time} if time else {}))

    async def _work(self) -> None:
        while True:
            entries = [await self._waiting.get()]
            if self.behaviour.batch:
                await asyncio.sleep(0.05)
                while not self._waiting.empty():
                    entries.append(self._waiting.get_nowait())
            body = orjson.dumps({"object": "whatsapp_business_account", "entry": entries})
            for _ in range(self.behaviour.copies):
                task = asyncio.create_task(self._post(body))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _post(self, body: bytes) -> None:
        """At least once: until 200."""
        headers = {"X-Hub-Signature-256": sign(body, self.account.app_secret), "Content-Type": "application/json"}
        pause = FIRST_PAUSE
        for _ in range(TRIES):
            with suppress(httpx.HTTPError):
                answer = await self._client.post(self.account.webhook_url, content=body, headers=headers)
                self.statuses.append(answer.status_code)
                if answer.status_code == 200:
                    return
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))
            pause = min(pause * 2, LONGEST_PAUSE)
