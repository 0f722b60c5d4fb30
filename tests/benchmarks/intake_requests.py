"""What Sinch posts: customers' messages and receipts, signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

import orjson

from engine.sandbox.settings import SandboxSettings

SANDBOX = SandboxSettings()
NONCE = "01FJA8B4A7BM43YGWSG9GBV067"


def inbound(message_id: str, who: str, text: str = "Bonjour, où en est ma commande ?") -> bytes:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return orjson.dumps({
        "app_id": SANDBOX.app_id, "project_id": SANDBOX.project_id, "accepted_time": now, "event_time": now,
        "message": {
            "id": message_id, "direction": "TO_APP", "contact_message": {"text_message": {"text": text}},
            "channel_identity": {"channel": "WHATSAPP", "identity": who, "app_id": ""}, "conversation_id": "",
            "contact_id": "", "metadata": "", "accept_time": now, "sender_id": SANDBOX.sender_number,
            "processing_mode": "DISPATCH", "injected": False,
        },
        "message_metadata": "", "correlation_id": "",
    })  # fmt: skip


def report(message_id: str, provider_message_id: str, who: str, status: str, at: str) -> bytes:
    """`status`: `QUEUED_ON_CHANNEL`, `DELIVERED` or `READ`."""
    return orjson.dumps({
        "app_id": SANDBOX.app_id, "project_id": SANDBOX.project_id, "accepted_time": at, "event_time": at,
        "message_delivery_report": {
            "message_id": provider_message_id, "conversation_id": "", "contact_id": "", "status": status,
            "channel_identity": {"channel": "WHATSAPP", "identity": who, "app_id": ""}, "metadata": message_id,
            "processing_mode": "DISPATCH",
        },
        "message_metadata": message_id, "correlation_id": "",
    })  # fmt: skip


def signed_headers(body: bytes) -> dict[str, str]:
    moment = str(int(time.time()))  # noqa: TID251 — a provider signs with its own clock
    digest = hmac.new(SANDBOX.webhook_secret.encode(), body + f".{NONCE}.{moment}".encode(), hashlib.sha256).digest()
    return {
        "x-sinch-webhook-signature": base64.b64encode(digest).decode(),
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
        "x-sinch-webhook-signature-nonce": NONCE,
        "x-sinch-webhook-signature-timestamp": moment,
    }


def request(body: bytes, **headers: Any) -> bytes:
    """A whole HTTP request, as the provider's client writes it."""
    lines = {
        "host": "127.0.0.1", "user-agent": "Jetty/12", "accept": "*/*", "content-type": "application/json",
        "content-length": str(len(body)), **signed_headers(body), **headers,
    }  # fmt: skip
    head = "POST /webhooks/sinch HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return head.encode() + b"\r\n" + body
