"""Every event of the Conversation API, understood or kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from provider_wire import NOW
from sinch_wire import envelope, identity, inbound, reason, report

from engine.providers.base import InboundMessage, Noted, PreferenceChange, ProviderEvent, Receipt
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


# Receipts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("QUEUED_ON_CHANNEL", "sent"),
        ("DELIVERED", "delivered"),
        ("READ", "read"),
        ("FAILED", "failed"),
        ("SWITCHING_CHANNEL", "switching"),
    ],
)
def test_each_delivery_status_has_its_receipt(word: str, status: str) -> None:
    event = read(report(word))

    assert isinstance(event, Receipt)
    assert (event.status, event.message_id, event.provider_message_id) == (status, "msg-0001", "prov-1")
    assert (event.channel, event.identity) == ("whatsapp", "33600000001")


def test_a_status_of_tomorrow_is_noted() -> None:
    event = read(report("FORWARDED"))

    assert isinstance(event, Noted)
    assert event.what == "message_delivery_report:FORWARDED"


def test_a_failure_says_why_and_whom_it_concerns() -> None:
    event = read(report("FAILED", reason=reason("CHANNEL_REJECT", "131026")))

    assert isinstance(event, Receipt)
    assert (event.code, event.channel_code) == ("CHANNEL_REJECT", "131026")
    assert (event.fault, event.scope, event.retryable) == ("person", "person", False)
    assert "no WhatsApp on this number" in event.reason


def test_a_failure_without_a_reason_is_still_a_failure() -> None:
    event = read(report("FAILED"))

    assert isinstance(event, Receipt)
    assert (event.status, event.code, event.fault) == ("failed", "UNKNOWN", "moment")


def test_our_id_is_also_found_in_the_correlation_id() -> None:
    event = read(report("DELIVERED", metadata="") | {"correlation_id": "msg-0001"})

    assert isinstance(event, Receipt)
    assert event.message_id == "msg-0001"


def test_a_receipt_of_somebody_elses_message_has_no_id_of_ours() -> None:
    event = read(report("DELIVERED", metadata=""))

    assert isinstance(event, Receipt)
    assert event.message_id is None


def test_a_submission_is_a_receipt() -> None:
    part = {
        "message_id": "prov-1",
        "channel_identity": identity(),
        "submitted_message": {},
        "metadata": "msg-0001",
    }

    event = read(envelope(message_submit_notification=part))

    assert isinstance(event, Receipt)
    assert (event.status, event.message_id) == ("submitted", "msg-0001")


# Preferences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "given_"), [("opt_in", True), ("opt_out", False)])
def test_a_preference_given_at_the_provider_counts(word: str, given_: bool) -> None:
    notice = {"channel": "VIBERBM", "identity": "33600000001", "status": f"{word.upper()}_SUCCEEDED"}

    event = read(envelope(**{f"{word}_notification": notice}))

    assert isinstance(event, PreferenceChange)
    assert (event.given, event.channel, event.identity, event.at) == (given_, "viberbm", "33600000001", NOW)


def test_a_preference_that_failed_changes_nothing() -> None:
    notice = {"channel": "WHATSAPP", "identity": "33600000001", "status": "OPT_IN_FAILED"}

    assert isinstance(read(envelope(opt_in_notification=notice)), Noted)


# What moves nothing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (
            {"event": {"contact_event": {"composing_event": {}}, "channel_identity": identity()}},
            "event:composing_event",
        ),
        ({"event": {"contact_message_event": {"reaction_event": {"emoji": "👍"}}}}, "event:reaction_event"),
        ({"contact_create_notification": {"contact": {}}}, "contact_create_notification"),
        ({"unsupported_callback": {"channel": "WHATSAPP", "payload": "{}"}}, "unsupported_callback"),
        (
            {"smart_conversation_notification": {"channel_identity": "33600000001"}},
            "smart_conversation_notification",
        ),
        (
            {"event_delivery_report": {"event_id": "e", "status": "DELIVERED"}},
            "event_delivery_report:DELIVERED",
        ),
        (
            {"channel_event_notification": {"channel_event": {"event_type": "WHATS_APP_QUALITY_RATING_CHANGED"}}},
            "channel_event_notification:WHATS_APP_QUALITY_RATING_CHANGED",
        ),
        ({"teleport_notification": {}}, "unknown:teleport_notification"),
        ({}, "unknown:"),
    ],
)
def test_what_moves_nothing_is_noted_by_name(event: dict[str, Any], what: str) -> None:
    noted = read(envelope(**event))

    assert isinstance(noted, Noted)
    assert (noted.what, noted.at) == (what, NOW)


def test_a_provisioning_webhook_without_a_time_is_noted() -> None:
    noted = read({"type": "WHATSAPP_TEMPLATE_APPROVED", "payload": {"name": "order_update"}})

    assert isinstance(noted, Noted)
    assert noted.what == "provisioning:WHATSAPP_TEMPLATE_APPROVED"
