"""The edits that the canvas sends, applied to a definition. Undo and redo are not among them: they need the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from designer.editing.copying import copy_nodes, paste_nodes
from designer.editing.deleting import delete_nodes
from designer.editing.layout import settle
from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.pairing import give_paths_to_buttons
from designer.editing.places import (
    STEP,
    TRIGGER,
    check_step_id,
    find_node,
    layout_key,
    lead,
    need_node,
    ports_of,
)
from designer.editing.starting import new_step, new_trigger

Op = Mapping[str, Any]


def apply(definition: Definition, op: Op) -> Edited | Refused:
    """One canvas op (`{"op": "add", …}`) on a definition. The given definition is never changed."""
    name = str(op.get("op"))
    change = _CHANGES.get(name)
    if change is None:
        return Refused("bad_op", {})

    def settled(after: Definition) -> list[str] | None:
        settle(after)
        return change(after, op)

    try:
        return edited(definition, name, settled)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return Refused("bad_op", {})  # the browser's word is not trusted: a malformed op changes nothing


def _add(definition: Definition, op: Op) -> list[str]:
    node, kind = str(op["id"]), str(op["type"])
    if find_node(definition, node) is not None:
        return [node]
    _place(definition, op.get("positions") or {})
    if node.startswith(TRIGGER):
        trigger_id = check_step_id(node.removeprefix(TRIGGER))
        definition.setdefault("triggers", []).append(new_trigger(trigger_id, kind))
    else:
        _add_step(definition, check_step_id(node.removeprefix(STEP)), kind, op.get("from"))
    definition["layout"][layout_key(node)] = [_number(op["x"]), _number(op["y"])]
    return [node]


def _add_step(definition: Definition, step_id: str, kind: str, origin: Op | None) -> None:
    step = new_step(kind)
    definition.setdefault("steps", {})[step_id] = step
    if origin is None:
        return
    before = need_node(definition, str(origin["node"]))
    port = str(origin["port"])
    after = next((way.to for way in ports_of(before) if way.id == port), None)
    lead(before, port, step_id)
    if kind == "wait_for_reply":
        give_paths_to_buttons(before, step)
    ways = [way for way in ports_of(step) if not way.id.startswith("branch:")] or ports_of(step)
    if ways and after is not None:
        lead(step, ways[0].id, after)


def _connect(definition: Definition, op: Op) -> None:
    node, target = str(op["node"]), str(op["target"])
    if not target.startswith(STEP):
        raise CannotEdit("to_start")
    if node == target:
        raise CannotEdit("to_itself")
    need_node(definition, target)
    lead(need_node(definition, node), str(op["port"]), target.removeprefix(STEP))


def _disconnect(definition: Definition, op: Op) -> None:
    lead(need_node(definition, str(op["node"])), str(op["port"]), None)


def _move(definition: Definition, op: Op) -> None:
    _place(definition, op["positions"])


def _delete(definition: Definition, op: Op) -> list[str]:
    delete_nodes(definition, [str(node) for node in op["ids"]])
    return []


def _duplicate(definition: Definition, op: Op) -> list[str]:
    return copy_nodes(definition, [str(node) for node in op["ids"]], op["new_ids"], op["offset"])


def _paste(definition: Definition, op: Op) -> list[str]:
    return paste_nodes(definition, op["nodes"], op["new_ids"], op["offset"], source=str(op.get("source")))


def _place(definition: Definition, places: Mapping[str, Any]) -> None:
    """Cards that someone else deleted meanwhile are not placed."""
    for node, (x, y) in places.items():
        if find_node(definition, node) is not None:
            definition["layout"][layout_key(node)] = [_number(x), _number(y)]


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e7:
        raise ValueError("a place on the canvas is two numbers")
    return round(value)


def connect(definition: Definition, node: str, port: str, target: str | None) -> Edited | Refused:
    """Lead a way out to a step (by its id), or nowhere; for forms and repairs."""
    if target is None:
        return apply(definition, {"op": "disconnect", "node": node, "port": port})
    return apply(definition, {"op": "connect", "node": node, "port": port, "target": f"{STEP}{target}"})


_CHANGES: dict[str, Callable[[Definition, Op], list[str] | None]] = {
    "add": _add,
    "connect": _connect,
    "disconnect": _disconnect,
    "move": _move,
    "tidy": _move,
    "delete": _delete,
    "duplicate": _duplicate,
    "paste": _paste,
}
