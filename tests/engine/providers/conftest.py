"""Fixtures of the provider tests: real sockets on free ports of this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from wire_server import WireServer

pytest.register_assert_rewrite(
    "conformance_sending", "conformance_reading", "conformance_webhooks", "conformance_provisioning"
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    async with WireServer() as running:
        yield running
