"""How much of a stranger's answer is read, over real sockets: never more than was allowed, whatever they send."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from wire_server import WireServer, say

from engine.providers.base import NoAnswer
from engine.providers.bounded import TooLarge
from engine.providers.transport import exchange, open_client

pytestmark = pytest.mark.anyio

MOST = 256 * 1024
HUGE = 100_000_000
PIECE = bytes(65_536)
ON_THE_WAY = 16_000_000
"""Bytes that the buffers of two sockets may hold."""
KEPT = 4_000_000
"""Bytes of memory: what is allowed, and the buffers of both ends."""


@dataclass
class Pouring:
    """A server that pours `HUGE` bytes into every answer. `poured`: bytes that it could hand over before it was cut off."""

    url: str
    poured: int = 0
    cut_off: bool = False


@asynccontextmanager
async def pouring(head: bytes) -> AsyncIterator[Pouring]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        try:
            while server.poured < HUGE:
                writer.write(PIECE)
                await writer.drain()
                server.poured += len(PIECE)
        except ConnectionError:
            server.cut_off = True
        writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    server = Pouring(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/")
    async with listener:
        yield server


async def peak_of(asked: Callable[[], Awaitable[object]]) -> int:
    """The most memory (bytes) that was taken meanwhile."""
    tracemalloc.start()
    try:
        await asked()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", id="a length is announced"),
        pytest.param(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", id="no length is announced"),
    ],
)
async def test_an_answer_that_is_too_large_is_cut_off_and_not_kept(head: bytes) -> None:
    async def ask() -> None:
        with pytest.raises(TooLarge):
            await exchange(client, httpx.Request("GET", server.url), most=MOST)

    async with pouring(head) as server, open_client() as client:
        peak = await peak_of(ask)
        await until(lambda: server.cut_off)

    assert server.poured < ON_THE_WAY
    assert peak < KEPT


async def test_a_small_answer_that_swells_is_not_unpacked_whole(server: WireServer) -> None:
    swelling = gzip.compress(bytes(HUGE))
    assert len(swelling) < MOST
    server.queue("/", say(200, swelling, Content_Encoding="gzip"))

    async def ask() -> None:
        with pytest.raises(TooLarge):
            await exchange(client, httpx.Request("GET", server.url), most=MOST)

    async with open_client() as client:
        peak = await peak_of(ask)

    assert peak < KEPT


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_a_packed_answer_is_unpacked(server: WireServer, packing: str) -> None:
    content = gzip.compress(b"{}") if packing == "gzip" else zlib.compress(b"{}")
    server.queue("/", say(200, content, Content_Encoding=packing))

    async with open_client() as client:
        answer = await exchange(client, httpx.Request("GET", server.url), most=MOST)

    assert answer.content == b"{}"


@pytest.mark.parametrize(("packing", "content"), [("gzip, gzip", b""), ("br", b"x"), ("gzip", b"not packed")])
async def test_an_answer_packed_in_a_way_that_nobody_asked_for_is_none(
    server: WireServer, packing: str, content: bytes
) -> None:
    server.queue("/", say(200, content, Content_Encoding=packing))

    async with open_client() as client:
        with pytest.raises(NoAnswer):
            await exchange(client, httpx.Request("GET", server.url), most=MOST)


async def test_the_connection_of_an_answer_that_was_read_whole_is_used_again(server: WireServer) -> None:
    server.queue("/", say(200, bytes(MOST)))

    async with open_client() as client:
        answers = [await exchange(client, httpx.Request("GET", server.url), most=MOST) for _ in range(3)]

    assert [len(answer.content) for answer in answers] == [MOST] * 3
    assert server.connections == 1
