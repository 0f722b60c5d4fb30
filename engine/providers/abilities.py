"""What some providers can do beyond the contract. Asked for by type: `isinstance(provider, TellsNumber)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class ProviderNumber:
    """Our number as the provider describes it. `digits` are empty when it does not tell them; `quality`: green, yellow,
    red, or empty; `rate_per_second`: what may be sent, None when it does not say."""

    digits: str = ""
    quality: str = ""
    rate_per_second: int | None = None


@runtime_checkable
class TellsNumber(Protocol):
    """A provider that describes the number we send from."""

    async def read_number(self) -> ProviderNumber:
        """Raises a ProviderError."""
        ...


@runtime_checkable
class AsksFirst(Protocol):
    """A provider that asks, before it posts anything, whether an address is really ours."""

    def answer_challenge(self, query: Mapping[str, str]) -> str | None:
        """What to answer its GET with; None when it does not know our word."""
        ...
