"""Sinch's wire, written from its documentation alone: what its API answers and posts."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

from provider_wire import ADDRESS, BUTTONS, LINK, LOCATION, NOW, SECRET, SESSION, TEMPLATE, ProvisioningWire
from provider_wire import LIST as CHOOSING
from wire_server import WireServer, say

from engine.providers.base import OutgoingMessage
from engine.providers.sinch.client import Sinch
from engine.providers.sinch.settings import SinchSettings
from engine.providers.transport import Waits, open_client

PROJECT, APP = "6f1f0c4e-0000-4000-8000-000000000000", "01HXAPP0000000000000000000"
BASE = f"/v1/projects/{PROJECT}"
SEND, APPS, LIST = f"{BASE}/messages:send", f"{BASE}/apps/{APP}", f"{BASE}/messages"
TEMPLATES, TOKEN = f"{BASE}/whatsapp/templates", "/oauth2/token"
QUICK, PATIENT = dt.timedelta(seconds=1), dt.timedelta(seconds=20)


def make_sinch(url: str, secrets: tuple[str, ...] = (SECRET,), now: dt.datetime = NOW) -> Sinch:
    settings = SinchSettings(PROJECT, APP, "key", "secret", api_url=url, webhook_secrets=secrets)
    return Sinch(settings, open_client(waits=Waits(connect=PATIENT, read=QUICK, pool=PATIENT)), lambda: now)


def token(value: str = "tok-1", seconds: int = 3600) -> bytes:
    return say(200, {"access_token": value, "expires_in": seconds, "scope": "", "token_type": "bearer"})


def error(status: int, word: str, message: str, **headers: str) -> bytes:
    body = {"error": {"code": status, "message": message, "status": word, "details": []}}
    return say(status, body, **headers)


def envelope(at: dt.datetime = NOW, **event: Any) -> dict[str, Any]:
    """One callback, with one event key."""
    stamp = at.isoformat().replace("+00:00", "Z")
    return {
        "app_id": APP,
        "project_id": PROJECT,
        "accepted_time": stamp,
        "event_time": stamp,
        **event,
        "message_metadata": "",
        "correlation_id": "",
    }


def identity(channel: str = "WHATSAPP", value: str = "33600000001") -> dict[str, str]:
    return {"channel": channel, "identity": value, "app_id": ""}


def inbound(content: dict[str, Any], **fields: Any) -> dict[str, Any]:
    message = {
        "id": "in-1",
        "direction": "TO_APP",
        "contact_message": content,
        "channel_identity": identity(),
        "conversation_id": "",
        "contact_id": "",
        "metadata": "",
        "accept_time": "2026-01-05T10:00:05.100Z",
        "sender_id": "33100000000",
        "processing_mode": "DISPATCH",
        "injected": False,
    }
    return envelope(message=message | fields)


def report(status: str, **fields: Any) -> dict[str, Any]:
    part = {
        "message_id": "prov-1",
        "conversation_id": "",
        "status": status,
        "channel_identity": identity(),
        "contact_id": "",
        "metadata": "msg-0001",
        "processing_mode": "DISPATCH",
    }
    return envelope(message_delivery_report=part | fields)


def reason(code: str, channel_code: str = "") -> dict[str, str]:
    return {
        "code": code,
        "description": "told",
        "sub_code": "UNSPECIFIED_SUB_CODE",
        "channel_code": channel_code,
    }


class SinchWire(ProvisioningWire):
    """The Conversation API."""

    send_path = SEND
    templates_path = TEMPLATES
    keeps_messages = True
    signature_headers = (
        "x-sinch-webhook-signature",
        "x-sinch-webhook-signature-nonce",
        "x-sinch-webhook-signature-timestamp",
    )

    def make_provider(self, url: str, secrets: tuple[str, ...] = (SECRET,)) -> Sinch:
        return make_sinch(url, secrets)

    def prepare(self, server: WireServer) -> None:
        server.queue(TOKEN, token())
        kept = {"retention_type": "PERSIST_RETENTION_POLICY"}
        app = {"id": APP, "display_name": "Parcours", "processing_mode": "CONVERSATION", "retention_policy": kept}
        server.queue(APPS, say(200, app))
        server.queue(LIST, say(200, {"messages": []}))

    def accepted(self, provider_id: str) -> bytes:
        return say(200, {"message_id": provider_id, "accepted_time": "2026-01-05T10:00:00.123Z"})

    def accepted_without_id(self) -> bytes:
        return say(200, {"accepted_time": "2026-01-05T10:00:00.123Z"})

    def throttled(self, seconds: int) -> bytes:
        return error(429, "RESOURCE_EXHAUSTED", "too many requests", Retry_After=str(seconds))

    def refused_for_good(self) -> bytes:
        return error(400, "INVALID_ARGUMENT", "Invalid argument")

    def forbidden(self) -> bytes:
        return error(403, "PERMISSION_DENIED", "not your project")

    def template_page(self, name: str, *, more: bool) -> bytes:
        listed = {
            "name": name,
            "language": "FR",
            "category": "UTILITY",
            "state": "APPROVED",
            "details": {"components": []},
        }
        return say(200, {"templates": [listed], "nextPageToken": f"after-{name}" if more else ""})

    template_id = ""
    change_path = f"{TEMPLATES}/order_sent/languages/PT_BR"
    webhooks_path = f"{APPS}/webhooks"

    def shown_draft(self, *, status: str) -> bytes:
        listed = {
            "name": "order_sent",
            "language": "PT_BR",
            "category": "UTILITY",
            "state": status,
            "details": _DETAILS,
        }
        return say(200, {"templates": [listed], "nextPageToken": ""})

    def template_taken(self) -> bytes:
        pending = {"status": "IN_PROGRESS", "details": _DETAILS}
        return say(201, {"name": "order_sent", "language": "PT_BR", "category": "UTILITY", "changes": pending})

    def draft_payload(self, *, changed: bool) -> Any:
        common = {"status": "SUBMIT", "details": _DETAILS}
        return common if changed else {"name": "order_sent", "language": "PT_BR", "category": "UTILITY", **common}

    def prepare_webhooks(self, server: WireServer, registered: str) -> None:
        triggers = ["MESSAGE_INBOUND", "MESSAGE_DELIVERY", "MESSAGE_SUBMIT", "OPT_IN", "OPT_OUT", "CHANNEL_EVENT"]
        hook = {"id": "hook-1", "app_id": APP, "target": registered, "target_type": "HTTP", "secret": SECRET}
        server.queue(self.webhooks_path, say(200, {"webhooks": [hook | {"triggers": triggers}] if registered else []}))
        theirs = {"id": "hook-2", "target": ADDRESS, "triggers": ["ALL"]}
        listed = say(200, {"webhooks": [theirs], "totalSize": 1})
        server.queue(f"{BASE}/webhooks", *([] if registered else [say(200, hook | {"target": ADDRESS})]), listed)
        server.queue(f"{BASE}/webhooks/hook-1", say(200, hook | {"target": ADDRESS}))
        server.queue(f"{BASE}/webhooks/hook-2", say(200, theirs))

    def told_address(self, server: WireServer) -> str:
        posted = [
            it for it in server.received if it.method in ("POST", "PATCH") and it.path.startswith(f"{BASE}/webhooks")
        ]
        told = [it.json["target"] for it in posted if "target_type" in it.json]
        return told[-1] if told else ""

    def sign(self, body: bytes, secret: str, at: dt.datetime) -> dict[str, str]:
        nonce, timestamp = "01FJA8B4A7BM43YGWSG9GBV067", str(int(at.timestamp()))
        digest = hmac.new(secret.encode(), body + f".{nonce}.{timestamp}".encode(), hashlib.sha256).digest()
        return {
            "x-sinch-webhook-signature": base64.b64encode(digest).decode(),
            "x-sinch-webhook-signature-algorithm": "HmacSHA256",
            "x-sinch-webhook-signature-nonce": nonce,
            "x-sinch-webhook-signature-timestamp": timestamp,
        }

    def inbound(self, provider_id: str, text: str) -> bytes:
        return json.dumps(inbound({"text_message": {"text": text}}, id=provider_id)).encode()

    def inbound_location(self, provider_id: str, latitude: float, longitude: float, name: str) -> bytes:
        place = {"coordinates": {"latitude": latitude, "longitude": longitude}, "title": name, "label": ""}
        return json.dumps(inbound({"location_message": place}, id=provider_id)).encode()

    def receipt(self, provider_id: str, our_id: str, status: str) -> bytes:
        word = {"sent": "QUEUED_ON_CHANNEL"}.get(status, status.upper())
        why = {"reason": reason("CHANNEL_REJECT")} if status == "failed" else {}
        return json.dumps(report(word, message_id=provider_id, metadata=our_id, **why)).encode()

    def unknown_event(self) -> bytes:
        return json.dumps(envelope(teleport_notification={"to": "Mars", "deep": [1, {"x": None}]})).encode()

    def payload(self, message: OutgoingMessage) -> Any:
        content = {
            id(SESSION.content): _TEXT, id(BUTTONS.content): _CHOICES, id(TEMPLATE.content): _TEMPLATE,
            id(CHOOSING.content): _LIST, id(LINK.content): _LINK, id(LOCATION.content): _LOCATION,
        }  # fmt: skip
        return {
            "app_id": APP,
            "recipient": {
                "identified_by": {"channel_identities": [{"channel": "WHATSAPP", "identity": "33600000001"}]}
            },
            "message": content[id(message.content)],
            "channel_priority_order": ["WHATSAPP"],
            "message_metadata": message.message_id,
            "correlation_id": message.message_id,
            "message_content_type": "CONTENT_MARKETING" if message.purpose == "marketing" else "CONTENT_NOTIFICATION",
        }


_TEXT = {"text_message": {"text": "Bonjour"}}
_CHOICES = {
    "choice_message": {
        "text_message": {"text": "Alors ?"},
        "choices": [
            {"text_message": {"text": "Oui"}, "postback_data": "p1|msg-0001|yes"},
            {"text_message": {"text": "Non"}, "postback_data": "p1|msg-0001|no"},
        ],
    }
}
_LIST = {
    "list_message": {
        "title": "Où ?",
        "sections": [
            {
                "title": "Nord",
                "items": [{"choice": {"title": "Lille", "description": "Gare", "postback_data": "p1|msg-0001|lille"}}],
            },
            {"title": "Sud", "items": [{"choice": {"title": "Nice", "postback_data": "p1|msg-0001|nice"}}]},
        ],
        "message_properties": {"menu": "Choisir"},
    }
}
_LINK = {
    "choice_message": {
        "text_message": {"text": "Le plan"},
        "choices": [{"url_message": {"title": "Ouvrir", "url": "https://shop.example/plan"}}],
    }
}
_LOCATION = {
    "choice_message": {
        "text_message": {"text": "Où êtes-vous ?"},
        "choices": [
            {
                "share_location_message": {
                    "title": "Envoyer ma position",
                    "fallback_url": "https://www.openstreetmap.org/",
                }
            }
        ],
    }
}
_TEMPLATE = {
    "template_message": {
        "channel_template": {
            "WHATSAPP": {
                "template_id": "cart_reminder",
                "language_code": "fr_FR",
                "parameters": {
                    "header[1]text": "Panier",
                    "body[1]text": "Amina",
                    "body[2]text": "80 €",
                    "button[1]url[1]text": "c/42",
                    "button[0]quick_reply[1]payload": "p1|msg-0001|later",
                },
            }
        }
    }
}
_DETAILS = {
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Pedido {{1}}", "example": "C-42"},
        {"type": "BODY", "text": "Olá {{1}}, o pedido {{2}} saiu hoje.", "examples": ["Ana", "C-42"]},
        {"type": "FOOTER", "text": "Boutique"},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Onde está?"},
                {
                    "type": "URL",
                    "text": "Seguir",
                    "url": "https://shop.example/{{1}}",
                    "example": "https://shop.example/o/42",
                },
                {"type": "PHONE_NUMBER", "text": "Ligar", "phoneNumber": "+33100000000"},
            ],
        },
    ],
    "messageSendTtlSeconds": 3600,
}
