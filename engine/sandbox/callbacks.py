"""The events told to webhooks, in Sinch's envelope (reference, sections 4.3 to 4.7)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import orjson

from .delivery import Callback
from .store import Entry, Phone
from .wire import JsonObject, format_time

if TYPE_CHECKING:
    from .sandbox import Sandbox

SHUFFLE_SECONDS = 1.5


def tell(
    sandbox: Sandbox,
    trigger: str,
    event: tuple[str, JsonObject],
    *,
    at: datetime,
    message_metadata: str = "",
    correlation_id: str = "",
    callback_url: str = "",
) -> None:
    """Post one event to every webhook that listens, or to `callback_url` alone when the message named one."""
    body = orjson.dumps(
        {
            "app_id": sandbox.settings.app_id,
            "project_id": sandbox.settings.project_id,
            "accepted_time": format_time(sandbox.sources.now()),
            "event_time": format_time(at),
            event[0]: event[1],
            "message_metadata": message_metadata,
            "correlation_id": correlation_id,
        }
    )
    targets = [(hook.target, hook.secret) for hook in sandbox.webhooks.listening(trigger)]
    if callback_url:
        targets = [(callback_url, sandbox.settings.webhook_secret)]
    for target, secret in targets:
        _post(sandbox, target, secret, body)


def _post(sandbox: Sandbox, target: str, secret: str, body: bytes) -> None:
    behaviour, chance = sandbox.behaviour, sandbox.sources.chance
    copies = 2 if behaviour.duplicate and chance() < behaviour.duplicate else 1
    for _ in range(copies):
        pause = chance() * SHUFFLE_SECONDS if behaviour.shuffle else 0.0
        sandbox.courier.post(Callback(target, secret, body), pause)


def identity(channel: str, address: str) -> JsonObject:
    """A channel identity in a callback; `app_id` is an empty string for channels without app scope."""
    return {"channel": channel, "identity": address, "app_id": ""}


def processing_mode(entry: Entry) -> str:
    """The mode under which the message was handled."""
    return "CONVERSATION" if entry.retention == "conversation" else "DISPATCH"


def submit_event(entry: Entry, first: Phone) -> tuple[str, JsonObject]:
    """MESSAGE_SUBMIT, with the AppMessage as it was submitted."""
    message = orjson.loads(entry.content)["message"]
    return "message_submit_notification", {
        "message_id": entry.id,
        "conversation_id": entry.conversation_id,
        "channel_identity": identity(first.channel, first.address),
        "contact_id": entry.contact_id,
        "submitted_message": message,
        "metadata": entry.metadata,
        "processing_mode": processing_mode(entry),
    }


def report_event(entry: Entry, phone: Phone, status: str, reason: JsonObject | None) -> tuple[str, JsonObject]:
    """MESSAGE_DELIVERY."""
    report: JsonObject = {
        "message_id": entry.id,
        "conversation_id": entry.conversation_id,
        "status": status,
        "channel_identity": identity(phone.channel, phone.address),
        "contact_id": entry.contact_id,
        "metadata": entry.metadata,
        "processing_mode": processing_mode(entry),
    }
    return "message_delivery_report", (report | {"reason": reason} if reason else report)


def inbound_event(entry: Entry, sender_number: str) -> tuple[str, JsonObject]:
    """MESSAGE_INBOUND; `metadata` is that of the message answered, or what the channel tells of an ad."""
    return "message", {
        "id": entry.id,
        "direction": entry.direction,
        "contact_message": orjson.loads(entry.content)["contact_message"],
        "channel_identity": identity(entry.channel, entry.address),
        "conversation_id": entry.conversation_id,
        "contact_id": entry.contact_id,
        "metadata": entry.metadata,
        "accept_time": format_time(entry.at),
        "sender_id": sender_number,
        "processing_mode": processing_mode(entry),
        "injected": False,
    }
