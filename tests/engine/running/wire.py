"""Webhooks as Sinch sends them, for what the sandbox's own control does not offer."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from typing import Any

import orjson

from engine.clock import system_clock
from engine.ids import new_id
from engine.sandbox.settings import SandboxSettings

SECRET = "sandbox-webhook-secret"


def inbound(
    content: str | dict[str, Any], message_id: str = "01HXIN00000000000000000001", *, who: str = "33600000001",
    to: str | None = None, at: dt.datetime | None = None,
) -> bytes:  # fmt: skip
    """A customer's message: words, or a whole `contact_message`. `to`: which of our numbers they wrote to."""
    settings = SandboxSettings()
    said = {"text_message": {"text": content}} if isinstance(content, str) else content
    message = {
        "id": message_id, "direction": "TO_APP", "contact_message": said, "channel_identity": identity(who),
        "conversation_id": "", "contact_id": "", "metadata": "", "accept_time": moment(at),
        "sender_id": to or settings.sender_number, "processing_mode": "DISPATCH", "injected": False,
    }  # fmt: skip
    return envelope({"message": message}, at)


def customer_event(inside: dict[str, Any], *, who: str = "33600000001") -> bytes:
    """What a customer does that is no message: `{"contact_event": {"composing_event": {}}}`."""
    event = {
        "id": new_id(), "direction": "TO_APP", "channel_identity": identity(who), "contact_id": "",
        "conversation_id": "", "accept_time": moment(None), "processing_mode": "DISPATCH", **inside,
    }  # fmt: skip
    return envelope({"event": event})


def envelope(inside: dict[str, Any], at: dt.datetime | None = None) -> bytes:
    settings = SandboxSettings()
    return orjson.dumps({
        "app_id": settings.app_id, "project_id": settings.project_id, "accepted_time": moment(None),
        "event_time": moment(at), "message_metadata": "", "correlation_id": "", **inside,
    })  # fmt: skip


def identity(who: str) -> dict[str, str]:
    return {"channel": "WHATSAPP", "identity": who, "app_id": ""}


def moment(at: dt.datetime | None) -> str:
    return (at or system_clock()).strftime("%Y-%m-%dT%H:%M:%SZ")


def signed(body: bytes, secret: str = SECRET, *, at: dt.datetime | None = None) -> dict[str, str]:
    """The headers of a webhook that is signed now, or at this moment."""
    nonce, told_at = "01FJA8B4A7BM43YGWSG9GBV067", str(int((at or system_clock()).timestamp()))
    digest = hmac.new(secret.encode(), body + f".{nonce}.{told_at}".encode(), hashlib.sha256).digest()
    return {
        "x-sinch-webhook-signature": base64.b64encode(digest).decode(),
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
        "x-sinch-webhook-signature-nonce": nonce,
        "x-sinch-webhook-signature-timestamp": told_at,
    }
