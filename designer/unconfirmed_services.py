"""Sends without confirmation, for the live page: what they say, and what a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from designer.draft_model import Desk
from designer.journey_services import known_templates
from designer.template_parts import HOLE, Templates, parts_of, value_key
from engine.journey.model import text_in
from storage import unconfirmed
from storage.core import Refused
from storage.database import reading, writing
from storage.templates import list_templates
from storage.unconfirmed import Unconfirmed

Decision: TypeAlias = Literal["resend", "drop"]


def unconfirmed_in(desk: Desk, journey_id: str | None = None) -> list[Unconfirmed]:
    """Of one journey, or of the whole house."""
    with reading(desk.database) as connection:
        return unconfirmed.list_unconfirmed(connection, journey_id=journey_id)


def all_templates(desk: Desk) -> Templates:
    """For the texts of messages of every journey."""
    with reading(desk.database) as connection:
        return known_templates(list_templates(connection))


def decide(desk: Desk, message_id: str, decision: Decision) -> Refused | None:
    """Send it again, or let it be; refused when an answer came meanwhile."""
    act = unconfirmed.resend if decision == "resend" else unconfirmed.drop
    with writing(desk.database) as connection:
        return act(connection, message_id=message_id, by=desk.by, at=desk.clock())


def text_of(body: Mapping[str, Any], templates: Templates) -> str:
    """What the customer would read; the template's name where its text is not known."""
    name = body.get("template")
    if name is None:
        return str(text_in(body.get("text"), body.get("language"), ""))
    language = str(body.get("language", ""))
    known = templates.get((name, language)) or next((one for (held, _), one in templates.items() if held == name), None)
    values = body.get("values") or {}
    return _filled(parts_of(known).body, values) if known else str(name)


def _filled(text: str, values: Mapping[str, Any]) -> str:
    def value(hole: Any) -> str:
        key = value_key(values, "body", hole.group(1))
        return hole.group(0) if key is None else str(values[key])

    return HOLE.sub(value, text)
