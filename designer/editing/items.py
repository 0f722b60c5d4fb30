"""Adding, removing and reordering the branches of a step, the buttons of a message and the choices of a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.places import free_id, need_node
from engine.journey.steps.send_session import BUTTONS_AT_MOST

Items = Literal["branches", "buttons", "choices", "paths"]
LABEL_OF: dict[str, str] = {"branches": "branch", "buttons": "button", "choices": "choice", "paths": "branch"}


def add_branch(definition: Definition, step_id: str, *, name: str = "", **fields: Any) -> Edited | Refused:
    """A new path, last; `name` gives its id a readable form (`Oui` → `oui`)."""
    return _add(definition, step_id, "branches", name or "path", fields)


def add_button(
    definition: Definition, step_id: str, title: str = "", *, items: Literal["buttons", "choices"] = "buttons"
) -> Edited | Refused:
    """A new reply button (or choice, which is one), last; refused beyond three."""
    name = title or LABEL_OF[items]
    return _add(definition, step_id, items, name, {"title": title}, at_most=BUTTONS_AT_MOST)


def remove_item(definition: Definition, step_id: str, items: Items, item_id: str) -> Edited | Refused:
    """Remove a branch, a button or a choice by its id."""

    def change(after: Definition) -> None:
        step = need_node(after, f"step:{step_id}")
        step[items] = [one for one in step.get(items) or [] if one.get("id") != item_id]

    return edited(definition, LABEL_OF[items], change)


def move_item(definition: Definition, step_id: str, items: Items, item_id: str, by: int) -> Edited | Refused:
    """Move one of them up (-1) or down (1): branches are asked in order."""

    def change(after: Definition) -> None:
        held: list[dict[str, Any]] = need_node(after, f"step:{step_id}").get(items) or []
        place = next((number for number, one in enumerate(held) if one.get("id") == item_id), None)
        if place is None:
            raise CannotEdit("no_path")
        held.insert(max(0, place + by), held.pop(place))

    return edited(definition, LABEL_OF[items], change)


def _add(
    definition: Definition, step_id: str, items: Items, name: str, fields: Mapping[str, Any], *, at_most: int = 50
) -> Edited | Refused:
    def change(after: Definition) -> None:
        held = need_node(after, f"step:{step_id}").setdefault(items, [])
        if len(held) >= at_most:
            raise CannotEdit("too_many_buttons")
        held.append({"id": free_id(name, (str(one.get("id")) for one in held)), **fields})

    return edited(definition, LABEL_OF[items], change)
