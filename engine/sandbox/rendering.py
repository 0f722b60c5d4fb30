"""What a message looks like on the phone: text, buttons and media."""

from __future__ import annotations

from typing import Any

import orjson

from .rendering_template import render_template
from .store import TO_CONTACT, Entry
from .templates import Catalogue
from .wire import JsonObject, format_time, inside, objects_in

ENDINGS = {"image": "jpg jpeg png webp gif", "video": "mp4 3gp", "audio": "mp3 ogg aac amr"}
KINDS = {ending: kind for kind, endings in ENDINGS.items() for ending in endings.split()}
TITLED = ("url_message", "call_message", "location_message", "calendar_message", "share_location_message")


def show_sent(entry: Entry, catalogue: Catalogue) -> JsonObject:
    """One sent message, the contract of `GET /sandbox/messages`."""
    request: JsonObject = orjson.loads(entry.content)
    message = message_for(request["message"], entry.channel)
    look = render(message, entry, catalogue)
    return {
        "id": entry.id,
        "to": entry.address,
        "channel": entry.channel,
        "at": format_time(entry.at),
        "status": entry.status,
        "kind": "template" if "template_message" in message else "session",
        "template": None,
        **look,
        "metadata": entry.metadata,
        "reason": entry.reason,
        "raw": request,
    }


def show_received(entry: Entry) -> JsonObject:
    """One message of the customer, for the phone page."""
    content: JsonObject = orjson.loads(entry.content)
    shown: JsonObject = {
        "id": entry.id,
        "from": entry.address,
        "channel": entry.channel,
        "at": format_time(entry.at),
    }
    return {**shown, "kind": "inbound", "text": "", "media": None, **content}


def show_entry(entry: Entry, catalogue: Catalogue) -> JsonObject:
    """Either way."""
    return show_sent(entry, catalogue) if entry.direction == TO_CONTACT else show_received(entry)


def message_for(message: JsonObject, channel: str) -> JsonObject:
    """The AppMessage a channel gets: its own explicit one when there is one."""
    own = inside(inside(message, "explicit_channel_omni_message"), channel)
    if "template_reference" in own:
        return {"template_message": {"omni_template": own["template_reference"]}}
    return own or message


def render(message: JsonObject, entry: Entry, catalogue: Catalogue) -> JsonObject:
    """text, buttons, media, and header, footer, cards where there are any."""
    look: JsonObject = {"text": "", "buttons": [], "media": None}
    if "template_message" in message:
        return look | render_template(message["template_message"], entry.channel, catalogue)
    for name, draw in DRAWERS.items():
        if name in message:
            return look | draw(message[name], entry.id)
    specific = inside(message, "channel_specific_message").get(entry.channel)
    return look | (_draw_flow(specific["message"]) if specific else {})


def kind_of(url: str) -> str:
    """image, video, audio or document, from the end of the address."""
    return KINDS.get(url.partition("?")[0].rpartition(".")[2].lower(), "document")


def _draw_text(part: JsonObject, _id: str) -> JsonObject:
    return {"text": part["text"]}


def _draw_media(part: JsonObject, _id: str) -> JsonObject:
    media = {"url": part["url"], "kind": kind_of(part["url"]), "caption": part.get("caption", "")}
    return {"media": {**media, "name": part.get("filename_override", "")}}


def _draw_choices(part: JsonObject, message_id: str) -> JsonObject:
    properties: JsonObject = inside(part, "message_properties")
    drawn: JsonObject = {"text": inside(part, "text_message").get("text", "")}
    drawn["buttons"] = [_draw_button(choice, message_id) for choice in objects_in(part, "choices")]
    return drawn | _draw_edges(properties)


def _draw_edges(properties: JsonObject) -> JsonObject:
    names = (("header", "whatsapp_header"), ("footer", "whatsapp_footer"))
    return {short: properties[name] for short, name in names if properties.get(name)}


def _draw_button(choice: JsonObject, message_id: str) -> JsonObject:
    if "text_message" in choice:
        title = choice["text_message"]["text"]
        return {"type": "reply", "title": title, "data": postback(choice, message_id, title)}
    kind = next(name for name in TITLED if name in choice)
    found: JsonObject = choice[kind]
    button: JsonObject = {"type": kind.removesuffix("_message"), "title": found["title"]}
    target = found.get("url") or found.get("phone_number") or found.get("fallback_url") or ""
    return {**button, "data": postback(choice, message_id, found["title"]), "url": target}


def postback(choice: JsonObject, message_id: str, title: str) -> str:
    """The choice's own data, else Sinch's default."""
    return choice.get("postback_data") or f"{message_id}_{title}"


def _draw_card(part: JsonObject, message_id: str) -> JsonObject:
    drawn = _draw_choices(part, message_id)
    drawn["text"] = _join(part, "title", "description")
    return drawn | (_draw_media(part["media_message"], message_id) if part.get("media_message") else {})


def _draw_carousel(part: JsonObject, message_id: str) -> JsonObject:
    cards = [{"media": None, **_draw_card(card, message_id)} for card in objects_in(part, "cards")]
    outer = _draw_choices(part, message_id)
    inner = [{**button, "card": index} for index, card in enumerate(cards) for button in objects_in(card, "buttons")]
    return {**outer, "cards": cards, "buttons": [*inner, *outer["buttons"]]}


def _draw_list(part: JsonObject, message_id: str) -> JsonObject:
    properties: JsonObject = inside(part, "message_properties")
    rows = [
        _draw_row(item, str(section.get("title", "")), message_id)
        for section in objects_in(part, "sections")
        for item in objects_in(section, "items")
    ]
    return {
        "text": _join(part, "title", "description"),
        "buttons": rows,
        "menu": properties.get("menu") or "Menu",
    } | _draw_edges(properties)


def _join(part: JsonObject, *names: str) -> str:
    return "\n".join(str(part[name]) for name in names if part.get(name))


def _draw_row(item: JsonObject, section: str, message_id: str) -> JsonObject:
    choice = inside(item, "choice") or {"title": inside(item, "product").get("id", "")}
    title = choice["title"]
    row = {"type": "row", "title": title, "data": postback(choice, message_id, title), "section": section}
    return {**row, "description": choice.get("description", "")}


def _draw_location(part: JsonObject, _id: str) -> JsonObject:
    place = part["coordinates"]
    return {"text": f"📍 {part['title']}\n{part.get('label') or ''}".strip(), "location": place}


def _draw_contact(part: JsonObject, _id: str) -> JsonObject:
    numbers = ", ".join(str(number["phone_number"]) for number in objects_in(part, "phone_numbers"))
    return {"text": f"👤 {part['name']['full_name']}\n{numbers}"}


def _draw_flow(flow: JsonObject) -> JsonObject:
    button = {"type": "flow", "title": flow.get("flow_cta", "Flow"), "data": flow.get("flow_id", "")}
    return {"text": inside(flow, "body").get("text", ""), "buttons": [button]}


DRAWERS: dict[str, Any] = {
    "text_message": _draw_text,
    "media_message": _draw_media,
    "choice_message": _draw_choices,
    "card_message": _draw_card,
    "carousel_message": _draw_carousel,
    "list_message": _draw_list,
    "location_message": _draw_location,
    "contact_info_message": _draw_contact,
}
