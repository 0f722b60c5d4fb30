"""Finding things in a definition. On the canvas a step is `step:<id>` and a trigger `trigger:<id>`; under `layout` a step
stands by its bare id and a trigger by its node id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from designer.editing.outcome import CannotEdit, Definition
from engine.journey.definition import ID_PATTERN
from engine.journey.keywords import fold
from engine.journey.steps import STEP_TYPES, Port

STEP, TRIGGER = "step:", "trigger:"


def steps_of(definition: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return definition.get("steps") or {}


def triggers_of(definition: Mapping[str, Any]) -> list[dict[str, Any]]:
    return definition.get("triggers") or []


def node_ids(definition: Mapping[str, Any]) -> list[str]:
    """Triggers first, then steps, in the order of the file."""
    triggers = [f"{TRIGGER}{trigger.get('id')}" for trigger in triggers_of(definition)]
    return [*triggers, *(f"{STEP}{step_id}" for step_id in steps_of(definition))]


def find_node(definition: Mapping[str, Any], node: str) -> dict[str, Any] | None:
    """The step or trigger behind a node id, or None."""
    if node.startswith(STEP):
        return steps_of(definition).get(node.removeprefix(STEP))
    wanted = node.removeprefix(TRIGGER)
    return next((trigger for trigger in triggers_of(definition) if trigger.get("id") == wanted), None)


def need_node(definition: Mapping[str, Any], node: str) -> dict[str, Any]:
    """Raises CannotEdit when it is gone."""
    found = find_node(definition, node)
    if found is None:
        raise CannotEdit("no_step")
    return found


def layout_key(node: str) -> str:
    return node.removeprefix(STEP)


def ports_of(part: Mapping[str, Any]) -> list[Port]:
    """The ways out of a step or trigger; a trigger has one. Empty for a step that cannot be read."""
    kind = STEP_TYPES.get(str(part.get("type")))
    if kind is None or "id" in part:
        return [Port("next", part.get("next"))]
    try:
        return kind.model_validate(part).ports()
    except ValidationError:
        return []


def targets_of(part: Mapping[str, Any]) -> list[str]:
    """Step ids that this part leads to, each once, in the order of its ports."""
    return list(dict.fromkeys(port.to for port in ports_of(part) if port.to))


def lead(part: dict[str, Any], port: str, to: str | None) -> None:
    """Lead one way out elsewhere, or nowhere. Raises CannotEdit when the step has no such way."""
    if port not in {way.id for way in ports_of(part)}:
        raise CannotEdit("no_path")
    holder, name = part, port
    if port.startswith("branch:"):
        wanted = port.removeprefix("branch:")
        holder, name = next(one for one in items_of(part) if one.get("id") == wanted), "next"
    if to is None:
        holder.pop(name, None)
    else:
        holder[name] = to


def items_of(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The paths of a step that names them: of a test by `paths`, of the others by `branches`."""
    return part.get("paths") or part.get("branches") or []


def arrows_into(definition: Definition, step_id: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    """(node id, step or trigger, port) of every arrow that leads to this step."""
    for node in node_ids(definition):
        part = need_node(definition, node)
        for port in ports_of(part):
            if port.to == step_id:
                yield node, part, port.id


def check_step_id(step_id: str) -> str:
    if not re.fullmatch(ID_PATTERN, step_id):
        raise CannotEdit("bad_id")
    return step_id


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """`« Oui ! »` → `oui`, or `oui_2` when that is taken: ids that a person can read in the file."""
    base = re.sub(r"[^a-z0-9]+", "_", fold(wanted)).strip("_")[:40] or "path"
    used, number, name = set(taken), 1, base
    while name in used:
        number += 1
        name = f"{base}_{number}"
    return name
