"""WhatsApp's wire, written from Meta's documentation alone: what the Cloud API answers and posts."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any

from provider_wire import BUTTONS, LINK, LIST, LOCATION, NOW, SECRET, SESSION, TEMPLATE, ProvisioningWire
from wire_server import WireServer, say

from engine.providers.base import OutgoingMessage
from engine.providers.transport import Waits, open_client
from engine.providers.whatsapp_cloud.client import WhatsAppCloud
from engine.providers.whatsapp_cloud.settings import CloudSettings

ACCOUNT, NUMBER = "102290129340398", "106540352242922"
VERSION = "/v25.0"
SEND, MARKETING = f"{VERSION}/{NUMBER}/messages", f"{VERSION}/{NUMBER}/marketing_messages"
TEMPLATES, APPS, PHONE = (
    f"{VERSION}/{ACCOUNT}/message_templates",
    f"{VERSION}/{ACCOUNT}/subscribed_apps",
    f"{VERSION}/{NUMBER}",
)
QUICK, PATIENT = dt.timedelta(seconds=1), dt.timedelta(seconds=20)
STAMP = str(int(NOW.timestamp()))
WAMID = "wamid.HBgLMzM2MDAwMDAwMDEVAgASGA"


def make_cloud(url: str, secrets: tuple[str, ...] = (SECRET,), **settings: Any) -> WhatsAppCloud:
    chosen = {"verify_token": "our-word", **settings}
    given = CloudSettings("token", NUMBER, ACCOUNT, app_secrets=secrets, api_url=f"{url}{VERSION}", **chosen)
    return WhatsAppCloud(given, open_client(waits=Waits(connect=PATIENT, read=QUICK, pool=PATIENT)), lambda: NOW)


def error(status: int, code: int, details: str = "details", subcode: int | None = None, **headers: str) -> bytes:
    """The Graph API's error body."""
    told = {
        "message": f"(#{code}) A title", "type": "OAuthException", "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": details}, "fbtrace_id": "Az8or2yhqkZfEZ",
    }  # fmt: skip
    return say(status, {"error": told | ({"error_subcode": subcode} if subcode else {})}, **headers)


def change(field: str, value: Any, *, time: int | None = None) -> dict[str, Any]:
    """One webhook with one change."""
    entry: dict[str, Any] = {"id": ACCOUNT, "changes": [{"value": value, "field": field}]}
    return {"object": "whatsapp_business_account", "entry": [entry | ({"time": time} if time else {})]}


def value(**parts: Any) -> dict[str, Any]:
    """What every change of a number starts with."""
    about = {"display_phone_number": "+33 1 00 00 00 00", "phone_number_id": NUMBER}
    return {"messaging_product": "whatsapp", "metadata": about, **parts}


def message(kind: str = "text", content: Any = None, **fields: Any) -> dict[str, Any]:
    content = {"body": "Oui"} if content is None else content
    return {"from": "33600000001", "id": "wamid.in-1", "timestamp": STAMP, "type": kind, kind: content, **fields}


def inbound(*messages: dict[str, Any], **parts: Any) -> dict[str, Any]:
    contacts = [{"profile": {"name": "Amina"}, "wa_id": "33600000001"}]
    return change("messages", value(**{"contacts": contacts, "messages": list(messages), **parts}))


def status(word: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": WAMID, "status": word, "timestamp": STAMP, "recipient_id": "33600000001",
        "biz_opaque_callback_data": "msg-0001", **fields,
    }  # fmt: skip


def statuses(*told: dict[str, Any]) -> dict[str, Any]:
    return change("messages", value(statuses=list(told)))


def failure(code: int) -> dict[str, Any]:
    title = "A title"
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": "told"},
        "href": "https://x.example",
    }


def template(name: str, language: str = "fr", **fields: Any) -> dict[str, Any]:
    components = [{"type": "BODY", "text": "Bonjour {{1}}.", "example": {"body_text": [["Amina"]]}}]
    given = {"name": name, "language": language, "status": "APPROVED", "category": "UTILITY", "components": components}
    return {**given, "parameter_format": "POSITIONAL", "id": "1", **fields}


def page(*templates: dict[str, Any], after: str = "") -> bytes:
    paging: dict[str, Any] = {"cursors": {"before": "b", "after": after or "last"}}
    return say(
        200, {"data": list(templates), "paging": paging | ({"next": "https://graph.example/next"} if after else {})}
    )


def number(**fields: Any) -> bytes:
    return say(200, {
        "id": NUMBER, "display_phone_number": "+33 1 00 00 00 00", "verified_name": "Boutique", "status": "CONNECTED",
        "quality_rating": "GREEN", "name_status": "APPROVED", "throughput": {"level": "STANDARD"},
        "health_status": {"can_send_message": "AVAILABLE", "entities": []}, **fields,
    })  # fmt: skip


def subscribed(*apps: str) -> bytes:
    return say(200, {"data": [{"whatsapp_business_api_data": {"id": app, "name": app, "link": ""}} for app in apps]})


class CloudWire(ProvisioningWire):
    """The Cloud API."""

    send_path = SEND
    templates_path = TEMPLATES
    signature_headers = ("x-hub-signature-256",)
    keeps_messages = False

    def make_provider(self, url: str, secrets: tuple[str, ...] = (SECRET,)) -> WhatsAppCloud:
        return make_cloud(url, secrets)

    def prepare(self, server: WireServer) -> None:
        server.queue(PHONE, number())
        server.queue(APPS, subscribed("Parcours"))

    def accepted(self, provider_id: str) -> bytes:
        contacts = [{"input": "+33600000001", "wa_id": "33600000001"}]
        sent = [{"id": provider_id, "message_status": "accepted"}]
        return say(200, {"messaging_product": "whatsapp", "contacts": contacts, "messages": sent})

    def accepted_without_id(self) -> bytes:
        return say(200, {"messaging_product": "whatsapp", "contacts": [], "messages": []})

    def throttled(self, seconds: int) -> bytes:
        return error(429, 130429, Retry_After=str(seconds))

    def refused_for_good(self) -> bytes:
        return error(400, 131009)

    def forbidden(self) -> bytes:
        return error(401, 190)

    def template_page(self, name: str, *, more: bool) -> bytes:
        return page(template(name), after=f"after-{name}" if more else "")

    template_id = "572279198452421"
    change_path = f"{VERSION}/572279198452421"
    webhooks_path = APPS

    def shown_draft(self, *, status: str) -> bytes:
        listed = {"id": self.template_id, "name": "order_sent", "language": "pt_BR", "category": "UTILITY"}
        return say(200, {"data": [{**listed, "status": status, "components": _COMPONENTS}], "paging": {}})

    def template_taken(self) -> bytes:
        return say(200, {"id": self.template_id, "status": "PENDING", "category": "UTILITY", "success": True})

    def draft_payload(self, *, changed: bool) -> Any:
        common = {"components": _COMPONENTS, "message_send_ttl_seconds": 3600}
        identity = {"name": "order_sent", "language": "pt_BR", "category": "UTILITY", "parameter_format": "POSITIONAL"}
        return common if changed else identity | common

    def prepare_webhooks(self, server: WireServer, registered: str) -> None:
        app = {"whatsapp_business_api_data": {"id": "1", "name": "Parcours", "link": "https://x.example"}}
        override = {"override_callback_uri": registered} if registered else {}
        server.forget()
        server.queue(APPS, say(200, {"data": [app | override]}), say(200, {"success": True}))

    def told_address(self, server: WireServer) -> str:
        posted = [it.json for it in server.received if it.method == "POST" and it.path == APPS]
        assert all(it["verify_token"] == "our-word" for it in posted)
        return posted[-1]["override_callback_uri"] if posted else ""

    def sign(self, body: bytes, secret: str, at: dt.datetime) -> dict[str, str]:
        return {"x-hub-signature-256": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"}

    def inbound(self, provider_id: str, text: str) -> bytes:
        return json.dumps(inbound(message(content={"body": text}, id=provider_id)), ensure_ascii=False).encode()

    def inbound_location(self, provider_id: str, latitude: float, longitude: float, name: str) -> bytes:
        place = {"latitude": latitude, "longitude": longitude, "name": name}
        return json.dumps(inbound(message("location", place, id=provider_id))).encode()

    def receipt(self, provider_id: str, our_id: str, status_word: str) -> bytes:
        errors = {"errors": [failure(131026)]} if status_word == "failed" else {}
        told = status(status_word, id=provider_id, biz_opaque_callback_data=our_id, **errors)
        return json.dumps(statuses(told)).encode()

    def unknown_event(self) -> bytes:
        return json.dumps(change("teleport_update", {"to": "Mars", "deep": [1, {"x": None}]})).encode()

    def payload(self, sent: OutgoingMessage) -> Any:
        content = {
            id(SESSION.content): _TEXT, id(BUTTONS.content): _BUTTONS, id(TEMPLATE.content): _TEMPLATE,
            id(LIST.content): _LIST, id(LINK.content): _LINK, id(LOCATION.content): _LOCATION,
        }  # fmt: skip
        return {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "+33600000001",
            **content[id(sent.content)],
            "biz_opaque_callback_data": sent.message_id,
        }


_TEXT = {"type": "text", "text": {"body": "Bonjour"}}
_BUTTONS = {
    "type": "interactive",
    "interactive": {
        "type": "button",
        "body": {"text": "Alors ?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "p1|msg-0001|yes", "title": "Oui"}},
                {"type": "reply", "reply": {"id": "p1|msg-0001|no", "title": "Non"}},
            ]
        },
    },
}
_LIST = {
    "type": "interactive",
    "interactive": {
        "type": "list",
        "body": {"text": "Où ?"},
        "action": {
            "button": "Choisir",
            "sections": [
                {"title": "Nord", "rows": [{"id": "p1|msg-0001|lille", "title": "Lille", "description": "Gare"}]},
                {"title": "Sud", "rows": [{"id": "p1|msg-0001|nice", "title": "Nice"}]},
            ],
        },
    },
}
_LINK = {
    "type": "interactive",
    "interactive": {
        "type": "cta_url",
        "body": {"text": "Le plan"},
        "action": {
            "name": "cta_url",
            "parameters": {"display_text": "Ouvrir", "url": "https://shop.example/plan"},
        },
    },
}
_LOCATION = {
    "type": "interactive",
    "interactive": {
        "type": "location_request_message",
        "body": {"text": "Où êtes-vous ?"},
        "action": {"name": "send_location"},
    },
}
_TEMPLATE = {
    "type": "template",
    "template": {
        "name": "cart_reminder",
        "language": {"code": "fr_FR"},
        "components": [
            {"type": "header", "parameters": [{"type": "text", "parameter_name": "title", "text": "Panier"}]},
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "parameter_name": "name", "text": "Amina"},
                    {"type": "text", "parameter_name": "total", "text": "80 €"},
                ],
            },
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "0",
                "parameters": [{"type": "payload", "payload": "p1|msg-0001|later"}],
            },
            {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "c/42"}]},
        ],
    },
}
_COMPONENTS = [
    {"type": "HEADER", "format": "TEXT", "text": "Pedido {{1}}", "example": {"header_text": ["C-42"]}},
    {"type": "BODY", "text": "Olá {{1}}, o pedido {{2}} saiu hoje.", "example": {"body_text": [["Ana", "C-42"]]}},
    {"type": "FOOTER", "text": "Boutique"},
    {
        "type": "BUTTONS",
        "buttons": [
            {"type": "QUICK_REPLY", "text": "Onde está?"},
            {
                "type": "URL",
                "text": "Seguir",
                "url": "https://shop.example/{{1}}",
                "example": ["https://shop.example/o/42"],
            },
            {"type": "PHONE_NUMBER", "text": "Ligar", "phone_number": "+33100000000"},
        ],
    },
]
