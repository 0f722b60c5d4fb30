"""What the conformance suite needs to know of a provider's wire, and the messages it sends over it."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import strategies as some
from wire_server import WireServer

from engine.providers.base import (
    ListContent,
    OutgoingMessage,
    Provider,
    SessionContent,
    TemplateContent,
)

NOW = dt.datetime(2026, 1, 5, 10, 0, tzinfo=dt.UTC)
SECRET, OLD_SECRET = "conformance-secret", "the-secret-before"
OUR_ID = "msg-0001"
ADDRESS, OLD_ADDRESS = "https://new.example/webhooks/x", "https://old.example/webhooks/x"

SESSION = OutgoingMessage(OUR_ID, "whatsapp", "33100000000", "33600000001", SessionContent("Bonjour"), "service")
BUTTONS = replace(SESSION, content=SessionContent("Alors ?", ((f"p1|{OUR_ID}|yes", "Oui"), (f"p1|{OUR_ID}|no", "Non"))))
LIST = replace(
    SESSION,
    content=SessionContent(
        "Où ?",
        list=ListContent(
            "Choisir",
            (
                ("Nord", ((f"p1|{OUR_ID}|lille", "Lille", "Gare"),)),
                ("Sud", ((f"p1|{OUR_ID}|nice", "Nice", ""),)),
            ),
        ),
    ),
)
LINK = replace(SESSION, content=SessionContent("Le plan", link=("Ouvrir", "https://shop.example/plan")))
LOCATION = replace(SESSION, content=SessionContent("Où êtes-vous ?", location_label="Envoyer ma position"))
TEMPLATE = replace(
    SESSION,
    purpose="marketing",
    content=TemplateContent(
        "cart_reminder",
        "fr_FR",
        header=("title",),
        body=("name", "total"),
        url_buttons={1: "cart"},
        quick_replies={0: f"p1|{OUR_ID}|later"},
        values={"title": "Panier", "name": "Amina", "total": "80 €", "cart": "c/42"},
    ),
)


_SCALARS = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text()
JSON = some.recursive(_SCALARS, lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner), max_leaves=10)


class ProviderWire(ABC):
    """One provider's wire format, as its own documentation says it; built without the code under test."""

    send_path: str
    templates_path: str
    signature_headers: tuple[str, ...]
    keeps_messages: bool
    """Whether the provider, as `prepare` sets it up, lists what was sent."""

    @abstractmethod
    def make_provider(self, url: str, secrets: tuple[str, ...] = (SECRET,)) -> Provider: ...

    @abstractmethod
    def prepare(self, server: WireServer) -> None:
        """Queue what the provider asks for besides sends and templates: tokens, and a well configured account."""

    @abstractmethod
    def accepted(self, provider_id: str) -> bytes: ...

    @abstractmethod
    def accepted_without_id(self) -> bytes: ...

    @abstractmethod
    def throttled(self, seconds: int) -> bytes: ...

    @abstractmethod
    def refused_for_good(self) -> bytes: ...

    @abstractmethod
    def forbidden(self) -> bytes: ...

    @abstractmethod
    def template_page(self, name: str, *, more: bool) -> bytes:
        """A page of the list with one approved template; `more`: another page follows."""

    @abstractmethod
    def sign(self, body: bytes, secret: str, at: dt.datetime) -> dict[str, str]: ...

    @abstractmethod
    def inbound(self, provider_id: str, text: str) -> bytes: ...

    @abstractmethod
    def inbound_location(self, provider_id: str, latitude: float, longitude: float, name: str) -> bytes: ...

    @abstractmethod
    def receipt(self, provider_id: str, our_id: str, status: str) -> bytes:
        """`status`: sent, delivered, read or failed."""

    @abstractmethod
    def unknown_event(self) -> bytes: ...

    @abstractmethod
    def payload(self, message: OutgoingMessage) -> Any:
        """The exact JSON that must leave for SESSION, BUTTONS, LIST, LINK, LOCATION and TEMPLATE."""


class ProvisioningWire(ProviderWire):
    """Of a provider through which templates are written and webhooks registered (`engine.providers.abilities`)."""

    @abstractmethod
    def shown_draft(self, *, status: str) -> bytes:
        """The only page of the list, with DRAFT on it in this state: PENDING or APPROVED."""

    @abstractmethod
    def template_taken(self) -> bytes:
        """The answer to a template that was created or changed."""

    template_id: str
    """By which the provider knows DRAFT."""
    change_path: str
    """Where a change of DRAFT goes."""

    @abstractmethod
    def draft_payload(self, *, changed: bool) -> Any:
        """The exact JSON that must leave to create DRAFT, or to change it where its category stays."""

    @abstractmethod
    def prepare_webhooks(self, server: WireServer, registered: str) -> None:
        """Queue the provider's own answers, in order, for a registration at ADDRESS where this address is registered now (empty:
        none is)."""

    webhooks_path: str
    """Where the list of webhooks for messages is read."""

    @abstractmethod
    def told_address(self, server: WireServer) -> str:
        """The address that the provider was told for messages; empty when it was told none."""


@cache
def reader(wire: ProviderWire, secrets: tuple[str, ...] = (SECRET,)) -> Provider:
    """A provider that only reads webhooks; it never opens a connection."""
    return wire.make_provider("http://127.0.0.1:9", secrets)
