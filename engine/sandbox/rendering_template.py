"""A template with its parameters filled in, as the phone shows it."""

from __future__ import annotations

from .template_parameters import components_of, fill
from .templates import Catalogue
from .wire import JsonObject, as_list, as_object, inside

BUTTON_TYPES = {
    "QUICK_REPLY": "reply",
    "URL": "url",
    "PHONE_NUMBER": "call",
    "OTP": "copy",
    "COPY_CODE": "copy",
}


def render_template(part: JsonObject, channel: str, catalogue: Catalogue) -> JsonObject:
    """The template's name, and its texts when it is known; `part` is a template_message."""
    reference: JsonObject = inside(part, "channel_template").get(channel) or part.get("omni_template") or {}
    name, language = str(reference.get("template_id", "")), str(reference.get("language_code", ""))
    parameters: JsonObject = inside(reference, "parameters")
    template = catalogue.find(name, language)
    look: JsonObject = {"template": name, "language": language, "parameters": parameters}
    return look | (render_components(template.details, parameters) if template else {})


def render_components(details: JsonObject, parameters: JsonObject, prefix: str = "") -> JsonObject:
    """text, buttons, media, header, footer and cards of these components."""
    look: JsonObject = {"text": "", "buttons": [], "media": None}
    for component in components_of(details):
        match component.get("type"):
            case "HEADER":
                look |= _render_header(component, parameters, prefix)
            case "BODY":
                look["text"] = fill(component.get("text"), parameters, f"{prefix}body[{{}}]text")
            case "FOOTER":
                look["footer"] = component.get("text", "")
            case "BUTTONS":
                look["buttons"] = _render_buttons(as_list(component.get("buttons")) or [], parameters, prefix)
            case "CAROUSEL":
                look |= _render_cards(component, parameters, look["buttons"])
            case _:
                continue
    return look


def _render_header(component: JsonObject, parameters: JsonObject, prefix: str) -> JsonObject:
    form = str(component.get("format", "TEXT"))
    if form == "TEXT":
        return {"header": fill(component.get("text"), parameters, f"{prefix}header[{{}}]text")}
    if form == "LOCATION":
        name = parameters.get(f"{prefix}header[1]location.name", "")
        return {"header": f"📍 {name}".strip()}
    kind = form.lower()
    url = parameters.get(f"{prefix}header[1]{kind}.link", "")
    name = parameters.get(f"{prefix}header[1]{kind}.filename", "")
    return {"media": {"url": url, "kind": kind, "caption": "", "name": name}}


def _render_buttons(buttons: list[object], parameters: JsonObject, prefix: str) -> list[JsonObject]:
    found = [as_object(button) or {} for button in buttons]
    return [_render_button(button, parameters, f"{prefix}button[{index}]") for index, button in enumerate(found)]


def _render_button(button: JsonObject, parameters: JsonObject, key: str) -> JsonObject:
    kind, title = str(button.get("type")), str(button.get("text") or button.get("type", ""))
    drawn: JsonObject = {"type": BUTTON_TYPES.get(kind, kind.lower()), "title": title, "data": ""}
    if kind == "QUICK_REPLY":
        drawn["data"] = parameters.get(f"{key}quick_reply[1]payload") or title
    elif kind == "URL":
        drawn["url"] = fill(button.get("url"), parameters, f"{key}url[{{}}]text")
    elif kind == "PHONE_NUMBER":
        drawn["url"] = f"tel:{button.get('phoneNumber', '')}"
    elif kind in ("COPY_CODE", "OTP"):
        drawn["data"] = parameters.get(f"{key}copy_code[1]coupon_code") or parameters.get(f"{key}url[1]text", "")
    return drawn


def _render_cards(component: JsonObject, parameters: JsonObject, outer: list[JsonObject]) -> JsonObject:
    details = [as_object(card) or {} for card in as_list(component.get("cards")) or []]
    cards = [render_components(card, parameters, f"carousel[{index}]") for index, card in enumerate(details)]
    inner = [{**button, "card": index} for index, card in enumerate(cards) for button in card["buttons"]]
    return {"cards": cards, "buttons": [*outer, *inner]}
