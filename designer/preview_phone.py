"""One section of the reading page as the messages of a phone. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from designer.preview import step_message
from designer.preview_answers import Said
from designer.preview_view import Grey, Section, Shown
from designer.template_parts import Templates
from designer.wording import say
from engine.journey.definition import Journey

if TYPE_CHECKING:
    from designer.components.phone import Message

# U+FE0E asks for the sign as text: as an emoji it would be a coloured square on some machines.
SIGNS = {"wait": "⏱\ufe0e", "note": "✎\ufe0e", "end": "■\ufe0e", "back": "↪\ufe0e", "way": "↳\ufe0e"}


def phone_messages(
    section: Section, journey: Journey, templates: Templates, *, language: str, reader: str
) -> list[Message]:
    """Business and customer in turn, grey lines between. `language` is the customer's, `reader` the person's."""
    return [
        _message(row, place, journey, templates, language=language, reader=reader)
        for place, row in enumerate(section.rows)
    ]


def _message(
    row: Shown | Said | Grey, place: int, journey: Journey, templates: Templates, *, language: str, reader: str
) -> Message:
    if isinstance(row, Grey):
        return {"id": f"line-{place}", "side": "system", "text": f"{SIGNS[row.kind]} {row.text}"}
    if isinstance(row, Said):
        return {"id": f"said-{place}", "side": "customer", "text": row.text, "tapped": row.tapped}
    sample = replace(row.sample, contact=replace(row.sample.contact, language=language))
    message = step_message(
        row.step_id, journey.steps[row.step_id], sample, default_language=journey.language, templates=templates,
        reader=reader, again=row.again, fallback=row.fallback,
    )  # fmt: skip
    assert message is not None, f"{row.step_id} sends a message"
    also = [say(reader, "aussi : {condition}", condition=one) for one in row.also]
    message["caption"] = " · ".join([row.number, message.get("caption", ""), *also])
    return message
