"""What leaves for WhatsApp: our messages in the form of `POST /{phone_number_id}/messages`. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from engine.providers.base import ListContent, MediaContent, OutgoingMessage, Rejected, SessionContent, TemplateContent
from engine.providers.fields import JsonObject
from engine.providers.placeholders import are_numbers, find_value, number_places


def build_send(message: OutgoingMessage) -> JsonObject:
    """The body of a send. `biz_opaque_callback_data` carries our id and comes back with every status. Raises Rejected when
    a placeholder has no value, or for a channel that is not WhatsApp."""
    if message.channel != "whatsapp":
        sentence = f"The WhatsApp Cloud API carries WhatsApp only; this message is for {message.channel}."
        raise Rejected(sentence, provider_code="channel")
    content = message.content
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_build_recipient(message.to),
        **(_build_template(content) if isinstance(content, TemplateContent) else _build_session(content)),
        "biz_opaque_callback_data": message.message_id,
    }


def _build_recipient(identity: str) -> JsonObject:
    """A number leaves with its plus, else Meta puts our own country code before it. A person who hides their number is
    named by a business-scoped user id, such as `FR.1349…`."""
    if is_user_id(identity):
        return {"recipient": identity}
    return {"to": f"+{identity.removeprefix('+')}"}


def is_user_id(identity: str) -> bool:
    """Two letters of a country, a dot, letters and digits."""
    return identity[2:3] == "." and identity[:2].isalpha()


# Free replies --------------------------------------------------------------------------------------------------------


def _build_session(content: SessionContent) -> JsonObject:
    interactive = _build_interactive(content)
    if interactive is not None:
        return {"type": "interactive", "interactive": interactive}
    if content.media is not None:
        caption = {"caption": content.text} if content.text else {}
        return {"type": content.media[0], content.media[0]: _build_media(content.media) | caption}
    preview = {"preview_url": True} if "://" in content.text else {}
    return {"type": "text", "text": {"body": content.text, **preview}}


def _build_interactive(content: SessionContent) -> JsonObject | None:
    """What can be touched: a list, a link, a request for the location, or reply buttons; under a file where there is one.
    None where nothing can be."""
    if content.list is not None:
        kind, action = "list", _build_list(content.list)
    elif content.link is not None:
        title, url = content.link
        kind, action = "cta_url", {"name": "cta_url", "parameters": {"display_text": title, "url": url}}
    elif content.location_label:  # WhatsApp writes its own words on this button
        kind, action = "location_request_message", {"name": "send_location"}
    elif content.buttons:
        kind, action = "button", {"buttons": [_build_reply(*button) for button in content.buttons]}
    else:
        return None
    header = {"header": _build_typed_media(content.media)} if content.media else {}
    return {"type": kind, **header, "body": {"text": content.text}, "action": action}


def _build_reply(payload: str, title: str) -> JsonObject:
    return {"type": "reply", "reply": {"id": payload, "title": title}}


def _build_list(written: ListContent) -> JsonObject:
    sections = [
        {**({"title": title} if title else {}), "rows": [_build_row(*row) for row in rows]}
        for title, rows in written.sections
    ]
    return {"button": written.button, "sections": sections}


def _build_row(payload: str, title: str, description: str) -> JsonObject:
    return {"id": payload, "title": title} | ({"description": description} if description else {})


def _build_typed_media(media: MediaContent) -> JsonObject:
    return {"type": media[0], media[0]: _build_media(media)}


def _build_media(media: MediaContent) -> JsonObject:
    """Only a document has a name to show."""
    kind, link, file_name = media
    return {"link": link} | ({"filename": file_name} if kind == "document" and file_name else {})


# Templates -----------------------------------------------------------------------------------------------------------


def _build_template(content: TemplateContent) -> JsonObject:
    components = build_components(content)
    template: JsonObject = {"name": content.name, "language": {"code": content.language.replace("-", "_")}}
    return {"type": "template", "template": template | ({"components": components} if components else {})}


def build_components(content: TemplateContent) -> list[JsonObject]:
    """Header, body and buttons, each only where it has something to fill. Buttons count from 0 among all buttons."""
    header = _build_texts(content, "header", content.header)
    if content.header_media is not None:
        header = [_build_typed_media(content.header_media)]
    body = _build_texts(content, "body", content.body)
    parts = [{"type": kind, "parameters": filled} for kind, filled in (("header", header), ("body", body)) if filled]
    return [*parts, *_build_button_parts(content)]


def _build_texts(content: TemplateContent, part: str, names: Sequence[str]) -> list[JsonObject]:
    """Numbered placeholders in the order of their numbers, named ones with their name. `header.1` is the `1` of the
    header."""
    bare = {name.removeprefix(f"{part}."): name for name in names}
    filled: list[JsonObject] = []
    for _, name in number_places(list(bare)):
        named = {} if are_numbers(list(bare)) else {"parameter_name": name}
        filled.append({"type": "text", **named, "text": find_value(content, part, bare[name])})
    return filled


def _build_button_parts(content: TemplateContent) -> list[JsonObject]:
    """A link's variable is always the last piece of the address, so it has no name."""
    parts: dict[int, JsonObject] = {}
    for place, name in content.url_buttons.items():
        text = find_value(content, "button", name, str(place))
        parts[place] = _button(place, "url", {"type": "text", "text": text})
    for place, payload in content.quick_replies.items():
        parts[place] = _button(place, "quick_reply", {"type": "payload", "payload": payload})
    return [part for _, part in sorted(parts.items())]


def _button(place: int, kind: str, parameter: JsonObject) -> JsonObject:
    return {"type": "button", "sub_type": kind, "index": str(place), "parameters": [parameter]}
