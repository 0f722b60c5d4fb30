"""Understanding one event of Sinch. What moves nothing, or is unknown, is noted and kept whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from engine.providers.base import (
    InboundMessage,
    Noted,
    PreferenceChange,
    ProviderEvent,
    Receipt,
    ReceiptStatus,
)
from engine.providers.fields import JsonObject, parse_object, read_moment, read_object, read_text
from engine.providers.sinch.inbound import read_contact_message
from engine.providers.sinch.senders import read_news
from engine.providers.sinch.statuses import RECEIPT_STATUSES, explain_failure
from engine.providers.sinch.webhooks import make_key

UNTOLD = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When an event that moves nothing tells no time; Sinch uses the same moment for “never”."""

ENVELOPE = frozenset({"app_id", "project_id", "accepted_time", "event_time", "message_metadata", "correlation_id"})


class Occasion(NamedTuple):
    """What every event of ours starts with (`base.Arrived`)."""

    key: str
    at: dt.datetime
    channel: str
    sender: str
    identity: str


def read_event(raw: str) -> ProviderEvent:
    """Raises ValueError, in words, when a known event lacks what makes it one."""
    envelope = parse_object(raw)
    key = make_key(envelope, raw)
    for name, read in _READERS.items():
        if name in envelope:
            return read(envelope, name, key)
    return _note(envelope, min(envelope.keys() - ENVELOPE, default=""), key)


def _read_message(envelope: JsonObject, name: str, key: str) -> ProviderEvent:
    message = _require(envelope, name)
    if read_text(message, "direction") == "TO_CONTACT":
        return _note(envelope, name, key)
    occasion = _read_occasion(envelope, message, key, "accept_time")
    if not read_text(message, "id"):
        raise ValueError("the inbound message has no id")
    if not occasion.identity or not occasion.channel:
        raise ValueError("the inbound message does not say who wrote it (channel_identity)")
    written = InboundMessage(*occasion, provider_message_id=read_text(message, "id"), kind="unknown")
    return read_contact_message(written, message)


def _read_report(envelope: JsonObject, name: str, key: str) -> ProviderEvent:
    report = _require(envelope, name)
    status = RECEIPT_STATUSES.get(read_text(report, "status"))
    if status is None:
        return _note(envelope, name, key)
    receipt = _build_receipt(envelope, report, key, status)
    return _add_failure(receipt, read_object(report, "reason")) if status in ("failed", "switching") else receipt


def _read_submission(envelope: JsonObject, name: str, key: str) -> ProviderEvent:
    return _build_receipt(envelope, _require(envelope, name), key, "submitted")


def _build_receipt(envelope: JsonObject, report: JsonObject, key: str, status: ReceiptStatus) -> Receipt:
    message_id = read_text(report, "message_id")
    if not message_id:
        raise ValueError("the report does not say which message it is about (message_id)")
    # The correlation id is the same id of ours, where the app retains it.
    ours = read_text(report, "metadata") or read_text(envelope, "correlation_id") or None
    occasion = _read_occasion(envelope, report, key)
    return Receipt(*occasion, status=status, provider_message_id=message_id, message_id=ours)


def _add_failure(receipt: Receipt, reason: JsonObject) -> Receipt:
    code, channel_code = read_text(reason, "code"), read_text(reason, "channel_code")
    failure = explain_failure(code, channel_code, read_text(reason, "description"))
    return replace(
        receipt,
        code=code or "UNKNOWN",
        channel_code=channel_code,
        reason=failure.sentence,
        fault=failure.fault,
        scope=failure.scope,
        retryable=failure.retryable,
    )


def _read_preference(envelope: JsonObject, name: str, key: str) -> ProviderEvent:
    notice = _require(envelope, name)
    word = name.removesuffix("_notification").upper()
    if read_text(notice, "status") != f"{word}_SUCCEEDED":
        return _note(envelope, name, key)
    occasion = _read_occasion(envelope, notice, key)
    if not occasion.identity or not occasion.channel:
        raise ValueError(f"the {name} does not say whose it is (channel, identity)")
    return PreferenceChange(*occasion, given=word == "OPT_IN")


def _read_occasion(envelope: JsonObject, part: JsonObject, key: str, *times: str) -> Occasion:
    """`event_time` is the channel's own time; what follows is when Sinch took it."""
    at = read_moment(envelope, "event_time") or read_moment(part, *times) or read_moment(envelope, "accepted_time")
    if at is None:
        raise ValueError("the event tells no readable time (event_time, accepted_time)")
    return Occasion(key, at, *_read_party(part))


def _read_party(part: JsonObject) -> tuple[str, str, str]:
    """Channel, our number, the customer's id. Some notices name channel and identity without
    `channel_identity`."""
    party = read_object(part, "channel_identity")
    channel = read_text(party, "channel") or read_text(part, "channel")
    identity = read_text(party, "identity") or read_text(part, "identity")
    return channel.lower(), read_text(part, "sender_id"), identity


def _note(envelope: JsonObject, name: str, key: str) -> Noted:
    part = read_object(envelope, name)
    at = read_moment(envelope, "event_time", "accepted_time") or read_moment(part, "accept_time") or UNTOLD
    noted = Noted(key, at, *_read_party(part), what=_name_event(envelope, name, part))
    return read_news(noted, envelope)


def _name_event(envelope: JsonObject, name: str, part: JsonObject) -> str:
    """The event's own name, and the kind inside where it has kinds: `event:reaction_event`."""
    if read_text(envelope, "type") and "payload" in envelope:
        return f"provisioning:{read_text(envelope, 'type')}"
    insides = (
        next(iter(read_object(part, "contact_event")), ""),
        next(iter(read_object(part, "contact_message_event")), ""),
        read_text(read_object(part, "channel_event"), "event_type"),
        read_text(part, "status"),
        read_text(part, "direction") if name == "message" else "",
    )
    inside = next((word for word in insides if word), "")
    known = name if name in KNOWN else f"unknown:{name}"
    return f"{known}:{inside}" if inside else known


def _require(envelope: JsonObject, name: str) -> JsonObject:
    part = read_object(envelope, name)
    if not part:
        raise ValueError(f"the event “{name}” is not an object with content")
    return part


_READERS: dict[str, Callable[[JsonObject, str, str], ProviderEvent]] = {
    "message": _read_message,
    "message_delivery_report": _read_report,
    "message_submit_notification": _read_submission,
    "opt_in_notification": _read_preference,
    "opt_out_notification": _read_preference,
}

KNOWN = frozenset(_READERS) | {
    "message_redaction",
    "event",
    "event_delivery_report",
    "conversation_start_notification",
    "conversation_stop_notification",
    "conversation_delete_notification",
    "contact_create_notification",
    "contact_delete_notification",
    "contact_merge_notification",
    "contact_update_notification",
    "duplicated_contact_identities_notification",
    "capability_notification",
    "channel_event_notification",
    "smart_conversation_notification",
    "record_notification",
    "unsupported_callback",
}
