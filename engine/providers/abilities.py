"""What some providers can do beyond the contract. Asked for by type: `isinstance(provider, TellsNumber)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from engine.providers.drafts import TemplateDraft
from engine.providers.listings import ProviderTemplate


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
class PreparesCalls(Protocol):
    """A provider whose calls need something that is fetched now and then, such as a token."""

    async def prepare_calls(self) -> None:
        """Have it at hand, so that the next call leaves at once. Raises a ProviderError, which never means that a message left."""
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


@runtime_checkable
class SubmitsTemplates(Protocol):
    """A provider through which templates are written. What became of them, its list tells."""

    async def create_template(self, draft: TemplateDraft) -> None:
        """Post once and submit for review. Raises a ProviderError; `NoAnswer` where it may be there all the same, which the list
        tells."""
        ...

    async def change_template(self, draft: TemplateDraft, listed: ProviderTemplate) -> None:
        """Put the draft in place of what is listed, and submit it for review. Raises as `create_template`."""
        ...


News: TypeAlias = Literal["messages", "templates"]
"""What a webhook tells: what customers write and what becomes of messages, or what is decided of templates and numbers."""


@dataclass(frozen=True, slots=True)
class RegisteredWebhook:
    """An address to which the provider posts; empty where it is set in the provider's own console. `lacks` says in words what keeps
    it from telling us everything; empty when it is well, or somebody else's."""

    news: News
    address: str
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """What was done for one kind of news. `before`: the address that was wrong. `note`: what a person should know, in words."""

    news: News
    act: Literal["kept", "added", "repaired", "failed"]
    address: str
    before: str = ""
    note: str = ""


@runtime_checkable
class RegistersWebhooks(Protocol):
    """A provider that is told by its API where to post."""

    async def list_webhooks(self, address: str) -> Sequence[RegisteredWebhook]:
        """Where it posts now, judged for `address`, which should be ours. Raises a ProviderError."""
        ...

    async def register_webhooks(self, address: str) -> Sequence[Registration]:
        """Let it post there; a second time changes nothing. Raises a ProviderError; the same call may be made again."""
        ...
