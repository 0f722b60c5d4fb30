"""What some providers can do beyond the contract. Asked for by type: `isinstance(provider, TellsNumber)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class ProviderNumber:
    """Our number as the provider describes it, empty or None where it does not say. `quality`: green, yellow, red or unknown.
    `status`: connected, pending, disconnected, or held back as `no_templates` or `restricted`, until `restricted_until`
    where that is known. `rate_per_second`: what may be sent. `daily_limit`: to how many people a moving day the senders of its
    portfolio may write outside their windows, -1 without limit."""

    digits: str = ""
    quality: str = ""
    rate_per_second: int | None = None
    status: str = ""
    restricted_until: dt.datetime | None = None
    daily_limit: int | None = None


@runtime_checkable
class TellsNumber(Protocol):
    """A provider that describes the number we send from."""

    async def read_number(self) -> ProviderNumber:
        """Raises a ProviderError."""
        ...


@runtime_checkable
class NamesSpeaker(Protocol):
    """A provider of which it is told quickly who said something, before the event is understood."""

    def speaker(self, key: str, raw: str) -> str | None:
        """The customer's id on the channel (as `Arrived.identity`) where the event of this key is something that they said or
        chose; None for everything else. Never raises."""
        ...


@runtime_checkable
class AsksFirst(Protocol):
    """A provider that asks, before it posts anything, whether an address is really ours."""

    def answer_challenge(self, query: Mapping[str, str]) -> str | None:
        """What to answer its GET with; None when it does not know our word."""
        ...


@dataclass(frozen=True, slots=True)
class RegisteredWebhook:
    """Where a provider posts, and what it tells there. `is_posted`: it is no placeholder that sends nothing."""

    target: str
    triggers: tuple[str, ...] = ()
    is_posted: bool = True


@runtime_checkable
class ListsWebhooks(Protocol):
    """A provider that says where it posts."""

    async def list_webhooks(self) -> Sequence[RegisteredWebhook]:
        """Raises a ProviderError."""
        ...
