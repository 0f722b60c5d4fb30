"""By which class each fault of a connection is told, through httpx and aiohttp together.

Nothing in the engine is decided by these classes, because one of them, `ConnectTimeout`, tells of a refused connection and
of an answer lost after the request alike. They stand here so that an upgrade which changes them is seen.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import httpx
import pytest
from aiohttp.http_exceptions import HttpProcessingError
from wire_server import CLOSE, GARBAGE, HANG, RESET, WireServer, cut, say

from engine.providers.base import NoAnswer, ProviderError, Unreachable
from engine.providers.transport import Waits, open_client, post_once

pytestmark = pytest.mark.anyio

SHORT = dt.timedelta(milliseconds=300)
Ask = Callable[[httpx.AsyncClient, WireServer], AsyncIterator[str]]


async def _refused(_client: httpx.AsyncClient, _server: WireServer) -> AsyncIterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


async def _no_such_name(_client: httpx.AsyncClient, _server: WireServer) -> AsyncIterator[str]:
    yield "http://nowhere.invalid/"


async def _silent_handshake(_client: httpx.AsyncClient, _server: WireServer) -> AsyncIterator[str]:
    async def stay_silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with await asyncio.start_server(stay_silent, "127.0.0.1", 0) as listener:
        yield f"https://127.0.0.1:{listener.sockets[0].getsockname()[1]}"


async def _full_pool(client: httpx.AsyncClient, server: WireServer) -> AsyncIterator[str]:
    server.queue("/slow", HANG)
    client.timeout = httpx.Timeout(connect=0.3, read=5, write=5, pool=5)
    waiting = [asyncio.create_task(_post(client, f"{server.url}/slow")) for _ in range(2)]
    while len(server.received) < 2:
        await asyncio.sleep(0.005)
    client.timeout = httpx.Timeout(connect=0.3, read=5, write=5, pool=0.05)
    yield f"{server.url}/quick"
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def _closed_on_accept(_client: httpx.AsyncClient, server: WireServer) -> AsyncIterator[str]:
    server.closes_on_accept = True
    yield server.url


async def _closed_on_the_second_request(client: httpx.AsyncClient, server: WireServer) -> AsyncIterator[str]:
    server.queue("/", say(200, {}), CLOSE)
    await _post(client, server.url)
    yield server.url


def _answering(answer: bytes) -> Ask:
    async def asked(_client: httpx.AsyncClient, server: WireServer) -> AsyncIterator[str]:
        server.queue("/", answer)
        yield server.url

    return asked


async def _post(client: httpx.AsyncClient, url: str) -> httpx.Response:
    return await post_once(client, url, content=b"{}", headers={})


FAULTS: dict[str, tuple[Ask, type[ProviderError], type[Exception], type[Exception]]] = {
    "refused": (_refused, Unreachable, httpx.ConnectTimeout, aiohttp.ClientConnectorError),
    "no such name": (_no_such_name, Unreachable, httpx.ConnectTimeout, aiohttp.ClientConnectorDNSError),
    "TLS handshake hangs": (_silent_handshake, Unreachable, httpx.ConnectTimeout, aiohttp.ConnectionTimeoutError),
    "pool full": (_full_pool, Unreachable, httpx.ConnectTimeout, aiohttp.ConnectionTimeoutError),
    "closes after reading the request": (
        _answering(CLOSE), NoAnswer, httpx.ConnectTimeout, aiohttp.ServerDisconnectedError,
    ),
    "reset after the request": (_answering(RESET), NoAnswer, httpx.ConnectTimeout, aiohttp.ClientOSError),
    "second request on a kept connection, read, closed": (
        _closed_on_the_second_request, NoAnswer, httpx.ConnectTimeout, aiohttp.ServerDisconnectedError,
    ),
    "closes on accept, request unread": (
        _closed_on_accept, NoAnswer, httpx.ConnectTimeout, aiohttp.ServerDisconnectedError,
    ),
    "no answer": (_answering(HANG), NoAnswer, httpx.ReadTimeout, aiohttp.SocketTimeoutError),
    "body cut short": (
        _answering(cut(say(200, {"message_id": "m"}))), NoAnswer, httpx.ReadError, aiohttp.ClientPayloadError,
    ),
    "answer is garbage": (_answering(GARBAGE), NoAnswer, aiohttp.ClientResponseError, HttpProcessingError),
}  # fmt: skip
"""What happens; as what the engine takes it; as what httpx tells it; as what aiohttp told it before."""


@pytest.mark.parametrize("what", FAULTS)
async def test_each_fault_of_a_connection_has_the_name_it_had(server: WireServer, what: str) -> None:
    prepare, *expected = FAULTS[what]

    waits = Waits(connect=SHORT, read=SHORT, pool=SHORT)
    async with open_client(connections=2, waits=waits) as client, asynccontextmanager(prepare)(client, server) as url:
        with pytest.raises(ProviderError) as caught:
            await _post(client, url)

    told = caught.value.__cause__
    assert told is not None
    assert [type(caught.value), type(told), type(told.__cause__)] == expected
