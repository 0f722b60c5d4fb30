"""The ways between engine and provider: bytes that take their time, arrive twice, too late, or never, and forged webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import httpx
import orjson

from engine.providers.transport import note_watched, note_written
from tests.crash.conversation import Held

from .asgi import Reply, ask

if TYPE_CHECKING:
    from .instances import Instance
    from .world import World

SEND = "/messages:send"
CONNECT = 5.0
STRANGER = "33600000999"
"""Whom only forged webhooks name."""
ANSWERS = {"refused": 400, "throttled": 429, "down": 503, "down_taken": 500}
TAKEN = ("", "down_taken", "lost_taken")
SIGNATURE = "x-sinch-webhook-signature"


class Way(httpx.AsyncBaseTransport):
    """From one process of the engine to the provider."""

    def __init__(self, world: World, instance: Instance) -> None:
        self._world, self._instance = world, instance

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        note_watched()
        body, fault = await request.aread(), self._world.chance.fault()
        await asyncio.sleep(self._world.chance.way_there())
        if fault == "unreachable":
            await asyncio.sleep(CONNECT)
            raise httpx.ConnectTimeout("the provider does not answer", request=request)
        note_written()
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._world.begin(self._carry(request, body, fault, answer))
        reply = await answer
        return httpx.Response(reply.status, headers=reply.headers, content=reply.body, request=request)

    async def _carry(self, request: httpx.Request, body: bytes, fault: str, answer: asyncio.Future[Reply]) -> None:
        """Beside the engine's process: what has left goes its way, whoever is killed."""
        world = self._world
        await asyncio.sleep(world.chance.way_there())
        is_send = request.url.path.endswith(SEND)
        fault = "throttled" if fault == "refused" and not is_send else fault
        said = world.provider_got(orjson.loads(body), fault, self._instance) if is_send else None
        reply = Reply(ANSWERS.get(fault, 503), [(b"retry-after", b"1")] if fault == "throttled" else [], b"{}")
        if fault in TAKEN:
            taken = await ask(world.sandbox, request.method, str(request.url), body, request.headers.raw)
            if said is not None and taken.status == 200:
                world.phone_rings(said["to"], Held(taken.json["message_id"], said["ours"], said["message"]))
            reply = reply if fault else taken
        if fault in ("lost", "lost_taken"):
            return
        await asyncio.sleep(world.chance.way_back())
        if not answer.done():
            answer.set_result(reply)


class Post:
    """What carries the provider's callbacks to whichever process listens."""

    def __init__(self, world: World, timeout: float) -> None:
        self._world, self._timeout = world, timeout

    def close(self) -> None:
        """No connection is kept."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        chance = self._world.chance
        if chance.happens(0.15):
            self._world.begin(self._again(url, headers, body))
        if chance.happens(0.05):
            self._world.begin(self._forge(url, headers, body))
        await asyncio.sleep(chance.post())
        async with asyncio.timeout(self._timeout):
            status = await self._world.deliver("POST", url, body, headers)
        if chance.happens(0.04):
            raise ConnectionResetError("the answer to a webhook is lost")
        return status

    async def _again(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """The network has kept a copy."""
        await asyncio.sleep(self._world.chance.post() * 2)
        self._world.story.tell("net", f"a webhook comes once more: {_kind(body)}")
        await self._world.try_to_deliver("POST", url, body, headers)

    async def _forge(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Somebody without the secret: a customer's STOP, a stranger's first word, a failure that never was."""
        name, forged = self._world.chance.net.choice(tuple(_FORGED.items()))
        event = forged(orjson.loads(body))
        if event is None:
            return
        changed = orjson.dumps(event)
        signed = {**headers, SIGNATURE: headers[SIGNATURE][::-1]} if self._world.chance.happens(0.5) else dict(headers)
        status = await self._world.try_to_deliver("POST", url, changed, signed)
        self._world.story.tell("net", f"a forged webhook ({name}) is answered {status}")
        if status not in (401, None):
            self._world.found.append(f"a forged webhook ({name}) was answered {status}")


def _stop(event: dict[str, Any]) -> dict[str, Any] | None:
    if "message" not in event:
        return None
    said = {
        **event["message"],
        "id": "01FORGED000000000000000STO",
        "contact_message": {"text_message": {"text": "STOP"}},
    }
    return {**event, "message": said}


def _stranger(event: dict[str, Any]) -> dict[str, Any] | None:
    if "message" not in event:
        return None
    who = {**event["message"]["channel_identity"], "identity": STRANGER}
    return {**event, "message": {**event["message"], "id": "01FORGED000000000000000WHO", "channel_identity": who}}


def _failure(event: dict[str, Any]) -> dict[str, Any] | None:
    if "message_delivery_report" not in event:
        return None
    return {**event, "message_delivery_report": {**event["message_delivery_report"], "status": "FAILED"}}


_FORGED = {"STOP": _stop, "a stranger": _stranger, "a failure": _failure}


def _kind(body: bytes) -> str:
    event = orjson.loads(body)
    report = event.get("message_delivery_report")
    return (
        f"{report['status']} of …{report['metadata'][-8:]}"
        if report
        else next(iter(event.keys() & {"message", "event"}), "?")
    )
