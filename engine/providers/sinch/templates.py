"""Templates as the Provisioning API lists them, in our form."""

from __future__ import annotations

from engine.providers.base import ProviderTemplate
from engine.providers.fields import JsonObject, read_object, read_objects, read_text

# The edit's own status tells, as long as nothing is live at WhatsApp.
_STATUS_OF_EDIT = {"DRAFT": "DRAFT", "IN_PROGRESS": "PENDING", "REJECTED": "REJECTED"}
_BUTTON_KINDS = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "PHONE_NUMBER": "phone",
    "COPY_CODE": "copy_code",
}
_COMPONENTS = frozenset({"HEADER", "BODY", "FOOTER", "BUTTONS"})


def read_template(body: JsonObject) -> ProviderTemplate:
    """One template in one language. What is live counts; the pending edit only while nothing is."""
    edit = read_object(body, "changes")
    details = read_object(body, "details") or read_object(edit, "details")
    reason = read_text(body, "rejectionCode")
    return ProviderTemplate(
        name=read_text(body, "name"),
        language=read_language(read_text(body, "language")),
        category=read_text(body, "category").upper(),
        status=read_text(body, "state") or _STATUS_OF_EDIT.get(read_text(edit, "status"), "DRAFT"),
        components=read_components(read_objects(details, "components")),
        reason="" if reason == "NONE" else reason,
        quality=_read_quality(read_text(body, "qualityScore")),
    )


def read_language(code: str) -> str:
    """Provisioning writes `EN_US` or `EN`, messages must name `en_US` or `en`."""
    language, _, country = code.replace("-", "_").partition("_")
    return f"{language.lower()}_{country.upper()}" if country else language.lower()


def _read_quality(score: str) -> str:
    quality = score.removeprefix("QUALITY_SCORE_").lower()
    return "" if quality == "unknown" else quality


def read_components(components: list[JsonObject]) -> JsonObject:
    """`{"header", "body", "footer", "buttons"}`. Carousels, offers and what is yet to come stand whole under
    `others`, so that a change in them is seen."""
    by_type = {read_text(component, "type"): component for component in components}
    others = [component for component in components if read_text(component, "type") not in _COMPONENTS]
    parts: JsonObject = {
        "header": _read_header(by_type.get("HEADER")),
        "body": read_text(by_type.get("BODY", {}), "text"),
        "footer": read_text(by_type.get("FOOTER", {}), "text"),
        "buttons": [_read_button(button) for button in read_objects(by_type.get("BUTTONS", {}), "buttons")],
    }
    return parts | {"others": others} if others else parts


def _read_header(component: JsonObject | None) -> JsonObject | None:
    """A text, or a file with the sample that was shown to WhatsApp as its `url`."""
    if component is None:
        return None
    kind = read_text(component, "format").lower() or "text"
    if kind == "text":
        return {"kind": kind, "text": read_text(component, "text")}
    sample = read_text(read_object(component, "example"), "url")
    return {"kind": kind, "url": sample} if sample else {"kind": kind}


def _read_button(button: JsonObject) -> JsonObject:
    """`url`, `phone` and `code` hold what is behind the button; a kind of no list keeps its name, in lower
    case."""
    given = read_text(button, "type")
    kind = _BUTTON_KINDS.get(given, given.lower())
    behind = {"url": ("url", "url"), "phone": ("phone", "phoneNumber"), "copy_code": ("code", "example")}.get(kind)
    more = {behind[0]: read_text(button, behind[1])} if behind else {}
    return {"kind": kind, "title": read_text(button, "text"), **more}
