"""A message on one line: its text, then what comes with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.card_words import w
from designer.phrasing import cut, one_line, one_line_of, quote
from designer.template_parts import HOLE, Templates, in_language, parts_of, value_key
from engine.journey.model import text_in
from engine.journey.steps.media import MediaFile
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate


def message_line(
    step: SendSession | SendTemplate,
    language: str,
    facts: Mapping[str, Any],
    tongues: tuple[str, str],
    templates: Templates,
) -> str:
    """The text, then what comes with it. `tongues`: the text's language, and the one to fall back on."""
    if isinstance(step, SendSession):
        text, file, buttons = one_line_of(text_in(step.text, *tongues), facts), step.media, len(step.buttons)
    else:
        text, file, buttons = _template_text(step, facts, *tongues, templates), step.header_media, 0
    more = _offered(step, language) if isinstance(step, SendSession) else []
    return _together(
        quote(cut(text), language) if text else "", _file(file, facts, language, tongues), _buttons(buttons, language),
        *more,
    )  # fmt: skip


def _template_text(
    step: SendTemplate, facts: Mapping[str, Any], text_language: str, default: str, templates: Templates
) -> str:
    found = in_language(templates, step.template, text_language, default)
    if found is None:
        return ""

    def value(place: Any) -> str:
        key = value_key(step.values, "body", place.group(1))
        return one_line_of(step.values[key], facts) if key else place.group(0)

    return one_line(HOLE.sub(value, parts_of(found[1]).body))


def _offered(step: SendSession, language: str) -> list[str]:
    """What stands under a free reply beside buttons, and what leaves in its place."""
    rows = w("list", language, count=str(len(step.list_.rows()))) if step.list_ else ""
    return [
        rows,
        w("link_button", language) if step.link_button else "",
        w("location_request", language) if step.location_request else "",
        w("fallback", language) if step.if_window_closed else "",
    ]


def _together(line: str, *more: str) -> str:
    """`« Merci ! » + image + 2 boutons`; what comes with a message stands behind a plus, also where no text does."""
    return " ".join([line, *(f"+ {part}" for part in more if part)]).strip()


def _buttons(count: int, language: str) -> str:
    if count == 0:
        return ""
    return w("one_button", language) if count == 1 else w("buttons", language, count=str(count))


def _file(media: MediaFile | None, facts: Mapping[str, Any], language: str, tongues: tuple[str, str]) -> str:
    """A file by its name, else by what it is."""
    if media is None:
        return ""
    return one_line_of(text_in(media.name, *tongues), facts) or w(media.kind, language)
