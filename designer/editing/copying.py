"""Copies of cards: arrows inside the copied group follow it, arrows that leave it are not copied."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from designer.editing.layout import positions
from designer.editing.outcome import CannotEdit, Definition
from designer.editing.places import STEP, TRIGGER, check_step_id, find_node, layout_key, lead, ports_of
from designer.editing.starting import NEW_STEPS, NEW_TRIGGERS


def copy_nodes(
    definition: Definition, nodes: Sequence[str], new_ids: Mapping[str, str], offset: Sequence[float]
) -> list[str]:
    """Copy cards of this journey; gives the ids of the copies."""
    places = positions(definition)
    found = [(node, find_node(definition, node), places.get(node, (0, 0))) for node in nodes]
    return _insert(definition, [(node, part, at) for node, part, at in found if part], new_ids, offset)


def paste_nodes(
    definition: Definition, nodes: Sequence[Mapping[str, Any]], new_ids: Mapping[str, str], offset: Sequence[float]
) -> list[str]:
    """Insert cards as the canvas drew them, of this or another journey; each carries its `definition`. Their shape is
    checked with the whole definition afterwards."""
    for node in nodes:
        kind = str((node.get("definition") or {}).get("type"))
        if kind not in NEW_STEPS and kind not in NEW_TRIGGERS:
            raise CannotEdit("unknown_type", type=kind)
    held = [(str(node["id"]), dict(node["definition"]), (node["x"], node["y"])) for node in nodes]
    return _insert(definition, held, new_ids, offset)


def _insert(
    definition: Definition,
    held: Iterable[tuple[str, dict[str, Any], Sequence[float]]],
    new_ids: Mapping[str, str],
    offset: Sequence[float],
) -> list[str]:
    made: list[str] = []
    for node, part, (x, y) in held:
        new = new_ids.get(node)
        if new is None or find_node(definition, new) is not None:
            continue
        _put(definition, new, _retargeted(part, new_ids))
        definition.setdefault("layout", {})[layout_key(new)] = [round(x + offset[0]), round(y + offset[1])]
        made.append(new)
    return made


def _retargeted(part: Mapping[str, Any], new_ids: Mapping[str, str]) -> dict[str, Any]:
    fresh = copy.deepcopy(dict(part))
    looked_at = new_ids.get(f"{STEP}{fresh.get('message')}")
    if fresh.get("type") == "branch_on_message" and looked_at:
        fresh["message"] = looked_at.removeprefix(STEP)
    for port in ports_of(fresh):
        new = new_ids.get(f"{STEP}{port.to}") if port.to else None
        lead(fresh, port.id, new.removeprefix(STEP) if new else None)
    return fresh


def _put(definition: Definition, node: str, part: dict[str, Any]) -> None:
    if node.startswith(TRIGGER):
        part["id"] = check_step_id(node.removeprefix(TRIGGER))
        definition.setdefault("triggers", []).append(part)
    else:
        definition.setdefault("steps", {})[check_step_id(node.removeprefix(STEP))] = part
