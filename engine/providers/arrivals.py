"""What comes in by webhook, understood. Unknown things are kept and named, never crashed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engine.providers.outgoing import LocationContent


@dataclass(frozen=True, slots=True)
class Arrived:
    """Common to everything a webhook brings. `key` is unique for this event at this provider, for good."""

    key: str
    at: dt.datetime
    channel: str
    sender: str
    """Our number or id, as the provider names it; empty when it does not say."""
    identity: str
    """The customer's id on the channel (`wa_id` digits, or a business-scoped user id)."""


REFERRAL: Mapping[str, str] = {
    "source_id": "source_id", "source_type": "source_type", "source_url": "source_url", "headline": "headline",
    "body": "body", "ctwa_clid": "click_id", "ref": "ref",
}  # fmt: skip
"""What WhatsApp tells of a click-to-WhatsApp ad, by its name for it, and ours."""


@dataclass(frozen=True, slots=True)
class InboundMessage(Arrived):
    """The customer wrote. `kind` as in `engine.journey.events.Reply`. A tap carries `payload` (what our button sent
    along), `title` when the provider tells it, and `answers` (the provider's id of our message). `referral` names the
    ad they came by, with the names of `REFERRAL`; empty for most messages."""

    provider_message_id: str = ""
    kind: str = "text"
    text: str = ""
    payload: str | None = None
    title: str | None = None
    answers: str | None = None
    metadata: str | None = None
    media_url: str | None = None
    location: LocationContent | None = None
    profile_name: str | None = None
    referral: Mapping[str, str] = field(default_factory=dict[str, str])


ReceiptStatus: TypeAlias = Literal["submitted", "sent", "delivered", "read", "failed", "switching"]


@dataclass(frozen=True, slots=True)
class Receipt(Arrived):
    """News of a message of ours. `message_id` is our own id where the provider gives it back."""

    status: ReceiptStatus = "sent"
    provider_message_id: str = ""
    message_id: str | None = None
    code: str = ""
    reason: str = ""
    fault: Literal["person", "moment"] = "moment"
    channel_code: str = ""
    """The channel's own code (WhatsApp's number), where the provider passes it on."""
    scope: Literal["message", "person", "sender"] = "message"
    retryable: bool = False
    """A failed message surely did not arrive, and the same content may pass later."""


@dataclass(frozen=True, slots=True)
class PreferenceChange(Arrived):
    """The customer gave or withdrew consent at the provider (OPT_IN, OPT_OUT)."""

    given: bool = False
    purpose: Literal["marketing", "service", "all"] = "all"


@dataclass(frozen=True, slots=True)
class Noted(Arrived):
    """Something known that moves nothing (typing, reaction, contact news), or unknown and kept whole. `what` names it."""

    what: str = ""


@dataclass(frozen=True, slots=True)
class TemplatesChanged(Noted):
    """A template was approved, paused, rejected or judged anew: the list of templates is worth reading again. What the event
    says itself counts at once: the template by `name` and `language`, its `status`, `category` and `reason`, each empty where it
    is not told. `told_at` is None where the provider gives no time."""

    name: str = ""
    language: str = ""
    status: str = ""
    category: str = ""
    reason: str = ""
    told_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class SenderChanged(Noted):
    """Our number, or its portfolio, is judged anew: what the provider says of it now, empty or None where it does not say
    (see `abilities.ProviderNumber`). `is_worth_reading`: the whole of it is better read again."""

    quality: str = ""
    status: str = ""
    restricted_until: dt.datetime | None = None
    rate_per_second: int | None = None
    daily_limit: int | None = None
    is_worth_reading: bool = True


ProviderEvent: TypeAlias = InboundMessage | Receipt | PreferenceChange | Noted
