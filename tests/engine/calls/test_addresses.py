"""Which addresses a journey may never reach."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from engine.calls.addresses import ForbiddenAddress, PublicResolver, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "64:ff9b::7f00:1", "localhost", "",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "151.101.1.69", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


class Names(AbstractResolver):
    """A name server that says what the test wants."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_UNSPEC) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None: ...


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("9.9.9.9", "10.0.0.1"), ()])
def test_a_name_with_one_address_inside_is_refused_whole(addresses: tuple[str, ...]) -> None:
    with pytest.raises(ForbiddenAddress, match=r"suivi\.example"):
        asyncio.run(PublicResolver(resolver=Names(*addresses)).resolve("suivi.example", 443))


def test_a_public_name_keeps_its_addresses() -> None:
    found = asyncio.run(PublicResolver(resolver=Names("9.9.9.9", "2620:fe::fe")).resolve("suivi.example", 443))

    assert [one["host"] for one in found] == ["9.9.9.9", "2620:fe::fe"]
