"""What every provider tells when it is asked: its templates, itself, and what became of a send."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from provider_wire import NOW, OUR_ID, SESSION, ProviderWire
from wire_server import WireServer

from engine.providers.base import Misconfigured, NoAnswer, Provider, ProviderError


class ReadingConformance:
    """Inherit it, set `wire`."""

    wire: ClassVar[ProviderWire]

    @asynccontextmanager
    async def reading(self, server: WireServer, *pages: bytes) -> AsyncIterator[Provider]:
        """A provider whose list of templates has these pages."""
        self.wire.prepare(server)
        server.queue(self.wire.templates_path, *pages)
        provider = self.wire.make_provider(server.url)
        try:
            yield provider
        finally:
            await provider.close()

    @pytest.mark.anyio
    async def test_every_page_of_templates_is_read(self, server: WireServer) -> None:
        pages = [self.wire.template_page(name, more=name != "three") for name in ("one", "two", "three")]

        async with self.reading(server, *pages) as provider:
            found = await provider.list_templates()

        assert [template.name for template in found] == ["one", "two", "three"]
        assert {template.status for template in found} == {"APPROVED"}

    @pytest.mark.anyio
    async def test_a_list_that_does_not_end_is_no_list(self, server: WireServer) -> None:
        async with self.reading(server, self.wire.template_page("again", more=True)) as provider:
            with pytest.raises(NoAnswer, match="does not end"):
                await provider.list_templates()

    @pytest.mark.anyio
    async def test_a_list_that_is_forbidden_says_what_to_mend(self, server: WireServer) -> None:
        async with self.reading(server, self.wire.forbidden()) as provider:
            with pytest.raises(Misconfigured):
                await provider.list_templates()

    @pytest.mark.anyio
    async def test_a_check_says_in_a_sentence_what_answers(self, server: WireServer) -> None:
        async with self.reading(server) as provider:
            assert len((await provider.check()).split()) > 3

    @pytest.mark.anyio
    async def test_something_else_that_answers_is_not_taken_for_the_provider(self, server: WireServer) -> None:
        async with self.reading(server) as provider:
            server.forget()
            with pytest.raises(ProviderError):
                await provider.check()

    @pytest.mark.anyio
    async def test_a_look_up_never_claims_more_than_it_knows(self, server: WireServer) -> None:
        async with self.reading(server) as provider:
            found = await provider.look_up(OUR_ID, to=SESSION.to, since=NOW - dt.timedelta(minutes=2))

        assert found.found is (False if self.wire.keeps_messages else None)

    def test_its_events_have_a_place_of_their_own(self) -> None:
        provider = self.wire.make_provider("http://127.0.0.1:9")

        assert provider.source.isidentifier()
