"""Asking an ASGI application without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


async def ask(
    app: Any, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | Iterable[tuple[bytes, bytes]] = ()
) -> Reply:
    """One request and its whole answer."""
    parts, heads = urlsplit(url), list[tuple[bytes, bytes]]()
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    for name, value in pairs:
        heads.append((_bytes(name).lower(), _bytes(value)))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(), "root_path": "",
        "headers": heads, "client": ("127.0.0.1", 1), "server": ("house", 80), "state": {},
    }  # fmt: skip
    told: list[Any] = []
    given = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Any:
        return next(given, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        told.append(message)

    await app(scope, receive, send)
    return Reply(told[0]["status"], list(told[0].get("headers", ())), b"".join(it.get("body", b"") for it in told[1:]))


async def live(app: Any, started: asyncio.Event, ending: asyncio.Event) -> None:
    """The application's life, from its start until it is asked to end."""

    async def receive() -> Any:
        if not started.is_set():
            return {"type": "lifespan.startup"}
        await ending.wait()
        return {"type": "lifespan.shutdown"}

    async def send(message: Any) -> None:
        assert not message["type"].endswith("failed"), message
        if message["type"] == "lifespan.startup.complete":
            started.set()

    await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)


def _bytes(value: str | bytes) -> bytes:
    return value.encode("latin-1") if isinstance(value, str) else value
