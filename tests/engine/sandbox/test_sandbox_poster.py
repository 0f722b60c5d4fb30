"""The small HTTP client of callbacks against servers that answer in every legal way."""

from __future__ import annotations

import asyncio

import pytest

from engine.sandbox.__main__ import read_settings
from engine.sandbox.delivery import sign
from engine.sandbox.poster import Poster

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
ANSWERS = [
    (PLAIN, 200, 1),
    (
        b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nTrailer: 1\r\n\r\n",
        202,
        1,
    ),
    (b"HTTP/1.1 204 No Content\r\n\r\n", 204, 1),
    (b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN, 200, 1),
    (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 503, 2),
    (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 200, 2),
]


async def post_twice(answer: bytes, *, hang_up: bool = False) -> tuple[list[int], int]:
    """The two statuses, and how many connections they took."""
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
                writer.write(answer)
                if hang_up:
                    break
        except EOFError:
            pass
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?a=b"
    poster, statuses = Poster(5), list[int]()
    for _ in range(2):
        statuses.append(await poster.post(url, {"x-a": "b"}, b"{}"))
        await asyncio.sleep(0.02)
    poster.close()
    server.close()
    return statuses, connections


@pytest.mark.parametrize(("answer", "status", "connections"), ANSWERS)
def test_every_legal_answer_is_understood(answer: bytes, status: int, connections: int) -> None:
    assert asyncio.run(post_twice(answer)) == ([status, status], connections)


def test_a_connection_closed_meanwhile_is_opened_anew() -> None:
    assert asyncio.run(post_twice(PLAIN, hang_up=True)) == ([200, 200], 2)


def test_a_target_that_does_not_answer_is_an_error_not_a_wait() -> None:
    async def post() -> int:
        server = await asyncio.start_server(lambda _reader, _writer: asyncio.sleep(1), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            return await Poster(0.05).post(f"http://127.0.0.1:{port}/", {}, b"{}")
        finally:
            server.close()

    with pytest.raises(TimeoutError):
        asyncio.run(post())


def test_the_signature_is_the_documented_one_over_raw_bytes() -> None:
    headers = sign("foo_secret1234", b'{"a":1}', "01FJA8B4A7BM43YGWSG9GBV067", "1634579353")

    assert headers["x-sinch-webhook-signature"] == "qSOwE5am46K7YZ8SZIOih4Q1A0Sa6gP7fm1aAIMYLFc="
    assert headers["x-sinch-webhook-signature-algorithm"] == "HmacSHA256"


def test_the_command_line_reads_secrets_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARCOURS_SINCH_WEBHOOK_SECRET", "from-environment")

    settings = read_settings(["--port", "9000", "--webhook-url", "http://127.0.0.1:8700/webhooks/sinch"])

    assert (settings.port, settings.webhook_secret) == (9000, "from-environment")
