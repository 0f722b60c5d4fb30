"""Note something on the customer's record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from engine.journey.attributes import RecordField, excess_of
from engine.journey.effects import UpdateContact as Update
from engine.journey.passage import Move, Passage
from engine.journey.rendering import CannotRender
from engine.journey.state import Contact
from engine.journey.steps.base import Port, StepBase, TextUse

Plain = str | int | float | bool | None


class UpdateContact(StepBase):
    """`set: {style: sport}` writes attributes; a text may hold placeholders; `null` removes one. `name` and
    `language` are the contact's own fields."""

    type: Literal["update_contact"] = "update_contact"
    set: dict[RecordField, Plain] = Field(default_factory=dict)
    """Field of the record → its new value."""
    next: str | None = None
    """Where the way goes on."""

    def ports(self) -> list[Port]:
        return [Port("next", self.next)]

    def texts(self) -> list[TextUse]:
        return [
            TextUse(("set", name), value, 4096, "attribute")
            for name, value in self.set.items()
            if isinstance(value, str)
        ]

    def notes(self) -> list[str]:
        return list(self.set)

    def enter(self, passage: Passage) -> Move:
        try:
            changes = {name: passage.render(v) if isinstance(v, str) else v for name, v in self.set.items()}
        except CannotRender as problem:
            return self.leave("next", f"cannot_render:{problem.name}")
        return self.leave("next", save(passage, changes))


def save(passage: Passage, changes: Mapping[str, Plain]) -> str | None:
    """Write on the customer's record; the reason when it would hold too much, and then nothing is written."""
    after = replace(passage.contact, attributes=dict(passage.contact.attributes))
    apply_changes(after, changes)
    if (excess := excess_of(after.attributes)) is not None:
        return f"refused:{excess}"
    if changes:
        passage.say(Update(changes))
        apply_changes(passage.contact, changes)
    return None


def apply_changes(contact: Contact, changes: Mapping[str, Plain]) -> None:
    """Later steps of the same passage see the new values at once."""
    for name, value in changes.items():
        if name in ("name", "language"):
            setattr(contact, name, None if value is None else str(value))
        elif value is None:
            contact.attributes.pop(name, None)
        else:
            contact.attributes[name] = value
