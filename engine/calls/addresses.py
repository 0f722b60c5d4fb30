"""Which addresses a journey may never reach: this machine, its network, and what only looks public.

The check is made on the addresses that are then connected to: a name that answers differently the second time (DNS
rebinding) gains nothing, because it is never asked a second time.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

Address: TypeAlias = IPv4Address | IPv6Address
NAT64 = ip_network("64:ff9b::/96")


class ForbiddenAddress(OSError):
    """The name leads to an address inside; nothing was connected to."""


def is_public(address: str) -> bool:
    """Whether anybody on the internet could reach it. False for what is not an address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (found, *_carried(found)))


def _carried(address: Address) -> list[Address]:
    """IPv4 addresses inside an IPv6 one: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return []
    teredo = address.teredo or ()
    nat64 = [IPv4Address(int(address) & 0xFFFFFFFF)] if address in NAT64 else []
    return [one for one in (address.ipv4_mapped, address.sixtofour, *teredo, *nat64) if one is not None]


class PublicResolver(AbstractResolver):
    """Gives the addresses of a name only when all of them are public. `resolver` asks the system when left out."""

    def __init__(self, *, allows: Callable[[str], bool] = is_public, resolver: AbstractResolver | None = None) -> None:
        self._allows, self._resolver = allows, resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if self._resolver is None:  # made here, because it needs the running loop
            self._resolver = ThreadedResolver()
        found = await self._resolver.resolve(host, port, family)
        if not found or not all(self._allows(one["host"]) for one in found):
            raise ForbiddenAddress(f"{host} leads to an address that is not public")
        return found

    async def close(self) -> None:
        if self._resolver is not None:
            await self._resolver.close()
