"""What every provider does through which templates are written and webhooks registered."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from draft_samples import DRAFT
from provider_wire import ADDRESS, OLD_ADDRESS, ProvisioningWire
from wire_server import CLOSE, HANG, WireServer, say

from engine.providers.base import Misconfigured, NoAnswer, ProviderError, Rejected, Throttled, Unreachable
from engine.templates.pushing import push


class ProvisioningConformance:
    """Inherit it, set `wire`."""

    wire: ClassVar[ProvisioningWire]

    @asynccontextmanager
    async def opened(self, server: WireServer) -> AsyncIterator[Any]:
        self.wire.prepare(server)
        provider = self.wire.make_provider(server.url)
        try:
            yield provider
        finally:
            await provider.close()

    async def create(self, server: WireServer, *answers: bytes) -> None:
        server.queue(self.wire.templates_path, *answers)
        async with self.opened(server) as provider:
            await provider.create_template(DRAFT)

    # Templates ---------------------------------------------------------------------------------------------

    @pytest.mark.anyio
    async def test_a_new_template_leaves_exactly_as_documented(self, server: WireServer) -> None:
        await self.create(server, self.wire.template_taken())

        assert server.last(self.wire.templates_path).json == self.wire.draft_payload(changed=False)

    @pytest.mark.anyio
    async def test_a_changed_template_leaves_exactly_as_documented(self, server: WireServer) -> None:
        server.queue(self.wire.templates_path, self.wire.shown_draft(status="REJECTED"))
        server.queue(self.wire.change_path, self.wire.template_taken())

        async with self.opened(server) as provider:
            (listed,) = await provider.list_templates()
            await provider.change_template(DRAFT, listed)

        assert server.last(self.wire.change_path).json == self.wire.draft_payload(changed=True)
        assert listed.provider_id == self.wire.template_id

    @pytest.mark.anyio
    async def test_too_many_templates_at_once_say_when_to_go_on(self, server: WireServer) -> None:
        with pytest.raises(Throttled) as caught:
            await self.create(server, self.wire.throttled(7))

        assert caught.value.retry_after == dt.timedelta(seconds=7)

    @pytest.mark.anyio
    async def test_a_template_refused_for_good_is_posted_once(self, server: WireServer) -> None:
        with pytest.raises(Rejected) as caught:
            await self.create(server, self.wire.refused_for_good())

        assert caught.value.retry_after is None
        assert server.paths().count(self.wire.templates_path) == 1

    @pytest.mark.anyio
    async def test_a_template_of_a_forbidden_account_says_what_to_mend(self, server: WireServer) -> None:
        with pytest.raises(Misconfigured):
            await self.create(server, self.wire.forbidden())

    @pytest.mark.anyio
    @pytest.mark.parametrize("answer", [say(200, b"<html>"), say(200, {}), say(500, b""), HANG, CLOSE])
    async def test_without_an_answer_that_can_be_read_a_template_may_be_there(
        self, server: WireServer, answer: bytes
    ) -> None:
        with pytest.raises(NoAnswer) as caught:
            await self.create(server, answer)

        assert caught.value.bytes_left is True
        assert server.paths().count(self.wire.templates_path) == 1

    @pytest.mark.anyio
    async def test_a_template_that_never_left_is_not_there(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            provider: Any = self.wire.make_provider(f"http://127.0.0.1:{probe.getsockname()[1]}")

            with pytest.raises(Unreachable):
                await provider.create_template(DRAFT)

        await provider.close()

    @pytest.mark.anyio
    async def test_a_lost_answer_is_settled_by_the_list(self, server: WireServer) -> None:
        nothing = cut_list(self.wire.shown_draft(status="PENDING"))
        server.queue(self.wire.templates_path, nothing, CLOSE, self.wire.shown_draft(status="PENDING"))

        async with self.opened(server) as provider:
            (pushed,) = await push(provider, [DRAFT])

        assert pushed.act == "created"

    @pytest.mark.anyio
    async def test_what_is_there_already_is_not_posted_again(self, server: WireServer) -> None:
        server.queue(self.wire.templates_path, self.wire.shown_draft(status="APPROVED"))

        async with self.opened(server) as provider:
            (pushed,) = await push(provider, [DRAFT])

        assert (pushed.act, [it.method for it in server.received if it.path == self.wire.templates_path]) == (
            "unchanged", ["GET"],
        )  # fmt: skip

    @pytest.mark.anyio
    async def test_what_is_under_review_waits_for_its_answer(self, server: WireServer) -> None:
        server.queue(self.wire.templates_path, self.wire.shown_draft(status="PENDING"))

        async with self.opened(server) as provider:
            (pushed,) = await push(provider, [replace(DRAFT, footer="Other")])

        assert pushed.act == "in_review"

    # Webhooks ----------------------------------------------------------------------------------------------

    async def register(self, server: WireServer) -> Any:
        async with self.opened(server) as provider:
            return (await provider.register_webhooks(ADDRESS))[0]

    @pytest.mark.anyio
    async def test_a_missing_webhook_is_added(self, server: WireServer) -> None:
        self.wire.prepare_webhooks(server, "")

        done = await self.register(server)

        assert (done.news, done.act, self.wire.told_address(server)) == ("messages", "added", ADDRESS)

    @pytest.mark.anyio
    async def test_a_webhook_in_place_stays_as_it_is(self, server: WireServer) -> None:
        self.wire.prepare_webhooks(server, ADDRESS)

        done = await self.register(server)

        assert (done.act, self.wire.told_address(server)) == ("kept", "")

    @pytest.mark.anyio
    async def test_a_webhook_at_an_old_address_is_repaired(self, server: WireServer) -> None:
        self.wire.prepare_webhooks(server, OLD_ADDRESS)

        done = await self.register(server)

        assert (done.act, done.before, self.wire.told_address(server)) == ("repaired", OLD_ADDRESS, ADDRESS)

    @pytest.mark.anyio
    async def test_the_webhooks_are_shown_with_what_they_lack(self, server: WireServer) -> None:
        self.wire.prepare_webhooks(server, OLD_ADDRESS)

        async with self.opened(server) as provider:
            shown = (await provider.list_webhooks(ADDRESS))[0]

        assert (shown.news, shown.address, ADDRESS in shown.lacks) == ("messages", OLD_ADDRESS, True)

    @pytest.mark.anyio
    @pytest.mark.parametrize("answer", [say(200, b"<html>"), say(200, {}), say(503, b""), HANG])
    async def test_without_the_list_no_webhook_is_changed(self, server: WireServer, answer: bytes) -> None:
        server.queue(self.wire.webhooks_path, answer)

        with pytest.raises(NoAnswer):
            await self.list_after(server)

        assert self.wire.told_address(server) == ""

    @pytest.mark.anyio
    async def test_webhooks_refused_or_throttled_say_so(self, server: WireServer) -> None:
        for answer, fault in ((self.wire.throttled(3), Throttled), (self.wire.forbidden(), Misconfigured)):
            server.forget()
            server.queue(self.wire.webhooks_path, answer)
            with pytest.raises(ProviderError) as caught:
                await self.list_after(server)
            assert isinstance(caught.value, fault)

    async def list_after(self, server: WireServer) -> None:
        """With nothing queued for the list but what the test put there."""
        kept = server.only(self.wire.webhooks_path)
        async with self.opened(server) as provider:
            server.put(self.wire.webhooks_path, kept)
            await provider.register_webhooks(ADDRESS)


def cut_list(page: bytes) -> bytes:
    """The same page without its entries."""
    body = json.loads(page.partition(b"\r\n\r\n")[2])
    return say(200, {name: [] if isinstance(value, list) else value for name, value in body.items()})
