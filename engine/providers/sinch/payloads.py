"""What leaves for Sinch: our messages in the form of `messages:send`. Pure."""

from __future__ import annotations

from engine.providers.base import ListContent, MediaContent, OutgoingMessage, SessionContent, TemplateContent
from engine.providers.fields import JsonObject
from engine.providers.placeholders import find_value, number_places
from engine.providers.sinch.sms import add_fallback

MAP = "https://www.openstreetmap.org/"
"""Sinch asks for a page to open on channels that cannot share a location; WhatsApp can."""
CONTENT_TYPES = {"marketing": "CONTENT_MARKETING", "service": "CONTENT_NOTIFICATION"}


def build_send(message: OutgoingMessage, app_id: str, sms_sender: str = "") -> JsonObject:
    """The body of `messages:send`. Our id travels twice: `message_metadata` comes back with every receipt,
    and
    `correlation_id` also where the app retains it. `sms_sender`: the name under which the words may go by SMS instead. Raises Rejected when a placeholder has no value."""
    channel = message.channel.upper()
    identity = {"channel": channel, "identity": message.to.removeprefix("+")}
    body: JsonObject = {
        "app_id": app_id,
        "recipient": {"identified_by": {"channel_identities": [identity]}},
        "message": _build_content(message.content, channel),
        "channel_priority_order": [channel],
        "message_metadata": message.message_id,
        "correlation_id": message.message_id,
        "message_content_type": CONTENT_TYPES[message.purpose],
    }
    # On WhatsApp the app has one number; an SMS leaves from the sender that is named here.
    if channel == "SMS":
        return body | {"channel_properties": {"SMS_SENDER": message.sender}}
    return add_fallback(body, message, sms_sender)


def _build_content(content: TemplateContent | SessionContent, channel: str) -> JsonObject:
    if isinstance(content, SessionContent):
        return _build_session(content)
    template: JsonObject = {
        "template_id": content.name,
        "language_code": content.language.replace("-", "_"),
        "parameters": build_parameters(content),
    }
    return {"template_message": {"channel_template": {channel: template}}}


def _build_session(content: SessionContent) -> JsonObject:
    """A card is the one form that holds words and a file together; Sinch's media message has no caption."""
    choices = _build_choices(content)
    if content.media is not None and (content.text or choices):
        words = {"description": content.text} if content.text else {}
        card: JsonObject = {**words, "media_message": _build_media(content.media)}
        return {"card_message": card | ({"choices": choices} if choices else {})}
    if content.media is not None:
        return {"media_message": _build_media(content.media)}
    if content.list is not None:
        return {"list_message": _build_list(content.text, content.list)}
    if choices:
        return {"choice_message": {"text_message": {"text": content.text}, "choices": choices}}
    return {"text_message": {"text": content.text}}


def _build_choices(content: SessionContent) -> list[JsonObject]:
    """Reply buttons, a link or a request for the location: all are choices to Sinch."""
    if content.link is not None:
        title, url = content.link
        return [{"url_message": {"title": title, "url": url}}]
    if content.location_label:
        return [{"share_location_message": {"title": content.location_label, "fallback_url": MAP}}]
    return [{"text_message": {"text": title}, "postback_data": payload} for payload, title in content.buttons]


def _build_list(text: str, written: ListContent) -> JsonObject:
    """The words stand in `title`, which Sinch requires."""
    sections = [
        {**({"title": title} if title else {}), "items": [_build_row(*row) for row in rows]}
        for title, rows in written.sections
    ]
    return {"title": text, "sections": sections, "message_properties": {"menu": written.button}}


def _build_row(payload: str, title: str, description: str) -> JsonObject:
    told = {"description": description} if description else {}
    return {"choice": {"title": title, **told, "postback_data": payload}}


def _build_media(media: MediaContent) -> JsonObject:
    """Sinch tells the kind from the file itself."""
    _, link, file_name = media
    return {"url": link} | ({"filename_override": file_name} if file_name else {})


def build_parameters(content: TemplateContent) -> dict[str, str]:
    """Values under Sinch's keys: buttons count from 0, everything else from 1."""
    parameters = _build_header_media(content)
    for part, names in (("header", content.header), ("body", content.body)):
        for place, name in number_places(names):
            parameters[f"{part}[{place}]text"] = find_value(content, part, name)
    for place, name in content.url_buttons.items():
        parameters[f"button[{place}]url[1]text"] = find_value(content, "button", name, str(place))
    for place, payload in content.quick_replies.items():
        parameters[f"button[{place}]quick_reply[1]payload"] = payload
    return parameters


def _build_header_media(content: TemplateContent) -> dict[str, str]:
    if content.header_media is None:
        return {}
    kind, link, file_name = content.header_media
    named = {"header[1]document.filename": file_name} if kind == "document" and file_name else {}
    return {f"header[1]{kind}.link": link, **named}
