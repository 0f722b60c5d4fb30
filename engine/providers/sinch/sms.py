"""A second way for a WhatsApp message: the same words by SMS, where WhatsApp could not bring them. Pure.

Only what serves the customer goes that way, only in words, and only from a name: nobody can answer a name, so that no answer and
no STOP is lost on a channel to which no journey listens.
"""

from __future__ import annotations

import re

from engine.providers.base import OutgoingMessage, SessionContent, TemplateContent
from engine.providers.drafts import PLACEHOLDER
from engine.providers.fields import JsonObject
from engine.providers.placeholders import find_value

SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
LONGEST = 600
"""Characters; about four parts of an SMS, nine with letters beyond its small alphabet."""
NUMBER = re.compile(r"\+?[2-9][0-9]{6,14}")
"""With its country. Those that begin with 1 (United States, Canada and neighbours) take no names as senders."""


def add_fallback(body: JsonObject, message: OutgoingMessage, sender: str) -> JsonObject:
    """The body with SMS as the second channel, where that may be; unchanged elsewhere."""
    words = words_for_sms(message) if sender else ""
    if not words:
        return body
    identity = {"channel": "SMS", "identity": message.to.removeprefix("+")}
    identities = [*body["recipient"]["identified_by"]["channel_identities"], identity]
    explicit = {"explicit_channel_omni_message": {"SMS": {"text_message": {"text": words}}}}
    return {
        **body,
        "recipient": {"identified_by": {"channel_identities": identities}},
        "message": {**body["message"], **explicit},
        "channel_priority_order": [*body["channel_priority_order"], "SMS"],
        "channel_properties": {**body.get("channel_properties", {}), "SMS_SENDER": sender},
    }


def words_for_sms(message: OutgoingMessage) -> str:
    """What the SMS says; empty where none may leave."""
    if message.channel != "whatsapp" or message.purpose != "service" or not NUMBER.fullmatch(message.to):
        return ""
    content = message.content
    words = _of_template(content) if isinstance(content, TemplateContent) else _of_session(content)
    return words if len(words) <= LONGEST else ""


def _of_template(content: TemplateContent) -> str:
    """The body alone; WhatsApp may have made its template marketing."""
    if content.category.upper() == "MARKETING":
        return ""
    return PLACEHOLDER.sub(lambda found: find_value(content, "body", found.group(1)), content.written)


def _of_session(content: SessionContent) -> str:
    """What asks for a touch, or shows a file, is no SMS."""
    if content.buttons or content.list is not None or content.location_label or content.media is not None:
        return ""
    return f"{content.text} {content.link[1]}" if content.link else content.text
