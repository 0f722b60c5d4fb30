"""The contract behind which every provider stands; the things that pass through it stand beside it, and are had from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from engine.providers.arrivals import (
    REFERRAL,
    Arrived,
    InboundMessage,
    Noted,
    PreferenceChange,
    ProviderEvent,
    Receipt,
    ReceiptStatus,
    SenderChanged,
    TemplatesChanged,
)
from engine.providers.faults import (
    Misconfigured,
    NoAnswer,
    PersonRejected,
    ProviderError,
    Rejected,
    SpamLimited,
    TemplateHeld,
    Throttled,
    TooFastForPerson,
    Unreachable,
)
from engine.providers.listings import (
    Found,
    ProviderTemplate,
)
from engine.providers.outgoing import (
    Accepted,
    ListContent,
    LocationContent,
    MediaContent,
    OutgoingMessage,
    SessionContent,
    TemplateContent,
)

__all__ = [
    "REFERRAL",
    "Accepted",
    "Arrived",
    "Found",
    "InboundMessage",
    "ListContent",
    "LocationContent",
    "MediaContent",
    "Misconfigured",
    "NoAnswer",
    "Noted",
    "OutgoingMessage",
    "PersonRejected",
    "PreferenceChange",
    "Provider",
    "ProviderError",
    "ProviderEvent",
    "ProviderTemplate",
    "Receipt",
    "ReceiptStatus",
    "Rejected",
    "SenderChanged",
    "SessionContent",
    "SpamLimited",
    "TemplateContent",
    "TemplateHeld",
    "TemplatesChanged",
    "Throttled",
    "TooFastForPerson",
    "Unreachable",
]


class Provider(Protocol):
    """One account at one provider. `source`: the name under which its webhooks are kept, and the end of their path
    (`/webhooks/{source}`)."""

    name: str
    source: str

    async def send(self, message: OutgoingMessage) -> Accepted:
        """Post once. Raises a ProviderError; never retries a send by itself."""
        ...

    async def look_up(self, message_id: str, *, to: str, since: dt.datetime, channel: str = "whatsapp") -> Found:
        """Whether the provider holds a message that carries our id, posted since then. Raises a
        ProviderError."""
        ...

    async def list_templates(self) -> Sequence[ProviderTemplate]:
        """Every template of the account, all languages. Raises a ProviderError."""
        ...

    async def check(self) -> str:
        """One sentence on what answers (for `doctor` and Settings). Raises a ProviderError that says what is missing."""
        ...

    def verify(self, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> bool:
        """Whether the webhook is signed with our secret over these very bytes. Header names are lower case."""
        ...

    def event_keys(self, body: bytes) -> list[tuple[str, str]]:
        """(unique key, raw JSON of one event) for each event in a webhook body; what cannot be read gets a key made of
        its bytes. Never raises for JSON it does not know; raises ValueError for bytes that are not a JSON object."""
        ...

    def read_event(self, raw: str) -> ProviderEvent:
        """Understand one stored event. Raises ValueError in words when its known parts are malformed."""
        ...

    async def close(self) -> None: ...
