"""The keys under which events are remembered, and events that are malformed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some
from provider_wire import NOW
from sinch_wire import envelope, identity, inbound, report

from engine.providers.base import InboundMessage, ProviderEvent
from engine.providers.sinch.events import read_event
from engine.providers.sinch.webhooks import split_events


def read(event: dict[str, Any]) -> ProviderEvent:
    return read_event(json.dumps(event))


def read_inbound(content: dict[str, Any], **fields: Any) -> InboundMessage:
    event = read(inbound(content, **fields))
    assert isinstance(event, InboundMessage)
    return event


def key(event: dict[str, Any]) -> str:
    return split_events(json.dumps(event).encode())[0][0]


def test_a_retried_callback_has_the_same_key_though_it_was_accepted_anew() -> None:
    late = {"accepted_time": "2026-01-06T10:00:00Z"}

    assert key(report("DELIVERED")) == key(report("DELIVERED") | late) == "delivery:prov-1:DELIVERED:WHATSAPP"
    assert key(inbound({"text_message": {"text": "oui"}})) == "message:in-1"


def test_two_channels_that_fail_in_turn_are_two_events() -> None:
    first, second = (report("SWITCHING_CHANNEL", channel_identity=identity(channel)) for channel in ("RCS", "SMS"))

    assert key(first) != key(second)


def test_opting_out_again_is_another_event() -> None:
    notice = {"channel": "WHATSAPP", "identity": "33600000001", "status": "OPT_OUT_SUCCEEDED"}
    first = envelope(opt_out_notification=notice)
    again = envelope(NOW + dt.timedelta(days=1), opt_out_notification=notice)

    assert key(first) == "opt_out:WHATSAPP:33600000001:2026-01-05T10:00:00Z"
    assert key(first) != key(again)


def test_the_order_of_members_makes_no_other_event() -> None:
    event = envelope(contact_create_notification={"contact": {"id": "c", "name": "n"}})
    turned = dict(reversed(event.items()))

    assert key(event) == key(turned)
    assert key(event).startswith("sha256:")


def test_an_event_of_great_depth_has_a_key() -> None:
    body = b'{"deep": ' + b"[" * 500 + b"]" * 500 + b"}"

    ((unique, raw),) = split_events(body)

    assert read_event(raw).key == unique


PARTS = some.dictionaries(
    some.sampled_from(
        [
            "id",
            "status",
            "message_id",
            "direction",
            "channel_identity",
            "contact_message",
            "reason",
            "channel",
            "identity",
        ]
    ),
    some.none()
    | some.text(max_size=5)
    | some.integers()
    | some.dictionaries(some.text(max_size=3), some.text(max_size=3)),
)


@given(
    name=some.sampled_from(
        [
            "message",
            "message_delivery_report",
            "message_submit_notification",
            "opt_in_notification",
            "event",
            "unsupported_callback",
        ]
    ),
    part=PARTS | some.none() | some.lists(some.integers()),
)
@settings(max_examples=150, deadline=None)
def test_malformed_parts_are_refused_in_words_or_noted(name: str, part: Any) -> None:
    raw = json.dumps(envelope(**{name: part}))

    try:
        event = read_event(raw)
    except ValueError as problem:
        assert len(str(problem).split()) > 3
    else:
        assert event.key
