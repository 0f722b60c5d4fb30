"""Templates as `GET /{business_account_id}/message_templates` lists them, in our form."""

from __future__ import annotations

from typing import cast

from engine.providers.base import ProviderTemplate
from engine.providers.fields import JsonObject, read_object, read_objects, read_text

FIELDS = "id,name,language,category,status,components,rejected_reason,quality_score,parameter_format"
_BUTTON_KINDS = {"QUICK_REPLY": "quick_reply", "URL": "url", "PHONE_NUMBER": "phone", "COPY_CODE": "copy_code"}
_COMPONENTS = frozenset({"HEADER", "BODY", "FOOTER", "BUTTONS"})


def read_template(body: JsonObject) -> ProviderTemplate:
    """One template in one language."""
    reason = read_text(body, "rejected_reason")
    quality = read_text(read_object(body, "quality_score"), "score").lower()
    return ProviderTemplate(
        name=read_text(body, "name"),
        language=read_text(body, "language").replace("-", "_"),
        category=read_text(body, "category").upper(),
        status=read_text(body, "status").upper() or "PENDING",
        components=read_components(read_objects(body, "components")),
        reason="" if reason == "NONE" else reason,
        quality="" if quality == "unknown" else quality,
        provider_id=read_text(body, "id"),
    )


def read_components(components: list[JsonObject]) -> JsonObject:
    """`{"header", "body", "footer", "buttons"}`. Carousels, offers and what is yet to come stand whole under `others`, so
    that a change in them is seen."""
    by_type = {read_text(component, "type").upper(): component for component in components}
    others = [component for component in components if read_text(component, "type").upper() not in _COMPONENTS]
    parts: JsonObject = {
        "header": _read_header(by_type.get("HEADER")),
        "body": read_text(by_type.get("BODY", {}), "text"),
        "footer": read_text(by_type.get("FOOTER", {}), "text"),
        "buttons": [_read_button(button) for button in read_objects(by_type.get("BUTTONS", {}), "buttons")],
    }
    return parts | {"others": others} if others else parts


def _read_header(component: JsonObject | None) -> JsonObject | None:
    """A text, or the kind of a file. WhatsApp's link to the sample changes with every listing, so it is left out: the
    template would seem to change each time."""
    if component is None:
        return None
    kind = read_text(component, "format").lower() or "text"
    return {"kind": kind, "text": read_text(component, "text")} if kind == "text" else {"kind": kind}


def _read_button(button: JsonObject) -> JsonObject:
    """`url`, `phone` and `code` hold what is behind the button; a kind of no list keeps its name, in lower case."""
    given = read_text(button, "type").upper()
    kind = _BUTTON_KINDS.get(given, given.lower())
    behind = {"url": {"url": read_text(button, "url")}, "phone": {"phone": read_text(button, "phone_number")},
              "copy_code": {"code": _first_text(button, "example")}}  # fmt: skip
    return {"kind": kind, "title": read_text(button, "text"), **behind.get(kind, {})}


def _first_text(part: JsonObject, name: str) -> str:
    """The text under `name`, or the first of a list of texts."""
    value = part.get(name)
    if isinstance(value, list) and value:
        return read_text({name: cast("list[object]", value)[0]}, name)
    return read_text(part, name)
