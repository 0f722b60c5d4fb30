"""Access tokens: asked once for all, renewed in time, and never a reason to send twice."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt

import pytest
from provider_wire import NOW, SESSION
from sinch_wire import SEND, TOKEN, SinchWire, error, make_sinch, token
from wire_server import CLOSE, HANG, WireServer, say

from engine.providers.base import Misconfigured, Throttled, Unreachable
from engine.providers.sinch.client import Sinch
from engine.providers.sinch.settings import SinchSettings
from engine.providers.transport import open_client

pytestmark = pytest.mark.anyio

ACCEPTED = SinchWire().accepted("prov-1")
EXPIRED = error(401, "UNAUTHENTICATED", "expired", WWW_Authenticate='Bearer error="invalid_token", expired')


class Hands:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


async def test_the_key_asks_for_a_token_and_the_token_goes_along(server: WireServer) -> None:
    server.queue(TOKEN, token("tok-7"))
    server.queue(SEND, ACCEPTED)
    sinch = make_sinch(server.url)

    await sinch.send(SESSION)
    await sinch.close()

    asked = server.last(TOKEN)
    assert base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")) == b"key:secret"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.body == b"grant_type=client_credentials"
    assert server.last(SEND).headers["authorization"] == "Bearer tok-7"
    assert server.last(SEND).headers["content-type"] == "application/json"


async def test_many_sends_at_once_ask_for_one_token(server: WireServer) -> None:
    server.queue(TOKEN, token())
    server.queue(SEND, ACCEPTED)
    sinch = make_sinch(server.url)

    await asyncio.gather(*(sinch.send(SESSION) for _ in range(30)))
    await sinch.close()

    assert server.paths().count(TOKEN) == 1
    assert server.paths().count(SEND) == 30


async def test_a_sender_who_gives_up_does_not_take_the_token_from_the_others(server: WireServer) -> None:
    server.queue(TOKEN, token())
    server.queue(SEND, ACCEPTED)
    sinch = make_sinch(server.url)
    hasty, patient = asyncio.create_task(sinch.send(SESSION)), asyncio.create_task(sinch.send(SESSION))
    await asyncio.sleep(0)

    hasty.cancel()
    accepted = await patient
    await sinch.close()

    assert accepted.provider_message_id == "prov-1"
    assert server.paths().count(SEND) == 1


async def test_a_token_is_renewed_before_it_expires(server: WireServer) -> None:
    server.queue(TOKEN, token("old", 600), token("new", 600))
    server.queue(SEND, ACCEPTED)
    clock = Hands()
    settings = SinchSettings("p", "a", "key", "secret", api_url=server.url)
    server.queue("/v1/projects/p/messages:send", ACCEPTED)
    sinch = Sinch(settings, open_client(), clock)

    used = []
    for minutes in (0, 8, 9.5):
        clock.now = NOW + dt.timedelta(minutes=minutes)
        await sinch.send(SESSION)
        used.append(server.received[-1].headers["authorization"])
    await sinch.close()

    assert used == ["Bearer old", "Bearer old", "Bearer new"]


async def test_an_expired_token_is_renewed_and_the_message_accepted_once(server: WireServer) -> None:
    server.queue(TOKEN, token("old"), token("new"))
    server.queue(SEND, EXPIRED, ACCEPTED)
    sinch = make_sinch(server.url)

    accepted = await sinch.send(SESSION)
    await sinch.close()

    used = [request.headers["authorization"] for request in server.received if request.path == SEND]
    assert used == ["Bearer old", "Bearer new"]
    assert accepted.provider_message_id == "prov-1"


async def test_a_token_refused_twice_is_a_matter_for_a_person(server: WireServer) -> None:
    server.queue(TOKEN, token())
    server.queue(SEND, error(401, "UNAUTHENTICATED", "who are you"))
    sinch = make_sinch(server.url)

    with pytest.raises(Misconfigured, match="PARCOURS_SINCH_KEY_ID"):
        await sinch.send(SESSION)
    await sinch.close()

    assert server.paths().count(SEND) == 2


async def test_a_wrong_secret_is_named_and_nothing_leaves(server: WireServer) -> None:
    server.queue(TOKEN, say(401, {"error": "invalid_client", "error_description": "key id is wrong"}))
    sinch = make_sinch(server.url)

    with pytest.raises(Misconfigured, match="PARCOURS_SINCH_KEY_SECRET"):
        await sinch.send(SESSION)
    await sinch.close()

    assert server.paths() == [TOKEN]


@pytest.mark.parametrize(
    "answer",
    [CLOSE, HANG, say(500, b"oops"), say(200, b"<html>"), say(200, {"expires_in": 3600})],
    ids=["closed", "no answer", "500", "html", "no token"],
)
async def test_without_a_token_no_message_left_so_trying_again_is_safe(server: WireServer, answer: bytes) -> None:
    server.queue(TOKEN, answer)
    sinch = make_sinch(server.url)

    with pytest.raises(Unreachable) as caught:
        await sinch.send(SESSION)
    await sinch.close()

    assert caught.value.bytes_left is False
    assert caught.value.retry_after is not None
    assert SEND not in server.paths()


async def test_a_token_server_that_is_too_busy_says_when_to_come_back(server: WireServer) -> None:
    server.queue(TOKEN, say(429, {"error": "slow_down"}, Retry_After="3"), token())
    server.queue(SEND, ACCEPTED)
    sinch = make_sinch(server.url)

    with pytest.raises(Throttled) as caught:
        await sinch.send(SESSION)
    await sinch.send(SESSION)
    await sinch.close()

    assert caught.value.retry_after == dt.timedelta(seconds=3)


async def test_the_token_server_may_stand_elsewhere(server: WireServer) -> None:
    for url in ("http://auth.test", "http://auth.test/", "http://auth.test/oauth2/token"):
        settings = SinchSettings("p", "a", "k", "s", api_url=server.url, auth_url=url)

        assert settings.token_url == "http://auth.test/oauth2/token"


def test_each_region_has_its_own_host() -> None:
    settings = SinchSettings("p", "a", "k", "hidden", region="br", webhook_secrets=("also-hidden",))

    assert settings.conversation_url == "https://br.conversation.api.sinch.com/v1/projects/p"
    assert settings.provisioning_url == "https://provisioning.api.sinch.com/v1/projects/p"
    assert settings.token_url == "https://auth.sinch.com/oauth2/token"
    assert "hidden" not in repr(settings)
