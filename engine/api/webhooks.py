"""The webhooks of providers, as bare ASGI: verify over the raw bytes, keep, answer 2xx only after the commit; interpret later.

A provider posts three receipts for each message, so this is the busiest door. It stands in front of Starlette, which costs more
than verifying and storing together (docs/decisions/0023).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from engine.api.answers import answer_for, send_json
from engine.api.bodies import WEBHOOK_LIMIT, BadRequest, read_raw
from engine.clock import Clock
from engine.metrics.counted import WEBHOOK_ANSWERS, WEBHOOK_SECONDS
from engine.providers.abilities import NamesSpeaker
from engine.providers.base import Provider
from engine.providers.fields import LONGEST_ID
from engine.webhooks.intake import Intake
from storage.inbox import RawEvent


class RawHeaders(Mapping[str, str]):
    """The headers as the server gives them, by their names in lower case; only those that are asked for become text."""

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self._headers = dict(headers)

    def __getitem__(self, name: str) -> str:
        return self._headers[name.encode("latin-1")].decode("latin-1")

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._headers)

    def __len__(self) -> int:
        return len(self._headers)


class Webhook:
    """One provider's door, an ASGI application."""

    def __init__(self, source: str, provider: Provider, intake: Intake, clock: Clock) -> None:
        self.source, self.provider, self.intake, self.clock = source, provider, intake, clock
        self.seconds, self.kept = WEBHOOK_SECONDS.labels(source), WEBHOOK_ANSWERS.labels(source, "200")
        self.names = provider if isinstance(provider, NamesSpeaker) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.seconds.time():
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_raw(scope["headers"], receive, WEBHOOK_LIMIT)
            kept = await self._keep(RawHeaders(scope["headers"]), body)
        except Exception as problem:
            answer = answer_for(problem, scope["path"])
            WEBHOOK_ANSWERS.labels(self.source, str(answer.status_code)).inc()
            await answer(scope, receive, send)
        else:
            self.kept.inc()
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
        await self.intake.keep([RawEvent(self.source, key, raw, now, self._speaker(key, raw)) for key, raw in events])
        return len(events)

    def _speaker(self, key: str, raw: str) -> str | None:
        """Whoever said something: nothing more leaves for them until it is understood."""
        speaker = self.names.speaker(key, raw) if self.names is not None else None
        return speaker if len(speaker or "") <= LONGEST_ID else None


class FrontDoor:
    """Posts to these paths go straight to their doors, everything else to the application behind."""

    def __init__(self, doors: Mapping[str, ASGIApp], behind: ASGIApp) -> None:
        self.doors, self.behind = doors, behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = self.doors.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        await (door or self.behind)(scope, receive, send)
