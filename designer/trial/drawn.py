"""A message that left in the trial, as the phone shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from designer.preview import file_name, shown_instead
from designer.template_parts import HOLE, Templates, header_of, in_language, parts_of, value_key
from designer.trial.words import say
from engine.checker.templates import TemplateButton
from engine.journey.effects import Media, OptionList, Send
from engine.journey.happenings import Sent

if TYPE_CHECKING:
    from designer.components.phone import Button, Header, Message
    from designer.components.phone import Media as ShownMedia
    from designer.components.phone import OptionList as ShownList

KINDS = {"URL": "url", "PHONE_NUMBER": "phone", "PHONE": "phone", "COPY_CODE": "copy_code"}


def drawn(sent: Sent, templates: Templates, default_language: str, reader: str) -> Message:
    """What left: of a template the text of the library with the values that went along."""
    if sent.send.kind == "template":
        return _template(sent, templates, default_language, reader)
    send = sent.send
    message = _message(send, send.text, f"{say('session', reader)} · {send.language}")
    message["buttons"] = _offered(send)
    if send.media:
        message["media"] = cast("ShownMedia", _file(send.media))
    if send.list:
        message["list"] = _list(send.list)
    return message


def _message(send: Send, text: str, caption: str) -> Message:
    return {"id": send.message_id, "side": "business", "text": text, "status": "sent", "caption": caption}


def _offered(send: Send) -> list[Button]:
    buttons: list[Button] = [{"id": one.id, "title": one.title, "kind": "reply"} for one in send.buttons]
    if send.link:
        buttons.append({"id": "link", "title": send.link.title, "kind": "url", "url": send.link.url})
    if send.asks_location:
        buttons.append({"id": "location", "title": say("share_location", send.language), "kind": "location"})
    return buttons


def _list(sheet: OptionList) -> ShownList:
    return {
        "button": sheet.button,
        "sections": [
            {
                "title": held.title,
                "rows": [{"id": row.id, "title": row.title, "description": row.description} for row in held.rows],
            }
            for held in sheet.sections
        ],
    }


def _template(sent: Sent, templates: Templates, default_language: str, reader: str) -> Message:
    send = sent.send
    named = say("fallback" if sent.fell_back else "template", reader)
    found = in_language(templates, send.template, send.language, default_language)
    if found is None:
        message = _message(
            send, say("unknown_template", reader, name=send.template or ""), f"{named} · {send.template}"
        )
        message["buttons"] = [{"id": one.id, "title": one.title, "kind": "reply"} for one in sent.buttons]
        return message
    shown, template = found
    parts, values = parts_of(template), send.values
    same = shown.partition("_")[0] == send.language.partition("_")[0]
    language = shown if same else shown_instead(send.language, shown, reader)
    message = _message(send, _placed(parts.body, "body", values), f"{named} · {send.template} · {language}")
    message["footer"] = parts.footer
    message["header"] = _header(send, parts.header, header_of(template))
    message["buttons"] = [_button(place, one, values) for place, one in enumerate(parts.buttons)]
    return message


def _header(send: Send, text: str, held: Mapping[str, Any] | None) -> Header | None:
    if send.media:
        return cast("Header", _file(send.media))
    if text:
        return {"kind": "text", "text": _placed(text, "header", send.values)}
    if held is None:
        return None
    kind = str(held.get("kind") or held.get("format") or "document").lower()
    shown = kind if kind in ("image", "video", "location") else "document"
    return cast("Header", {"kind": shown, "url": held.get("url"), "name": str(held.get("name") or "")})


def _button(place: int, one: TemplateButton, values: Mapping[str, str]) -> Button:
    kind = KINDS.get(one.kind, "reply")
    if kind == "reply":
        return {"id": one.title, "title": one.title, "kind": "reply"}
    url = _placed(one.url, f"button.{place}", values)
    return cast("Button", {"id": str(place), "title": one.title, "kind": kind, "url": url})


def _file(media: Media) -> dict[str, str]:
    return {"kind": media.kind, "url": media.url, "name": media.name or file_name(media.url)}


def _placed(source: str, part: str, values: Mapping[str, str]) -> str:
    """A template's text with its values in their places; a place without one stays as it is written."""

    def value(name: str, written: str) -> str:
        key = value_key(values, part, name)
        return values[key] if key is not None else written

    return HOLE.sub(lambda found: value(found.group(1), found.group(0)), source)
