"""What every provider does with a webhook, whatever its wire looks like."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from provider_wire import (
    JSON,
    NOW,
    OLD_SECRET,
    OUR_ID,
    SECRET,
    ProviderWire,
    reader,
)

from engine.providers.base import (
    InboundMessage,
    Noted,
    Receipt,
)


class WebhookConformance:
    """Inherit it, set `wire`."""

    wire: ClassVar[ProviderWire]

    # Webhooks: signatures --------------------------------------------------------------------------------

    def verified(self, headers: dict[str, str], body: bytes, *secrets: str, now: dt.datetime = NOW) -> bool:
        return reader(self.wire, secrets or (SECRET,)).verify(headers, body, now)

    def test_a_webhook_signed_with_our_secret_counts(self) -> None:
        body = self.wire.inbound("in-1", "Oui")

        assert self.verified(self.wire.sign(body, SECRET, NOW), body)

    def test_a_webhook_signed_with_another_secret_does_not_count(self) -> None:
        body = self.wire.inbound("in-1", "Oui")

        assert not self.verified(self.wire.sign(body, "guessed", NOW), body)

    def test_while_a_secret_is_changed_both_count(self) -> None:
        body = self.wire.inbound("in-1", "Oui")

        assert self.verified(self.wire.sign(body, OLD_SECRET, NOW), body, SECRET, OLD_SECRET)
        assert self.verified(self.wire.sign(body, SECRET, NOW), body, SECRET, OLD_SECRET)
        assert not self.verified(self.wire.sign(body, OLD_SECRET, NOW), body, SECRET)

    def test_without_a_secret_nothing_counts(self) -> None:
        body = self.wire.inbound("in-1", "Oui")
        provider = reader(self.wire, ())

        assert not provider.verify(self.wire.sign(body, "", NOW), body, NOW)
        assert not self.verified(self.wire.sign(body, "", NOW), body, "")

    def test_a_webhook_without_its_signature_does_not_count(self) -> None:
        body = self.wire.inbound("in-1", "Oui")
        signed = self.wire.sign(body, SECRET, NOW)

        assert not self.verified({}, body)
        for name in self.wire.signature_headers:
            assert not self.verified({key: value for key, value in signed.items() if key != name}, body), name
            assert not self.verified({**signed, name: ""}, body), name
            assert not self.verified({**signed, name: "é\x00¤"}, body), name

    def test_one_altered_byte_does_not_count(self) -> None:
        body = self.wire.inbound("in-1", "Oui")
        signed = self.wire.sign(body, SECRET, NOW)

        assert not self.verified(signed, body.replace(b"Oui", b"Non"))
        assert not self.verified(signed, body + b"\n")
        assert not self.verified(signed, json.dumps(json.loads(body), indent=1).encode())

    # Webhooks: events ------------------------------------------------------------------------------------

    def read(self, body: bytes) -> list[Any]:
        provider = reader(self.wire)
        return [provider.read_event(raw) for _, raw in provider.event_keys(body)]

    def keys(self, body: bytes) -> list[str]:
        return [key for key, _ in reader(self.wire).event_keys(body)]

    def test_the_same_event_has_the_same_key_and_another_event_another(self) -> None:
        bodies: list[Callable[[], bytes]] = [
            lambda: self.wire.inbound("in-1", "Oui"),
            lambda: self.wire.inbound("in-2", "Oui"),
            lambda: self.wire.receipt("prov-1", OUR_ID, "delivered"),
            lambda: self.wire.receipt("prov-1", OUR_ID, "read"),
            lambda: self.wire.receipt("prov-2", OUR_ID, "read"),
            self.wire.unknown_event,
        ]

        assert [self.keys(body()) for body in bodies] == [self.keys(body()) for body in bodies]
        assert len({key for body in bodies for key in self.keys(body())}) == len(bodies)

    def test_the_key_of_an_event_is_the_same_when_it_is_read(self) -> None:
        for body in (self.wire.inbound("in-1", "Oui"), self.wire.unknown_event()):
            assert [event.key for event in self.read(body)] == self.keys(body)

    def test_what_a_customer_writes_is_understood(self) -> None:
        (event,) = self.read(self.wire.inbound("in-1", "Oui, volontiers 👍"))

        assert isinstance(event, InboundMessage)
        assert (event.kind, event.text, event.provider_message_id) == ("text", "Oui, volontiers 👍", "in-1")
        assert (event.channel, event.identity, event.at) == ("whatsapp", "33600000001", NOW)

    def test_a_place_that_a_customer_shares_is_understood(self) -> None:
        (event,) = self.read(self.wire.inbound_location("in-2", 45.76, 4.84, "Gare"))

        assert isinstance(event, InboundMessage)
        assert (event.kind, event.text, event.location) == ("location", "", (45.76, 4.84, "Gare", ""))

    @pytest.mark.parametrize("status", ["sent", "delivered", "read", "failed"])
    def test_a_receipt_carries_our_own_id(self, status: str) -> None:
        (event,) = self.read(self.wire.receipt("prov-1", OUR_ID, status))

        assert isinstance(event, Receipt)
        assert (event.status, event.message_id, event.provider_message_id) == (status, OUR_ID, "prov-1")
        assert bool(event.reason) == (status == "failed")

    def test_an_unknown_event_is_kept_whole(self) -> None:
        body = self.wire.unknown_event()

        (event,) = self.read(body)

        assert isinstance(event, Noted)
        assert event.what
        provider = reader(self.wire)
        assert [json.loads(raw) for _, raw in provider.event_keys(body)] == [json.loads(body)]

    @pytest.mark.parametrize("body", [b"", b"hello", b"[1]", b"null", b'{"a":', b"\xff\xfe", b"[" * 100_000])
    def test_what_is_not_an_object_is_refused_in_words(self, body: bytes) -> None:
        with pytest.raises(ValueError, match="what arrived is"):
            self.keys(body)

    def test_no_json_object_upsets_it(self) -> None:
        provider = reader(self.wire)

        @given(body=some.dictionaries(some.text(), JSON))
        @settings(max_examples=60, deadline=None)
        def check(body: dict[str, Any]) -> None:
            for key, raw in provider.event_keys(json.dumps(body).encode()):
                assert key
                assert provider.read_event(raw).key == key

        check()
