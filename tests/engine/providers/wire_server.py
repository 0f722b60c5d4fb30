"""A server that says exactly what a test tells it to, and misbehaves at any byte."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

CLOSE = b"<close>"
RESET = b"<reset>"
HANG = b"<hang>"
GARBAGE = b"\x00\x01 this is not HTTP\r\n\r\n"


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def say(status: int = 200, body: object = b"", **headers: str) -> bytes:
    """A whole answer; `body` is bytes, or anything that becomes JSON. `_` in a header's name stands for
    `-`."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {
        "Content-Length": str(len(content)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + content


def cut(answer: bytes, missing: int = 5) -> bytes:
    """An answer that promises more than it brings; the connection is closed after it."""
    return answer[:-missing]


@dataclass
class WireServer:
    """Answers by path: the next one queued for it, else the last one that was, else `default`.

    `closes_on_accept` shuts a connection before reading; `after` is called when a request has been read.
    """

    default: bytes = say(200, {})
    closes_on_accept: bool = False
    after: Callable[[Received], None] | None = None
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    _answers: dict[str, deque[bytes]] = field(default_factory=lambda: defaultdict(deque))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def queue(self, path: str, *answers: bytes) -> None:
        self._answers[path].extend(answers)

    def forget(self) -> None:
        """Answer everything with `default` from now on."""
        self._answers.clear()

    def put(self, path: str, answers: Sequence[bytes]) -> None:
        """These answers for the path, in place of what was queued."""
        self._answers[path] = deque(answers)

    def only(self, path: str) -> list[bytes]:
        """What is queued for the path."""
        return list(self._answers[path])

    def paths(self) -> list[str]:
        return [request.path for request in self.received]

    def last(self, path: str) -> Received:
        return [request for request in self.received if request.path == path][-1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while not self.closes_on_accept and await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request; whether the connection stays open."""
        request = await _read(reader)
        self.received.append(request)
        if self.after:
            self.after(request)
        answer = self._choose(request.path)
        if answer == HANG:
            await asyncio.sleep(3600)
        if answer == RESET:
            _reset(writer)
        if answer in (CLOSE, RESET):
            return False
        writer.write(answer)
        await writer.drain()
        return _is_whole(answer)

    def _choose(self, path: str) -> bytes:
        queued = self._answers.get(path)
        if not queued:
            return self.default
        return queued.popleft() if len(queued) > 1 else queued[0]


async def _read(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    return Received(method, parts.path, dict(parse_qsl(parts.query)), headers, body)


def _is_whole(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(length) and int(length[0].split(b":")[1]) == len(body)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
