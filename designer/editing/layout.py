"""Where cards stand when nobody has placed them: layers from top to bottom, in pure Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from designer.editing.outcome import Definition
from designer.editing.places import STEP, TRIGGER, find_node, layout_key, node_ids, targets_of, triggers_of

Point: TypeAlias = tuple[float, float]
CARD_WIDTH, CARD_HEIGHT = 240, 84
ROW, COLUMN = 194, 300


def positions(definition: Mapping[str, Any]) -> dict[str, Point]:
    """A place for every node: its own where it has one, else below what leads to it, where nothing stands."""
    own = definition.get("layout") or {}
    placed = {node: _point(own[layout_key(node)]) for node in node_ids(definition) if layout_key(node) in own}
    missing = [node for node in node_ids(definition) if node not in placed]
    if not missing:
        return placed
    return layered(definition) if not placed else _fill(definition, placed, missing)


def settle(definition: Definition) -> None:
    """Write every place down, so that one moved card does not make the others jump."""
    layout = definition.setdefault("layout", {})
    for node, (x, y) in positions(definition).items():
        layout.setdefault(layout_key(node), [x, y])


def layered(definition: Mapping[str, Any]) -> dict[str, Point]:
    """Triggers on top; each step one row under the first that leads to it; a row is centred on the one above."""
    rows = _rows(definition)
    places: dict[str, Point] = {}
    for number, row in enumerate(rows):
        for place, node in enumerate(row):
            places[node] = (round((place - (len(row) - 1) / 2) * COLUMN), number * ROW)
    return places


def _rows(definition: Mapping[str, Any]) -> list[list[str]]:
    triggers = [f"{TRIGGER}{trigger.get('id')}" for trigger in triggers_of(definition)]
    depth = dict.fromkeys(triggers, 0)
    _walk(definition, triggers, depth)
    for node in node_ids(definition):
        if node not in depth:  # nothing leads here: it begins below everything else
            depth[node] = max(depth.values(), default=-1) + 1
            _walk(definition, [node], depth)
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node, row in depth.items():
        rows[row].append(node)
    return rows


def _walk(definition: Mapping[str, Any], starts: list[str], depth: dict[str, int]) -> None:
    pending = list(starts)
    while pending:
        node = pending.pop(0)
        part = find_node(definition, node)
        for target in targets_of(part) if part else []:
            child = f"{STEP}{target}"
            if child not in depth and find_node(definition, child) is not None:
                depth[child] = depth[node] + 1
                pending.append(child)


def _fill(definition: Mapping[str, Any], placed: dict[str, Point], missing: list[str]) -> dict[str, Point]:
    order = [node for row in _rows(definition) for node in row if node in missing]
    for node in order:
        placed[node] = free_spot(placed, *_below_parent(definition, placed, node))
    return placed


def _below_parent(definition: Mapping[str, Any], placed: Mapping[str, Point], node: str) -> Point:
    step_id = node.removeprefix(STEP)
    for parent, (x, y) in placed.items():
        part = find_node(definition, parent)
        if part is not None and step_id in targets_of(part):
            return x, y + ROW
    lowest = max((y for _, y in placed.values()), default=-ROW)
    return (0, lowest + ROW) if node.startswith(STEP) else (0, min((y for _, y in placed.values()), default=0) - ROW)


def free_spot(placed: Mapping[str, Point], x: float, y: float) -> Point:
    """The nearest free place to the right on the same row."""
    while any(_covers(point, x, y) for point in placed.values()):
        x += COLUMN
    return x, y


def make_room(definition: Definition, below: str, *, at_y: float) -> None:
    """Push a step and what follows it down, so that one card fits above it at `at_y`."""
    places = positions(definition)
    top = places.get(f"{STEP}{below}")
    if top is None or top[1] >= at_y + ROW:
        return
    shift, seen = at_y + ROW - top[1], {below}
    pending = [below]
    while pending:
        for target in targets_of(find_node(definition, f"{STEP}{pending.pop()}") or {}):
            if target not in seen:
                seen.add(target)
                pending.append(target)
    for step_id in seen:
        x, y = places.get(f"{STEP}{step_id}", (0, -ROW))
        if y >= top[1]:
            definition.setdefault("layout", {})[step_id] = [x, y + shift]


def _covers(point: Point, x: float, y: float) -> bool:
    return abs(point[0] - x) < CARD_WIDTH + 20 and abs(point[1] - y) < CARD_HEIGHT + 20


def _point(value: Any) -> Point:
    return value[0], value[1]
