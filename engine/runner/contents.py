"""From a queued row to what a provider is given: the template in the right language, placeholders in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from engine.providers.base import ListContent, MediaContent, OutgoingMessage, SessionContent, TemplateContent
from engine.runner.bodies import payload_of

LOCATION_LABELS = {"fr": "Envoyer ma position", "en": "Send my location"}
MEDIA_HEADERS = ("image", "video", "document")
PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")


def choose_template(
    templates: Mapping[tuple[str, str], RowMapping], name: str, language: str, default: str
) -> RowMapping | None:
    """The template in the contact's language, else its base or any variant of it, else the journey's; approved ones first."""
    of_name = {code: row for (other, code), row in templates.items() if other == name}
    for wanted in (language, default):
        base = wanted.replace("-", "_").split("_")[0]
        near = [code for code in (wanted.replace("-", "_"), base) if code in of_name]
        near += sorted(code for code in of_name if code.split("_")[0] == base)
        approved = [code for code in near if of_name[code]["status"] == "APPROVED"]
        if approved or near:
            return of_name[(approved or near)[0]]
    return None


def outgoing(row: Mapping[str, Any] | RowMapping, template: RowMapping | None, sender_number: str) -> OutgoingMessage:
    """What the provider is given for a claimed row."""
    content = _session(row) if template is None else _template(row, template)
    return OutgoingMessage(
        message_id=row["id"], channel=row["channel"], sender=sender_number, to=row["to"], content=content,
        purpose="marketing" if row["purpose"] == "marketing" else "service",
    )  # fmt: skip


def _session(row: Mapping[str, Any] | RowMapping) -> SessionContent:
    body = row["body"]
    buttons = tuple((payload_of(row["id"], button["id"]), button["title"]) for button in body.get("buttons", ()))
    link: Mapping[str, str] | None = body.get("link")
    return SessionContent(
        text=body["text"], buttons=buttons, media=_media(body), list=_list(row["id"], body.get("list")),
        link=(link["title"], link["url"]) if link else None,
        location_label=_location_label(body["language"]) if body.get("location_request") else "",
    )  # fmt: skip


def _list(message_id: str, written: Mapping[str, Any] | None) -> ListContent | None:
    if written is None:
        return None
    sections = tuple(
        (
            section["title"],
            tuple((payload_of(message_id, row["id"]), row["title"], row["description"]) for row in section["rows"]),
        )
        for section in written["sections"]
    )
    return ListContent(written["button"], sections)


def _location_label(language: str) -> str:
    """WhatsApp writes its own words on this button; other channels show ours."""
    return LOCATION_LABELS.get(language.replace("-", "_").split("_")[0], LOCATION_LABELS["en"])


def _media(body: Mapping[str, Any]) -> MediaContent | None:
    media: Mapping[str, Any] | None = body.get("media")
    return (media["kind"], media["url"], media.get("name", "")) if media else None


def _template(row: Mapping[str, Any] | RowMapping, template: RowMapping) -> TemplateContent:
    components: dict[str, Any] = template["components"]
    header: dict[str, Any] = components.get("header") or {}
    buttons: list[dict[str, Any]] = components.get("buttons") or []
    values: Mapping[str, str] = row["body"].get("values", {})
    header_names = placeholders_of(header.get("text", ""))
    return TemplateContent(
        name=template["name"],
        language=template["language"],
        header=tuple(f"header.{name}" if f"header.{name}" in values else name for name in header_names),
        body=tuple(placeholders_of(components.get("body", ""))),
        url_buttons=_url_buttons(buttons, values),
        quick_replies={
            place: payload_of(row["id"], button["title"])
            for place, button in enumerate(buttons) if button["kind"] == "quick_reply"
        },
        values=values,
        header_media=_media(row["body"]) if header.get("kind") in MEDIA_HEADERS else None,
        category=template["category"], written=components.get("body", ""),
    )  # fmt: skip


def _url_buttons(buttons: list[dict[str, Any]], values: Mapping[str, str]) -> dict[int, str]:
    """Place of each link button with a variable → the name of its value (`button.0`, or the placeholder's own name)."""
    named: dict[int, str] = {}
    for place, button in enumerate(buttons):
        names = placeholders_of(button.get("url", "")) if button["kind"] == "url" else []
        if names:
            named[place] = f"button.{place}" if f"button.{place}" in values else names[0]
    return named


def placeholders_of(text: str) -> list[str]:
    """Names in order of first appearance: `Bonjour {{name}}, {{1}}` → name, 1."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))
