"""Copies of cards: arrows inside the copied group follow it, arrows that leave it are not copied."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from designer.editing.layout import positions
from designer.editing.outcome import CannotEdit, Definition
from designer.editing.places import STEP, TRIGGER, check_step_id, find_node, layout_key, lead, ports_of
from designer.editing.references import lead_references
from designer.editing.segments import bring_segment
from designer.editing.starting import NEW_STEPS, NEW_TRIGGERS


class Held(NamedTuple):
    """A card to copy. `segment`: the segment that an audience start names, as the journey `at_home` or another has it."""

    node: str
    part: Mapping[str, Any]
    at: Sequence[float]
    segment: Mapping[str, Any] | None = None
    at_home: bool = True


def copy_nodes(
    definition: Definition, nodes: Sequence[str], new_ids: Mapping[str, str], offset: Sequence[float]
) -> list[str]:
    """Copy cards of this journey; gives the ids of the copies."""
    places = positions(definition)
    found = [(node, find_node(definition, node), places.get(node, (0, 0))) for node in nodes]
    return _insert(definition, [Held(node, part, at) for node, part, at in found if part], new_ids, offset)


def paste_nodes(
    definition: Definition,
    nodes: Sequence[Mapping[str, Any]],
    new_ids: Mapping[str, str],
    offset: Sequence[float],
    *,
    source: str,
) -> list[str]:
    """Insert cards as the canvas drew them, of this or another journey (`source`, its key); each carries its
    `definition`, an audience start its `segment`. Their shape is checked with the whole definition afterwards."""
    for node in nodes:
        kind = str((node.get("definition") or {}).get("type"))
        if kind not in NEW_STEPS and kind not in NEW_TRIGGERS:
            raise CannotEdit("unknown_type", type=kind)
    at_home = source == definition.get("key")
    held = [Held(str(one["id"]), one["definition"], (one["x"], one["y"]), one.get("segment"), at_home) for one in nodes]
    return _insert(definition, held, new_ids, offset)


def _insert(
    definition: Definition, held: Sequence[Held], new_ids: Mapping[str, str], offset: Sequence[float]
) -> list[str]:
    made: list[str] = []
    copies = {one.node: new_ids[one.node] for one in held if one.node in new_ids}
    for one in held:
        new = copies.get(one.node)
        if new is None or find_node(definition, new) is not None:
            continue
        part = _retargeted(one.part, copies)
        if new.startswith(TRIGGER):
            bring_segment(definition, part, one.segment, at_home=one.at_home)
        _put(definition, new, part)
        x, y = one.at
        definition.setdefault("layout", {})[layout_key(new)] = [round(x + offset[0]), round(y + offset[1])]
        made.append(new)
    return made


def _retargeted(part: Mapping[str, Any], copies: Mapping[str, str]) -> dict[str, Any]:
    """What names a step of the group names its copy; arrows out of the group are cut."""
    fresh = copy.deepcopy(dict(part))
    steps = {node.removeprefix(STEP): new.removeprefix(STEP) for node, new in copies.items() if node.startswith(STEP)}
    lead_references(fresh, steps)
    for port in ports_of(fresh):
        lead(fresh, port.id, steps.get(port.to) if port.to else None)
    return fresh


def _put(definition: Definition, node: str, part: dict[str, Any]) -> None:
    if node.startswith(TRIGGER):
        part["id"] = check_step_id(node.removeprefix(TRIGGER))
        definition.setdefault("triggers", []).append(part)
    else:
        definition.setdefault("steps", {})[check_step_id(node.removeprefix(STEP))] = part
