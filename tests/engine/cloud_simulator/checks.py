"""What WhatsApp refuses of a message, by its documentation."""

from __future__ import annotations

import re
from typing import Any

from .wire import GraphError

NUMBER = re.compile(r"\+[1-9]\d{6,14}")
USER = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
FILES = ("image", "video", "document", "audio")
ENVELOPE = {"messaging_product", "recipient_type", "to", "recipient", "type", "biz_opaque_callback_data"}


def recipient_of(body: dict[str, Any]) -> str:
    """The digits, or the user id. Raises GraphError."""
    _need(body.get("messaging_product") == "whatsapp", 100, "messaging_product must be whatsapp")
    _need(len(str(body.get("biz_opaque_callback_data", ""))) <= 512, 100, "biz_opaque_callback_data is too long")
    to, user = body.get("to"), body.get("recipient")
    _need(bool(to or user), 100, "to or recipient is required")
    if to:
        _need(bool(NUMBER.fullmatch(str(to))), 131009, f"{to} is not a number with its country")
        return str(to)[1:]
    _need(bool(USER.fullmatch(str(user))), 131009, f"{user} is not a business-scoped user id")
    return str(user)


def check_content(body: dict[str, Any], templates: list[dict[str, Any]]) -> dict[str, Any]:
    """What the phone shows: `kind`, `text`, `buttons`, `media`, `template`. Raises GraphError."""
    kind = str(body.get("type", ""))
    part = body.get(kind)
    _need(isinstance(part, dict), 100, f"an object named {kind or 'type'} is required")
    _need(body.keys() <= ENVELOPE | {kind}, 100, f"unexpected: {sorted(body.keys() - ENVELOPE - {kind})}")
    assert isinstance(part, dict)
    if kind == "text":
        return _shown(text=_text(part, "body", 4096))
    if kind == "interactive":
        return _interactive(part)
    if kind == "template":
        return _template(part, templates)
    _need(kind in FILES, 131009, f"type {kind} is not supported")
    return _shown(text=str(part.get("caption", "")), media=_file(kind, part))


def _shown(**known: Any) -> dict[str, Any]:
    return {"kind": "session", "text": "", "buttons": [], "media": None, "template": None, **known}


def _interactive(part: dict[str, Any]) -> dict[str, Any]:
    kind, action = str(part.get("type")), part.get("action", {})
    header = part.get("header")
    offered = {"button": _replies, "list": _rows, "cta_url": _link, "location_request_message": _location}
    _need(kind in offered, 131009, f"interactive messages of type {kind} are not simulated")
    _need(not header or kind in ("button", "cta_url"), 131009, f"no file stands over a {kind}")
    media = _file(header["type"], header.get(header["type"], {})) if header else None
    text = _text(part.get("body", {}), "text", 4096 if kind == "list" else 1024)
    return _shown(text=text, buttons=offered[kind](action), media=media)


def _replies(action: dict[str, Any]) -> list[dict[str, Any]]:
    buttons = [button.get("reply", {}) for button in action.get("buttons", [])]
    _need(1 <= len(buttons) <= 3, 131009, "1 to 3 buttons")
    _need(len({button["id"] for button in buttons}) == len(buttons), 131009, "the ids of buttons must differ")
    for button in buttons:
        _text(button, "title", 20)
        _text(button, "id", 256)
    return [{"title": button["title"], "data": button["id"], "kind": "reply"} for button in buttons]


def _rows(action: dict[str, Any]) -> list[dict[str, Any]]:
    _text(action, "button", 20)
    sections = action.get("sections", [])
    _need(1 <= len(sections) <= 10, 131009, "1 to 10 sections")
    for section in sections:
        _need(bool(section.get("title")) or len(sections) == 1, 131009, "each of several sections needs a title")
        _need(len(section.get("title", "")) <= 24, 131009, "the title of a section is longer than 24")
    rows = [row for section in sections for row in section.get("rows", [])]
    _need(1 <= len(rows) <= 10, 131009, "1 to 10 rows in all")
    _need(len({row["id"] for row in rows}) == len(rows), 131009, "the ids of rows must differ")
    for row in rows:
        _text(row, "title", 24)
        _text(row, "id", 200)
        _need("description" not in row or 0 < len(row["description"]) <= 72, 131009, "a description: 1 to 72")
    return [{"title": row["title"], "data": row["id"], "kind": "row"} for row in rows]


def _link(action: dict[str, Any]) -> list[dict[str, Any]]:
    _need(action.get("name") == "cta_url", 131009, "the action is named cta_url")
    given = action.get("parameters", {})
    url = _text(given, "url", 2000)
    _need(url.startswith(("https://", "http://")), 131009, f"{url} is no address")
    return [{"title": _text(given, "display_text", 20), "data": url, "kind": "url"}]


def _location(action: dict[str, Any]) -> list[dict[str, Any]]:
    _need(action == {"name": "send_location"}, 131009, "the action is named send_location")
    return [{"title": "Send location", "data": "", "kind": "location"}]


def _file(kind: str, part: dict[str, Any]) -> dict[str, Any]:
    _need(bool(part.get("link")) != bool(part.get("id")), 131009, "link or id, one of them")
    _need(len(str(part.get("caption", ""))) <= 1024, 131009, "the caption is too long")
    return {"kind": kind, "url": part.get("link") or part.get("id"), "name": part.get("filename", "")}


# Templates -------------------------------------------------------------------------------------------------------------


def find_template(part: dict[str, Any], templates: list[dict[str, Any]]) -> dict[str, Any]:
    wanted = (part.get("name"), part.get("language", {}).get("code"))
    found = next((one for one in templates if (one["name"], one["language"]) == wanted), None)
    if found is None:
        raise GraphError(132001, f"template name ({wanted[0]}) does not exist in {wanted[1]}", http=404)
    _need(found["status"] != "PAUSED", 132015, "the template is paused because of its quality")
    _need(found["status"] == "APPROVED", 132016, f"the template is {found['status']}")
    return found


def _template(part: dict[str, Any], templates: list[dict[str, Any]]) -> dict[str, Any]:
    found = find_template(part, templates)
    given = {component["type"]: component for component in part.get("components", []) if component["type"] != "button"}
    texts = {
        one["type"].lower(): one.get("text", "") for one in found["components"] if one["type"] in ("HEADER", "BODY")
    }
    filled = {kind: _fill(kind, text, given.get(kind, {}).get("parameters", [])) for kind, text in texts.items()}
    buttons = next((one["buttons"] for one in found["components"] if one["type"] == "BUTTONS"), [])
    return _shown(
        kind="template", template=found["name"], text=filled.get("body", ""),
        buttons=_template_buttons(buttons, [one for one in part.get("components", []) if one["type"] == "button"]),
    )  # fmt: skip


def _fill(kind: str, text: str, parameters: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(PLACEHOLDER.findall(text)))
    _need(len(names) == len(parameters), 132000, f"{kind}: {len(parameters)} parameters for {len(names)} placeholders")
    by_name = {one.get("parameter_name", str(place)): one for place, one in enumerate(parameters, start=1)}
    _need(
        set(by_name) == set(names), 132000, f"{kind}: the parameters are named {sorted(by_name)}, not {sorted(names)}"
    )
    for one in parameters:
        value = str(one.get("text", ""))
        _need(value != "", 131008, f"{kind}: a parameter is empty")
        _need(
            not re.search(r"[\n\t]| {5}", value),
            132018,
            f"{kind}: a parameter has a new line, a tab or too many spaces",
        )
    return PLACEHOLDER.sub(lambda match: by_name[match.group(1)]["text"], text)


def _template_buttons(buttons: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_place = {int(one["index"]): one for one in given}
    shown: list[dict[str, Any]] = []
    for place, button in enumerate(buttons):
        filled = by_place.get(place)
        needed = button["type"] == "QUICK_REPLY" or "{{" in button.get("url", "")
        _need(
            not (filled and filled["sub_type"].upper() != button["type"]),
            132012,
            f"button {place} is a {button['type']}",
        )
        _need(bool(filled) or "{{" not in button.get("url", ""), 132000, f"button {place} needs its parameter")
        data = filled["parameters"][0].get("payload", "") if filled and needed else button["text"]
        shown.append({"title": button["text"], "data": data, "kind": button["type"].lower()})
    return shown


def _text(part: dict[str, Any], name: str, longest: int) -> str:
    value = part.get(name)
    _need(isinstance(value, str) and value != "", 131008, f"{name} is required")
    _need(len(str(value)) <= longest, 131009, f"{name} is longer than {longest}")
    return str(value)


def _need(holds: bool, code: int, details: str) -> None:
    if not holds:
        raise GraphError(code, details)
