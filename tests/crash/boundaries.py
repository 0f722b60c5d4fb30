"""Where an engine may be killed: every durable and every outward step of its process.

The hooks sit on SQLAlchemy, on the ground of httpx and aiohttp, and on ASGI themselves, so that new code is covered without
anyone remembering. A transaction that only read is no boundary.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import httpx
from aiohttp import ClientSession
from aiohttp.http import StreamWriter
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect
from yarl import URL

KILLED = "killed"
Message = MutableMapping[str, Any]
_HEAD = re.compile(r"\s*(WITH|INSERT|REPLACE|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_WRITES = re.compile(
    r"(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|MERGE\s+INTO|DELETE\s+FROM|(?<!FOR\s)(?<!DO\s)UPDATE(?:\s+OR\s+\w+)?)"
    r'\s+(?:ONLY\s+)?(?:"?\w+"?\.)?"?(\w+)',
    re.IGNORECASE,
)


def tables_written(statement: str) -> set[str]:
    """The tables that it writes: one, or with WITH perhaps several; none where it only reads."""
    head = _HEAD.match(statement)
    if not head:
        return set()
    found = _WRITES.findall(statement)
    return set(found if head[1].upper() == "WITH" else found[:1])


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
        if found := tables_written(statement):
            here.tables = {*getattr(here, "tables", ()), *found}

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
    """Before a request's bytes leave, when all have left, and when it is answered but nobody has seen the answer.

    Every way out ends in one of three places: aiohttp's session, httpx's own transport, and the one of its synchronous
    client. None of them calls another, so that nothing is counted twice.
    """
    current: ContextVar[str | None] = ContextVar("request", default=None)
    end = StreamWriter.write_eof

    @contextmanager
    def crossing(method: str, path: str) -> Generator[None]:
        name = f"request {method} {path.rsplit('/', 1)[-1]}"
        boundaries.cross(f"{name}, before")
        marker = current.set(name)
        try:
            yield
        finally:
            current.reset(marker)
        boundaries.cross(f"{name}, answered")

    async def ended(self: StreamWriter, chunk: bytes = b"") -> None:
        await end(self, chunk)
        if name := current.get():
            boundaries.cross(f"{name}, written")

    _watch_httpx(crossing)
    _watch_aiohttp(crossing)
    StreamWriter.write_eof = ended


Crossing: TypeAlias = Callable[[str, str], AbstractContextManager[None]]


def _watch_httpx(crossing: Crossing) -> None:
    alone, awaited = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request

    def watched(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        with crossing(request.method, request.url.path):
            return alone(self, request)

    async def watched_async(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        with crossing(request.method, request.url.path):
            return await awaited(self, request)

    httpx.HTTPTransport.handle_request = watched
    httpx.AsyncHTTPTransport.handle_async_request = watched_async


def _watch_aiohttp(crossing: Crossing) -> None:
    ask = ClientSession._request

    async def watched(self: ClientSession, method: str, address: Any, **options: Any) -> Any:
        with crossing(method, URL(address).path):
            return await ask(self, method, address, **options)

    ClientSession._request = watched  # pyright: ignore[reportAttributeAccessIssue]


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
