"""What every provider does with a message that leaves, whatever its wire looks like."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import ClassVar

import pytest
from provider_wire import (
    BUTTONS,
    LINK,
    LIST,
    LOCATION,
    SESSION,
    TEMPLATE,
    ProviderWire,
)
from wire_server import CLOSE, HANG, RESET, WireServer, cut, say

from engine.providers.base import (
    Misconfigured,
    NoAnswer,
    OutgoingMessage,
    Provider,
    ProviderError,
    Rejected,
    SessionContent,
    TemplateContent,
    Throttled,
    Unreachable,
)


class SendingConformance:
    """Inherit it, set `wire`."""

    wire: ClassVar[ProviderWire]

    @asynccontextmanager
    async def connect(self, server: WireServer, *answers: bytes) -> AsyncIterator[Provider]:
        """A provider whose sends get `answers` in turn."""
        self.wire.prepare(server)
        server.queue(self.wire.send_path, *answers)
        provider = self.wire.make_provider(server.url)
        try:
            yield provider
        finally:
            await provider.close()

    def posts(self, server: WireServer) -> int:
        return server.paths().count(self.wire.send_path)

    # What leaves -----------------------------------------------------------------------------------------

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        "message",
        [SESSION, BUTTONS, LIST, LINK, LOCATION, TEMPLATE],
        ids=["text", "buttons", "list", "link", "location request", "template"],
    )
    async def test_exactly_the_documented_payload_leaves(self, server: WireServer, message: OutgoingMessage) -> None:
        async with self.connect(server, self.wire.accepted("prov-1")) as provider:
            accepted = await provider.send(message)

        assert server.last(self.wire.send_path).json == self.wire.payload(message)
        assert accepted.provider_message_id == "prov-1"

    @pytest.mark.anyio
    async def test_a_template_with_an_unfilled_placeholder_does_not_leave(self, server: WireServer) -> None:
        assert isinstance(TEMPLATE.content, TemplateContent)
        unfilled = replace(TEMPLATE, content=replace(TEMPLATE.content, values={"title": "Panier", "name": "Amina"}))

        async with self.connect(server, self.wire.accepted("prov-1")) as provider:
            with pytest.raises(Rejected, match="total") as caught:
                await provider.send(unfilled)

        assert self.posts(server) == 0
        assert caught.value.bytes_left is False

    @pytest.mark.anyio
    async def test_characters_that_cannot_be_sent_are_refused_before_leaving(self, server: WireServer) -> None:
        async with self.connect(server, self.wire.accepted("prov-1")) as provider:
            with pytest.raises(Rejected):
                await provider.send(replace(SESSION, content=SessionContent("half an emoji \ud83d")))

        assert self.posts(server) == 0

    @pytest.mark.anyio
    async def test_many_sends_at_once_each_leave_once(self, server: WireServer) -> None:
        messages = [replace(SESSION, message_id=f"msg-{number}") for number in range(50)]

        async with self.connect(server, self.wire.accepted("prov-1")) as provider:
            await asyncio.gather(*(provider.send(message) for message in messages))

        bodies = [request.json for request in server.received if request.path == self.wire.send_path]
        assert sorted(map(json.dumps, bodies)) == sorted(json.dumps(self.wire.payload(each)) for each in messages)

    # What the provider says no to ------------------------------------------------------------------------

    @pytest.mark.anyio
    async def test_throttling_says_when_to_try_again_and_posts_once(self, server: WireServer) -> None:
        async with self.connect(server, self.wire.throttled(7)) as provider:
            with pytest.raises(Throttled) as caught:
                await provider.send(SESSION)

        assert caught.value.retry_after == dt.timedelta(seconds=7)
        assert caught.value.scope == "sender"
        assert self.posts(server) == 1

    @pytest.mark.anyio
    async def test_a_refusal_for_good_is_not_tried_again(self, server: WireServer) -> None:
        async with self.connect(server, self.wire.refused_for_good()) as provider:
            with pytest.raises(Rejected) as caught:
                await provider.send(SESSION)

        assert caught.value.retry_after is None
        assert caught.value.scope == "message"
        assert caught.value.provider_code
        assert self.posts(server) == 1

    @pytest.mark.anyio
    async def test_a_forbidden_account_concerns_the_whole_sender(self, server: WireServer) -> None:
        async with self.connect(server, self.wire.forbidden()) as provider:
            with pytest.raises(Misconfigured) as caught:
                await provider.send(SESSION)

        assert caught.value.scope == "sender"
        assert caught.value.retry_after is None

    # What becomes of it is not known ---------------------------------------------------------------------

    @pytest.mark.anyio
    @pytest.mark.parametrize("answer", [CLOSE, RESET, HANG], ids=["closed", "reset", "no answer"])
    async def test_a_send_without_answer_may_have_arrived(self, server: WireServer, answer: bytes) -> None:
        await self._expect_no_answer(server, answer)

    @pytest.mark.anyio
    @pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
    async def test_a_server_error_leaves_the_send_unknown(self, server: WireServer, status: int) -> None:
        await self._expect_no_answer(server, say(status, b"upstream error"))

    @pytest.mark.anyio
    @pytest.mark.parametrize("body", [b"<html>It works!</html>", b'{"message', b"", b"[]", b'"ok"', b"\xff\xfe"])
    async def test_an_answer_that_cannot_be_read_leaves_the_send_unknown(self, server: WireServer, body: bytes) -> None:
        await self._expect_no_answer(server, say(200, body))

    @pytest.mark.anyio
    async def test_an_answer_cut_short_leaves_the_send_unknown(self, server: WireServer) -> None:
        await self._expect_no_answer(server, cut(self.wire.accepted("prov-1")))

    @pytest.mark.anyio
    async def test_an_answer_without_an_id_leaves_the_send_unknown(self, server: WireServer) -> None:
        await self._expect_no_answer(server, self.wire.accepted_without_id())

    async def _expect_no_answer(self, server: WireServer, answer: bytes) -> None:
        async with self.connect(server, answer) as provider:
            with pytest.raises(NoAnswer) as caught:
                await provider.send(SESSION)

        assert caught.value.bytes_left is True
        assert caught.value.retry_after is None, "an unknown send is never repeated by itself"
        assert self.posts(server) == 1

    @pytest.mark.anyio
    async def test_a_provider_that_cannot_be_reached_got_nothing(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            provider = self.wire.make_provider(f"http://127.0.0.1:{probe.getsockname()[1]}")

            with pytest.raises(Unreachable) as caught:
                await provider.send(SESSION)

        assert caught.value.bytes_left is False
        assert caught.value.retry_after is not None
        await provider.close()

    # The rest of the contract -------------------------------------------------------------------------------

    @pytest.mark.anyio
    async def test_every_error_tells_a_person_what_happened(self, server: WireServer) -> None:
        answers = [self.wire.throttled(1), self.wire.refused_for_good(), self.wire.forbidden(), say(500, b"")]

        async with self.connect(server, *answers) as provider:
            for _ in answers:
                with pytest.raises(ProviderError) as caught:
                    await provider.send(SESSION)
                assert len(str(caught.value).split()) > 3
                assert caught.value.code in ("throttled", "rejected", "misconfigured", "no_answer")
