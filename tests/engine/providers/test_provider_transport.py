"""Whether a byte left: the connection faults that a network really has, over real sockets."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
from wire_server import CLOSE, GARBAGE, HANG, RESET, WireServer, cut, say

from engine.providers.base import NoAnswer, Unreachable
from engine.providers.transport import Waits, leaving_only_while, open_client, post_once

pytestmark = pytest.mark.anyio

SHORT = dt.timedelta(milliseconds=300)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with open_client(connections=2, waits=Waits(connect=SHORT, read=SHORT, pool=SHORT)) as opened:
        yield opened


async def post(client: httpx.AsyncClient, url: str, total: dt.timedelta = dt.timedelta(seconds=5)) -> httpx.Response:
    return await post_once(client, url, content=b'{"a": 1}', headers={"x-test": "yes"}, total=total)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_an_answer_is_returned_whatever_its_status(server: WireServer, client: httpx.AsyncClient) -> None:
    server.queue("/", say(503, {"error": 1}, Retry_After="7"))

    response = await post(client, server.url)

    assert (response.status_code, response.json(), response.headers["retry-after"]) == (
        503,
        {"error": 1},
        "7",
    )
    assert server.received[0].body == b'{"a": 1}'
    assert server.received[0].headers["x-test"] == "yes"


async def test_a_refused_connection_sent_nothing(client: httpx.AsyncClient) -> None:
    with pytest.raises(Unreachable) as caught:
        await post(client, f"http://127.0.0.1:{closed_port()}")

    assert caught.value.bytes_left is False
    assert caught.value.retry_after is not None
    assert "127.0.0.1" in str(caught.value)


async def test_a_name_that_does_not_exist_sent_nothing(client: httpx.AsyncClient) -> None:
    with pytest.raises(Unreachable):
        await post(client, "http://nowhere.invalid/")


async def test_a_tls_handshake_that_hangs_sent_nothing(client: httpx.AsyncClient) -> None:
    async def stay_silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    listener = await asyncio.start_server(stay_silent, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]

    with pytest.raises(Unreachable):
        await post(client, f"https://127.0.0.1:{port}")

    listener.close()


async def test_a_full_pool_sent_nothing(server: WireServer, client: httpx.AsyncClient) -> None:
    server.queue("/slow", HANG)
    waiting = [asyncio.create_task(post(client, f"{server.url}/slow")) for _ in range(2)]
    while len(server.received) < 2:
        await asyncio.sleep(0.005)
    patient = httpx.Timeout(connect=0.3, read=5, write=5, pool=0.05)

    client.timeout = patient
    with pytest.raises(Unreachable):
        await post(client, f"{server.url}/quick")

    assert "/quick" not in server.paths()
    await asyncio.gather(*waiting, return_exceptions=True)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(CLOSE, id="closes after reading the request"),
        pytest.param(RESET, id="reset after the request"),
        pytest.param(HANG, id="no answer"),
        pytest.param(cut(say(200, {"message_id": "m"})), id="body cut short"),
        pytest.param(GARBAGE, id="answer is garbage"),
    ],
)
async def test_a_request_that_arrived_and_was_not_answered_may_have_left(
    server: WireServer, client: httpx.AsyncClient, answer: bytes
) -> None:
    server.queue("/", answer)

    with pytest.raises(NoAnswer) as caught:
        await post(client, server.url)

    assert caught.value.bytes_left is True
    assert caught.value.retry_after is None
    assert len(server.received) == 1


async def test_a_connection_closed_on_accept_may_have_left(server: WireServer, client: httpx.AsyncClient) -> None:
    server.closes_on_accept = True

    with pytest.raises(NoAnswer):
        await post(client, server.url)


async def test_a_kept_connection_that_closes_on_the_second_request_is_not_posted_again(
    server: WireServer, client: httpx.AsyncClient
) -> None:
    server.queue("/", say(200, {}), CLOSE)
    await post(client, server.url)

    with pytest.raises(NoAnswer):
        await post(client, server.url)

    assert (len(server.received), server.connections) == (2, 1)


async def test_an_answer_that_drips_is_given_up_after_the_total(server: WireServer) -> None:
    server.queue("/", HANG)

    async with open_client() as patient:
        with pytest.raises(NoAnswer):
            await post(patient, server.url, total=dt.timedelta(milliseconds=200))


async def test_what_left_is_told_apart_under_concurrency(server: WireServer) -> None:
    server.queue("/lost", CLOSE)
    dead = f"http://127.0.0.1:{closed_port()}"

    async with open_client() as busy:
        urls = [f"{server.url}/lost", dead] * 20
        outcomes = await asyncio.gather(*(post(busy, url) for url in urls), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [NoAnswer, Unreachable] * 20


async def test_a_transport_that_cannot_tell_is_taken_to_have_written() -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async with open_client(transport=httpx.MockTransport(fail)) as injected:
        with pytest.raises(NoAnswer):
            await post(injected, "http://provider.test/")


async def test_what_may_not_leave_any_more_does_not(server: WireServer, client: httpx.AsyncClient) -> None:
    """Permission ends while the connection is opened, as it does in a process that was stopped."""
    permitted = iter([False, True])

    with leaving_only_while(lambda: next(permitted)):
        with pytest.raises(Unreachable):
            await post(client, server.url)
        answer = await post(client, server.url)

    assert answer.status_code == 200
    assert len(server.received) == 1


async def test_an_injected_transport_answers() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(201, content=request.content))

    async with open_client(transport=transport) as injected:
        response = await post(injected, "http://provider.test/")

    assert (response.status_code, response.content) == (201, b'{"a": 1}')


async def test_proxies_of_the_environment_are_not_used(server: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")

    async with open_client() as direct:
        response = await post(direct, server.url)

    assert response.status_code == 200
