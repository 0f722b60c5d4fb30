"""Where an engine may be killed: every durable and every outward step of its process.

The hooks sit on SQLAlchemy, httpx, aiohttp and ASGI themselves, so that new code is covered without anyone remembering.
A transaction that only read is no boundary.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from aiohttp.http import StreamWriter
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from engine.providers.transport import LeanClient

KILLED = "killed"
Message = MutableMapping[str, Any]
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Aim:
    """Kill at the `number`-th boundary whose name begins with `within`; 0 kills nowhere."""

    number: int = 0
    within: str = ""


class Boundaries:
    """Counts what is crossed, writes each name to `trace`, and ends the process where it is aimed at."""

    def __init__(self, aim: Aim, trace: Path) -> None:
        self._aim, self._count = aim, 0
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._lock = threading.Lock()

    def cross(self, name: str) -> None:
        with self._lock:
            os.write(self._trace, f"{name}\n".encode())
            self._count += name.startswith(self._aim.within)
            if self._aim.number and self._count == self._aim.number:
                os.write(self._trace, f"{KILLED}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)


def watch_commits(boundaries: Boundaries) -> None:
    """Before and after each COMMIT of a transaction that wrote. A transaction lives in one thread."""
    here, commit = threading.local(), DefaultDialect.do_commit

    @event.listens_for(Engine, "after_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        if found := _WRITES.match(statement):
            here.tables = {*getattr(here, "tables", ()), found.group(1)}

    @event.listens_for(Engine, "begin")
    @event.listens_for(Engine, "rollback")
    def forget(_connection: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        here.tables = set()

    def watched(self: DefaultDialect, connection: Any) -> None:
        tables = "+".join(sorted(getattr(here, "tables", ())))
        here.tables = set()
        if tables:
            boundaries.cross(f"commit {tables}, before")
        commit(self, connection)
        if tables:
            boundaries.cross(f"commit {tables}, after")

    DefaultDialect.do_commit = watched


def watch_requests(boundaries: Boundaries) -> None:
    """Before a request's bytes leave, when all have left, and when it is answered but nobody has seen the answer."""
    current: ContextVar[str | None] = ContextVar("request", default=None)
    end = StreamWriter.write_eof

    def watch(send: Any) -> Any:
        async def watched(self: httpx.AsyncClient, request: httpx.Request, **options: Any) -> httpx.Response:
            name = f"request {request.method} {request.url.path.rsplit('/', 1)[-1]}"
            boundaries.cross(f"{name}, before")
            marker = current.set(name)
            try:
                response = await send(self, request, **options)
            finally:
                current.reset(marker)
            boundaries.cross(f"{name}, answered")
            return response

        return watched

    async def ended(self: StreamWriter, chunk: bytes = b"") -> None:
        await end(self, chunk)
        if name := current.get():
            boundaries.cross(f"{name}, written")

    httpx.AsyncClient.send, LeanClient.send = watch(httpx.AsyncClient.send), watch(LeanClient.send)
    StreamWriter.write_eof = ended


def watch_answers(application: Any, boundaries: Boundaries) -> Any:
    """When what we answered to a POST has left: from now on the caller believes us."""

    async def watched(scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        async def tell(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                boundaries.cross(f"answer {scope['method']} {scope['path']}, written")

        posted = scope["type"] == "http" and scope["method"] == "POST"
        await application(scope, receive, tell if posted else send)

    return watched
