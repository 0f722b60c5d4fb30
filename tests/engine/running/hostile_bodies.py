"""Bodies of webhooks as nobody should send them: true ones with some places replaced by what hurts parsers and databases."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

WHO, AT = "33600000001", "2026-01-05T10:00:00Z"
PARTY = {"channel": "WHATSAPP", "identity": WHO, "app_id": ""}
INBOUND = {
    "id": "01HX",
    "direction": "TO_APP",
    "channel_identity": PARTY,
    "accept_time": AT,
    "sender_id": "33100000000",
}


def _sinch(**inside: Any) -> dict[str, Any]:
    return {"app_id": "a", "project_id": "p", "accepted_time": AT, "event_time": AT, **inside}


def _said(**content: Any) -> dict[str, Any]:
    return _sinch(
        message={**INBOUND, "contact_message": {**content, "reply_to": {"message_id": "m1"}}, "metadata": "x"}
    )


SINCH: tuple[dict[str, Any], ...] = (
    _said(text_message={"text": "menu"}),
    _said(text_message={"text": "STOP"}, referral={"source_type": "ad", "source_id": "7", "ctwa_clid": "c"}),
    _said(choice_response_message={"message_id": "m1", "postback_data": "p1|m1|sport"}),
    _said(media_message={"url": "https://media.example/a.jpg", "caption": "menu"}),
    _said(location_message={"coordinates": {"latitude": 45.7, "longitude": 4.8}, "title": "Gare", "label": "Lyon"}),
    _sinch(message_delivery_report={
        "message_id": "m1", "status": "FAILED", "channel_identity": PARTY, "metadata": "ours",
        "reason": {"code": "RECIPIENT_NOT_REACHABLE", "channel_code": "131026", "description": "no"},
    }),
    _sinch(message_submit_notification={"message_id": "m1", "channel_identity": PARTY}),
    _sinch(opt_out_notification={"channel": "WHATSAPP", "identity": WHO, "status": "OPT_OUT_SUCCEEDED"}),
    _sinch(event={**INBOUND, "contact_event": {"composing_event": {}}}),
    {"type": "WHATSAPP_TEMPLATE_STATUS_UPDATED", "payload": {"name": "t", "language": "FR", "state": "REJECTED", "category": "UTILITY"}},
    {"type": "WHATSAPP_SENDER_QUALITY_CHANGED", "payload": {"phoneNumber": "33100000000", "details": {"qualityRating": "RED"}}},
)  # fmt: skip


def _change(value: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    told = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "33100000000", "phone_number_id": "1065"},
    }
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102", "time": 1767607200, "changes": [{"field": field, "value": {**told, **value}}]}],
    }


def _wrote(kind: str, content: Any) -> dict[str, Any]:
    message = {
        "from": WHO,
        "id": "wamid.1",
        "timestamp": "1767607200",
        "type": kind,
        kind: content,
        "context": {"id": "w"},
    }
    return _change({"contacts": [{"profile": {"name": "Amina"}, "wa_id": WHO}], "messages": [message]})


STATUS = {
    "id": "wamid.2", "status": "failed", "timestamp": "1767607200", "recipient_id": WHO, "biz_opaque_callback_data": "ours",
    "errors": [{"code": 131050, "title": "stopped", "error_data": {"details": "x"}}],
}  # fmt: skip
CLOUD: tuple[dict[str, Any], ...] = (
    _wrote("text", {"body": "menu"}), _wrote("button", {"payload": "p1|m1|sport", "text": "Sport"}),
    _wrote("interactive", {"type": "list_reply", "list_reply": {"id": "p1|m1|sport", "title": "Sport"}}),
    _wrote("location", {"latitude": 45.7, "longitude": 4.8, "name": "Gare"}), _wrote("image", {"id": "7", "caption": "menu"}),
    _wrote("reaction", {"message_id": "w", "emoji": "👍"}), _change({"statuses": [STATUS, {**STATUS, "status": "read"}]}),
    _change({"user_preferences": [
        {"wa_id": WHO, "timestamp": 1767607200, "category": "marketing_messages", "value": "stop"},
        {"wa_id": WHO, "timestamp": 1767607201, "category": "marketing_messages", "value": "resume"},
    ]}),
    _change({"event": "PAUSED", "message_template_name": "t", "message_template_language": "fr"}, "message_template_status_update"),
    _change({"event": "ACCOUNT_RESTRICTION", "restriction_info": [
        {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1767607200},
    ]}, "account_update"),
    _change({"max_daily_conversations_per_business": "TIER_1K"}, "business_capability_update"),
)  # fmt: skip


def nested(depth: int) -> Any:
    inner: Any = "x"
    for _ in range(depth):
        inner = {"a": [inner]}
    return inner


NOISE = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(400))
"""Longer than an entry of an index may be, and nothing that a database could pack together."""
HURTS: tuple[Any, ...] = (
    None, True, 0, -1, 7, 2**31, 2**63, -(2**63) - 1, 10**30, -(10**30), 10**400, 1e308, float("nan"), float("-inf"),
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud83d", "٣", "9" * 20, "-1", "1e9", "x" * 3_000, "é" * 100_000, NOISE, NOISE + "\x00", "menu", "STOP", "p1|",
    "|||", "{{ contact.name }}", "'; DROP TABLE message; --", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-02-30",
    [], {}, [[]], [None], [{}], {"": ""}, {"\x00": "\x00"}, ["x"] * 2_000, nested(120), nested(200), nested(450),
)  # fmt: skip


def places(part: Any, below: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of it."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in inside:
        yield (*below, name)
        yield from places(value, (*below, name))


def put(body: Any, place: Sequence[Any], value: Any) -> None:
    """In its place, where there still is one."""
    for name in place[:-1]:
        body = body[name] if _holds(body, name) else None
    if _holds(body, place[-1]):
        body[place[-1]] = value


def _holds(part: Any, name: Any) -> bool:
    return (isinstance(part, dict) and name in part) or (
        isinstance(part, list) and isinstance(name, int) and name < len(part)
    )


@st.composite
def bodies(draw: st.DrawFn, seeds: Sequence[dict[str, Any]]) -> bytes:
    """One of these, with one to four places replaced; as JSON, sometimes cut off."""
    body = copy.deepcopy(draw(st.sampled_from(seeds)))
    for place in draw(st.lists(st.sampled_from(list(places(body))), min_size=1, max_size=4)):
        put(body, place, copy.deepcopy(draw(st.sampled_from(HURTS))))
    text = json.dumps(body, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    return text if draw(st.integers(0, 9)) else text[: draw(st.integers(0, len(text)))]
