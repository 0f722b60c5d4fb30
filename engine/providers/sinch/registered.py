"""The webhooks of a Sinch app, from `GET /apps/{app_id}/webhooks`."""

from __future__ import annotations

from engine.providers.abilities import RegisteredWebhook
from engine.providers.fields import JsonObject, read_objects, read_text


def read_webhooks(body: JsonObject) -> list[RegisteredWebhook]:
    """Sinch's default target type, DISMISS, posts nothing."""
    return [_read(webhook) for webhook in read_objects(body, "webhooks")]


def _read(webhook: JsonObject) -> RegisteredWebhook:
    triggers = webhook.get("triggers")
    told = tuple(map(str, triggers)) if isinstance(triggers, list) else ()  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    is_posted = read_text(webhook, "target_type").startswith("HTTP")
    return RegisteredWebhook(read_text(webhook, "target"), told, is_posted)
