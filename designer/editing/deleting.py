"""Deleting cards, and healing the path: what led to a deleted step leads to the one clear step after it."""

from __future__ import annotations

from collections.abc import Sequence

from designer.editing.outcome import Definition
from designer.editing.places import (
    STEP,
    TRIGGER,
    arrows_into,
    layout_key,
    lead,
    steps_of,
    targets_of,
    triggers_of,
)


def delete_nodes(definition: Definition, nodes: Sequence[str]) -> None:
    """Ids that no longer exist are passed over: two people may delete the same card."""
    steps = {node.removeprefix(STEP) for node in nodes if node.startswith(STEP)}
    triggers = {node.removeprefix(TRIGGER) for node in nodes if node.startswith(TRIGGER)}
    if triggers:
        definition["triggers"] = [one for one in triggers_of(definition) if one.get("id") not in triggers]
    for step_id in steps & set(steps_of(definition)):
        _heal(definition, step_id, _clear_next(definition, step_id, steps))
    for step_id in steps:
        steps_of(definition).pop(step_id, None)
    for node in nodes:
        (definition.get("layout") or {}).pop(layout_key(node), None)


def _clear_next(definition: Definition, step_id: str, gone: set[str]) -> str | None:
    """The only step that follows, past others that go as well; None when there is none, or a choice."""
    seen: set[str] = set()
    here: str | None = step_id
    while here is not None and here in gone and here not in seen:
        seen.add(here)
        targets = targets_of(steps_of(definition).get(here) or {})
        here = targets[0] if len(targets) == 1 else None
    return None if here in gone else here


def _heal(definition: Definition, step_id: str, after: str | None) -> None:
    for node, part, port in list(arrows_into(definition, step_id)):
        lead(part, port, None if node == f"{STEP}{after}" else after)
