"""The webhooks of providers, as bare ASGI: verify over the raw bytes, keep, answer 2xx only after the commit; interpret later.

A provider posts three receipts for each message, so this is the busiest door. It stands in front of Starlette, which costs more
than verifying and storing together (docs/decisions/0030).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, overload

from starlette.types import ASGIApp, Receive, Scope, Send

from engine.api.answers import answer_for, send_json
from engine.api.bodies import WEBHOOK_LIMIT, BadRequest, read_raw
from engine.clock import Clock
from engine.providers.base import Provider
from engine.webhooks.intake import Intake
from storage.inbox import RawEvent

Default = TypeVar("Default")


class RawHeaders(Mapping[str, str]):
    """The headers as the server gives them, looked up by their names in lower case; no dictionary is built of all of them."""

    def __init__(self, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self._headers = headers

    def __getitem__(self, name: str) -> str:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    @overload
    def get(self, key: str, /) -> str | None: ...
    @overload
    def get(self, key: str, default: str | Default, /) -> str | Default: ...
    def get(self, key: str, default: object = None, /) -> object:
        wanted = key.encode("latin-1")
        for name, value in self._headers:
            if name == wanted:
                return value.decode("latin-1")
        return default

    def __iter__(self) -> Iterator[str]:
        return iter({name.decode("latin-1") for name, _ in self._headers})

    def __len__(self) -> int:
        return len({name for name, _ in self._headers})


class Webhook:
    """One provider's door, an ASGI application."""

    def __init__(self, source: str, provider: Provider, intake: Intake, clock: Clock) -> None:
        self.source, self.provider, self.intake, self.clock = source, provider, intake, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_raw(scope["headers"], receive, WEBHOOK_LIMIT)
            kept = await self._keep(RawHeaders(scope["headers"]), body)
        except Exception as problem:
            await answer_for(problem, scope["path"])(scope, receive, send)
        else:
            await send_json(send, b'{"kept":%d}' % kept)

    async def _keep(self, headers: RawHeaders, body: bytes) -> int:
        """How many events are committed now. Raises BadRequest, TooBusy, or what the database raised: nothing was kept."""
        now = self.clock()
        if not self.provider.verify(headers, body, now):
            raise BadRequest(401, "bad_signature", "The signature is missing or wrong; nothing was kept.")
        try:
            events = self.provider.event_keys(body)
        except ValueError as problem:
            raise BadRequest(400, "bad_event", f"{problem}. Nothing was kept.") from None
        await self.intake.keep([RawEvent(self.source, key, raw, now) for key, raw in events])
        return len(events)


class FrontDoor:
    """Posts to these paths go straight to their doors, everything else to the application behind."""

    def __init__(self, doors: Mapping[str, ASGIApp], behind: ASGIApp) -> None:
        self.doors, self.behind = doors, behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = self.doors.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        await (door or self.behind)(scope, receive, send)
