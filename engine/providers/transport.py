"""The way out to a provider: one HTTP exchange that knows whether a byte of it left this machine.

httpx over aiohttp's pool, which stays flat under many connections. Through that bridge even an answer lost
after the request looks like a connect time-out, so nothing here is decided by the class of an exception:
aiohttp says, just before it writes, that it writes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from engine.providers.base import NoAnswer, ProviderError, Unreachable
from engine.providers.bounded import read_at_most

TOTAL = dt.timedelta(seconds=30)
RETRY_AFTER = dt.timedelta(seconds=2)


@dataclass(slots=True)
class _Passage:
    """One request on its way. `watched`: the transport tells when it writes; `wrote`: it did."""

    watched: bool = False
    wrote: bool = False

    @property
    def surely_unsent(self) -> bool:
        return self.watched and not self.wrote


_passage: ContextVar[_Passage | None] = ContextVar("passage", default=None)
_permission: ContextVar[Callable[[], bool] | None] = ContextVar("permission", default=None)


class NotAnyMore(OSError):
    """The request was stopped just before its first byte."""


@contextmanager
def leaving_only_while(permitted: Callable[[], bool]) -> Generator[None]:
    """What is exchanged in the block asks once more before its first byte, and raises `Unreachable` when it may not leave any
    more: a process may be stopped for minutes between a decision and the write that follows from it."""
    marker = _permission.set(permitted)
    try:
        yield
    finally:
        _permission.reset(marker)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each stage may take. `connect` includes TLS; `read` is the longest silence; `pool` the wait
    for a free connection together with opening it."""

    connect: dt.timedelta = dt.timedelta(seconds=5)
    read: dt.timedelta = dt.timedelta(seconds=20)
    pool: dt.timedelta = dt.timedelta(seconds=5)

    def as_timeout(self) -> httpx.Timeout:
        connect, read, pool = (wait.total_seconds() for wait in (self.connect, self.read, self.pool))
        return httpx.Timeout(connect=connect, read=read, write=read, pool=pool)


class WatchedTransport(AiohttpTransport):
    """aiohttp's pool behind httpx, which notes on the current passage when the request is written."""

    def __init__(self, *, connections: int, keep_alive: dt.timedelta, resolver: AbstractResolver | None = None) -> None:
        super().__init__(trust_env=False, client=self._open_session, verify=_trust())
        self._resolver = resolver
        self._connections = connections
        self._keep_alive = keep_alive

    def _open_session(self) -> aiohttp.ClientSession:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_note_written)
        connector = aiohttp.TCPConnector(
            limit=self._connections,
            keepalive_timeout=self._keep_alive.total_seconds(),
            ssl=self.ssl_context,
            resolver=self._resolver,
        )
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[trace], trust_env=False
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        note_watched()
        return await super().handle_async_request(request)


@cache
def _trust() -> ssl.SSLContext:
    """The authorities whose certificates count; reading them takes longer than opening a client."""
    return httpx.create_ssl_context(trust_env=False)


async def _note_written(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestHeadersSentParams
) -> None:
    note_written()


def note_watched() -> None:
    """For a transport, at its beginning: it tells when it writes. Without `note_written` surely nothing left."""
    if (passage := _passage.get()) is not None:
        passage.watched = True


def note_written() -> None:
    """For a transport, just before its first byte. Raises NotAnyMore when the request may not leave any more."""
    passage, permitted = _passage.get(), _permission.get()
    if permitted is not None and not permitted():
        raise NotAnyMore("it may not leave any more")
    if passage is not None:
        passage.wrote = True


class LeanClient(httpx.AsyncClient):
    """httpx over one transport, without what a provider's API never asks for: cookies, redirects, authentication flows and
    the environment's proxies. It costs a third of a request less (`make bench`)."""

    def __init__(self, transport: httpx.AsyncBaseTransport, waits: Waits) -> None:
        super().__init__(transport=transport, timeout=waits.as_timeout(), trust_env=False)
        self._way = transport

    async def send(self, request: httpx.Request, *, stream: bool = False, **_options: Any) -> httpx.Response:
        """The answer, whatever its status: whole, or with `stream` its head, and then the caller reads and closes it.
        Raises what the transport raises."""
        request.extensions.setdefault("timeout", self.timeout.as_dict())
        response = await self._way.handle_async_request(request)
        response.request = request
        if stream:
            return response
        try:
            await response.aread()
        except BaseException:
            await response.aclose()
            raise
        return response


def open_client(
    *,
    connections: int = 150,
    keep_alive: dt.timedelta = dt.timedelta(seconds=30),
    waits: Waits | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> httpx.AsyncClient:
    """A client for `exchange`. At 50 ms an answer, 150 connections carry 1,000 requests a second.

    `transport` replaces the network (httpx.MockTransport). One that cannot tell when it writes is taken to
    have written: its failures are `NoAnswer`. Proxies and passwords of the environment are not read. Close it
    with `aclose()`.
    """
    chosen = transport or WatchedTransport(connections=connections, keep_alive=keep_alive)
    return LeanClient(chosen, waits or Waits())


async def post_once(
    client: httpx.AsyncClient,
    url: httpx.URL | str,
    *,
    content: bytes,
    headers: Mapping[str, str],
    total: dt.timedelta = TOTAL,
) -> httpx.Response:
    """Post, one time only. Returns whatever was answered, errors of the server included; raises as
    `exchange`."""
    return await exchange(client, httpx.Request("POST", url, content=content, headers=headers), total=total)


async def exchange(
    client: httpx.AsyncClient, request: httpx.Request, *, total: dt.timedelta = TOTAL, most: int | None = None
) -> httpx.Response:
    """Send one request and read its whole answer within `total`, of at most `most` bytes.

    Raises `Unreachable` when surely no byte of it left, `TooLarge`, and `NoAnswer` in every other case without a
    whole answer.
    """
    passage = _Passage()
    marker = _passage.set(passage)
    try:
        async with asyncio.timeout(total.total_seconds()):
            return await (client.send(request) if most is None else _send_and_read(client, request, most))
    except (httpx.HTTPError, aiohttp.ClientError, TimeoutError, OSError) as problem:
        raise _name_fault(request.url.host, passage, problem) from problem
    finally:
        _passage.reset(marker)


async def _send_and_read(client: httpx.AsyncClient, request: httpx.Request, most: int) -> httpx.Response:
    response = await client.send(request, stream=True)
    try:
        content = await read_at_most(response, most)
    finally:
        await response.aclose()
    headers = {name: response.headers[name] for name in ("content-type", "location") if name in response.headers}
    return httpx.Response(response.status_code, headers=headers, content=content, request=request)


def _name_fault(host: str, passage: _Passage, problem: Exception) -> ProviderError:
    cause = str(problem) or type(problem).__name__
    if passage.surely_unsent:
        return Unreachable(f"{host} cannot be reached ({cause}); nothing was sent.", retry_after=RETRY_AFTER)
    return NoAnswer(f"{host} gave no whole answer ({cause}); the request may have arrived.", bytes_left=True)
