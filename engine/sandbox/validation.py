"""The first stage of validation of `messages:send`: what is refused with HTTP 400 before anything is kept.

One function a rule; each yields the violations it finds (reference, sections 2.2 and 2.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import orjson

from .content import check_message
from .settings import SandboxSettings
from .wire import JsonObject, Violation, as_list, as_object, inside

ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
TTL = re.compile(r"(\d{1,12})s")
URL = re.compile(r"https?://[^\s/]+(/\S*)?")
FIELDS = frozenset(
    [
        "app_id",
        "recipient",
        "message",
        "callback_url",
        "channel_priority_order",
        "channel_properties",
        "message_metadata",
        "conversation_metadata",
        "conversation_metadata_update_strategy",
        "queue",
        "ttl",
        "processing_strategy",
        "correlation_id",
        "message_content_type",
    ]
)
ENUMS = {
    "queue": ("NORMAL_PRIORITY", "HIGH_PRIORITY"),
    "processing_strategy": ("DEFAULT", "DISPATCH_ONLY"),
    "conversation_metadata_update_strategy": ("REPLACE", "MERGE_PATCH"),
    "message_content_type": ("CONTENT_UNKNOWN", "CONTENT_MARKETING", "CONTENT_NOTIFICATION"),
}

Rule = Callable[[JsonObject, SandboxSettings, str], Iterator[Violation]]


def check_request(body: JsonObject, settings: SandboxSettings, processing_mode: str) -> list[Violation]:
    """Every broken rule of the first stage; empty when the request is accepted."""
    return [fault for rule in RULES for fault in rule(body, settings, processing_mode)]


def check_fields(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    for name in ("app_id", "recipient", "message"):
        if name not in body:
            yield Violation(name, "is required")
    for name in body.keys() - FIELDS:
        yield Violation(name, "is not a field of this request")


def check_app(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    app_id = body.get("app_id", "")
    if "app_id" in body and not (isinstance(app_id, str) and ULID.fullmatch(app_id)):
        yield Violation("app_id", "must be a ULID (26 characters)")


def check_recipient(body: JsonObject, _settings: SandboxSettings, mode: str) -> Iterator[Violation]:
    recipient = as_object(body.get("recipient"))
    if recipient is None:
        if "recipient" in body:
            yield Violation("recipient", "must be an object")
    elif len(recipient.keys() & {"contact_id", "identified_by"}) != 1:
        yield Violation("recipient", "must have exactly one of contact_id, identified_by")
    elif "contact_id" in recipient:
        yield from _check_contact(recipient["contact_id"], mode)
    else:
        yield from _check_identities(recipient["identified_by"])


def _check_contact(contact_id: object, mode: str) -> Iterator[Violation]:
    if mode == "DISPATCH":
        yield Violation("recipient.contact_id", "an app in DISPATCH mode has no contacts; use identified_by")
    elif not (isinstance(contact_id, str) and ULID.fullmatch(contact_id)):
        yield Violation("recipient.contact_id", "must be a ULID (26 characters)")


def _check_identities(value: object) -> Iterator[Violation]:
    path = "recipient.identified_by.channel_identities"
    identities = as_list((as_object(value) or {}).get("channel_identities"))
    if not identities:
        yield Violation(path, "must be a list of at least one channel identity")
    for index, found in enumerate(identities or []):
        identity = as_object(found) or {}
        for name in ("channel", "identity"):
            if not (isinstance(identity.get(name), str) and identity[name]):
                yield Violation(f"{path}[{index}].{name}", "is required, a string")


def check_channels(body: JsonObject, settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    order = body.get("channel_priority_order", [])
    if as_list(order) is None:
        yield Violation("channel_priority_order", "must be a list of channels")
    for channel in [*(as_list(order) or []), *_identity_channels(body)]:
        if channel not in settings.channels:
            yield Violation("channel_priority_order", f"channel {channel} is not configured on the app")


def _identity_channels(body: JsonObject) -> list[object]:
    known = as_object(inside(body, "recipient").get("identified_by")) or {}
    found = [as_object(identity) or {} for identity in as_list(known.get("channel_identities")) or []]
    return [identity["channel"] for identity in found if identity.get("channel")]


def check_properties(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    properties = as_object(body.get("channel_properties", {}))
    if properties is None:
        yield Violation("channel_properties", "must be a map of strings")
    for name, value in (properties or {}).items():
        if not isinstance(value, str) or len(value) > 1024:
            yield Violation(f"channel_properties.{name}", "must be a string of at most 1024 characters")


def check_texts(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    for name, limit in (("message_metadata", 1024), ("correlation_id", 128)):
        value = body.get(name, "")
        if not isinstance(value, str):
            yield Violation(name, "must be a string")
        elif len(value) > limit:
            yield Violation(name, f"must have at most {limit} characters, has {len(value)}")


def check_conversation_metadata(body: JsonObject, _settings: SandboxSettings, mode: str) -> Iterator[Violation]:
    value = as_object(body.get("conversation_metadata", {}))
    if value is None:
        yield Violation("conversation_metadata", "must be a JSON object")
    elif len(orjson.dumps(value)) > 2048:
        yield Violation("conversation_metadata", "must have at most 2048 characters as JSON")
    if mode == "CONVERSATION" and body.get("processing_strategy") == "DISPATCH_ONLY":
        for name in body.keys() & {"conversation_metadata", "correlation_id"}:
            yield Violation(name, "is not supported with processing_strategy DISPATCH_ONLY")


def check_enums(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    for name, words in ENUMS.items():
        if name in body and body[name] not in words:
            yield Violation(name, f"must be one of {', '.join(words)}")


def check_ttl(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    if "ttl" not in body:
        return
    found = TTL.fullmatch(body["ttl"]) if isinstance(body["ttl"], str) else None
    if not found or not 3 <= int(found[1]) <= 315_576_000_000:
        yield Violation("ttl", 'must be a string of seconds such as "86400s", from 3 to 315576000000')


def check_callback_url(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    value = body.get("callback_url", "")
    if value and not (isinstance(value, str) and URL.fullmatch(value) and len(value) <= 742):
        yield Violation("callback_url", "must be http://host[:port]/path of at most 742 characters")


def check_content(body: JsonObject, _settings: SandboxSettings, _mode: str) -> Iterator[Violation]:
    if "message" in body:
        yield from check_message(as_object(body["message"]), "message")


RULES: tuple[Rule, ...] = (
    check_fields,
    check_app,
    check_recipient,
    check_channels,
    check_properties,
    check_texts,
    check_conversation_metadata,
    check_enums,
    check_ttl,
    check_callback_url,
    check_content,
)
