"""The contract behind which every provider stands. Unknown things are kept and named, never crashed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

Header = Literal["text", "image", "video", "document", "location"]
MediaContent: TypeAlias = tuple[Literal["image", "video", "document"], str, str]
"""Kind, link and file name (empty for none) of a file that goes along."""
LocationContent: TypeAlias = tuple[float, float, str, str]
"""Latitude and longitude in degrees, name and address (empty for none) of a place."""


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """A template message ready to leave. `header`, `body` and `buttons` hold the placeholder names in order of appearance,
    so that a provider that counts positions can; `values` fills them by name. `quick_replies` maps the place of each quick
    reply button (0-based, among all buttons) to the payload that comes back when it is tapped."""

    name: str
    language: str
    header: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    url_buttons: Mapping[int, str] = field(default_factory=dict[int, str])
    quick_replies: Mapping[int, str] = field(default_factory=dict[int, str])
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    header_media: MediaContent | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class ListContent:
    """A list that opens by a button: sections as (title, rows), rows as (payload, title, description); a title of a
    section and a description may be empty. At most ten rows in all."""

    button: str
    sections: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class SessionContent:
    """A free reply ready to leave: text, and a file whose caption the text is. Under it at most one of: up to three reply
    buttons as (payload, title), a list, a link as (title, address), a request for the location (`location_label` is what
    stands on it where the channel has no words of its own). The text is empty only where a file goes without a word."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    media: MediaContent | None = None
    list: ListContent | None = None
    link: tuple[str, str] | None = None
    location_label: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message for one address. `message_id` is ours and travels with it, so that a receipt or a look-up finds it."""

    message_id: str
    channel: str
    sender: str
    to: str
    content: TemplateContent | SessionContent
    purpose: Literal["marketing", "service"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it. `at` is the provider's own time where it tells."""

    provider_message_id: str
    at: dt.datetime | None = None


class ProviderError(Exception):
    """Something the provider or the way to it said no to. Each error says what to do next:

    `bytes_left`: the request may have arrived: the outcome is unknown unless the provider answered.
    `retry_after`: safe to try again, after this long; None means never by itself.
    `scope`: what it concerns: the `message`, the `person`, or the whole `sender`.
    `code` is stable and ours, `provider_code` the provider's own; the message is a sentence for a person.
    """

    code = "provider_error"
    scope: Literal["message", "person", "sender"] = "message"

    def __init__(
        self,
        sentence: str,
        *,
        provider_code: str = "",
        retry_after: dt.timedelta | None = None,
        bytes_left: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.provider_code = provider_code
        self.retry_after = retry_after
        self.bytes_left = bytes_left


class Unreachable(ProviderError):
    """No byte of the request left: trying again is safe."""

    code = "unreachable"
    scope = "sender"


class NoAnswer(ProviderError):
    """The request may have arrived and nothing is known of what became of it: `unknown`, never sent again blindly."""

    code = "no_answer"


class Throttled(ProviderError):
    """Too fast; nothing was kept. `retry_after` says when."""

    code = "throttled"
    scope = "sender"


class TooFastForPerson(Throttled):
    """Too many messages to one person; nothing was kept, and others are not concerned. Each further try waits four times
    as long (WhatsApp, pair rate)."""

    code = "pair_rate"
    scope = "message"


class TemplateHeld(ProviderError):
    """The channel paused the template; nothing was kept. It may leave once the template is approved again."""

    code = "template_paused"


class SpamLimited(ProviderError):
    """The channel limits this number because people complain of it; nothing was kept. Marketing pauses until the number is
    judged better or a person lifts the brake; this message may leave in hours."""

    code = "spam_limit"


class Misconfigured(ProviderError):
    """Credentials, project, app or number are wrong: nothing can leave until a person mends it."""

    code = "misconfigured"
    scope = "sender"


class Rejected(ProviderError):
    """The provider refused this message for good."""

    code = "rejected"


class PersonRejected(Rejected):
    """The provider refuses every message of this kind to this person: not on the channel, or they do not want it."""

    scope = "person"


# What comes in ----------------------------------------------------------------------------------------------------


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
    """A template was approved, paused, rejected or judged anew: the list of templates is worth reading again."""


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


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up at the provider found of our message; `found` is None when the provider keeps nothing to look in."""

    found: bool | None
    provider_message_id: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ProviderTemplate:
    """A template as the provider lists it. `components`: {"header": {"kind", "text"…} | None, "body": str,
    "footer": str, "buttons": [{"kind": "quick_reply" | "url" | "phone" | "copy_code", "title", "url"?…}]}."""

    name: str
    language: str
    category: str
    status: str
    components: Mapping[str, Any]
    reason: str = ""
    quality: str = ""


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
