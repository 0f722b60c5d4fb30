"""Reads what the browser sent. Pure; the browser's word is checked, and what is no edit is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

from designer.components.canvas.contract import CanvasEvents, Command, CommandName, Operation, Outbox


def events_from(state: object) -> CanvasEvents:
    """Events in a canvas's session state (``st.session_state.get(key)``) or in what mounting it returned."""
    held = _mapping(state)
    return CanvasEvents(
        operations=_outbox(held.get("ops")),
        selection=_words(held.get("selection")),
        command=_command(held.get("command")),
    )


def fresh_operations(events: CanvasEvents, acknowledged: Mapping[str, int]) -> list[Operation]:
    """Edits that have not been applied yet, in order."""
    after = acknowledged.get(events.operations.client, 0)
    return [item for item in events.operations.items if item["seq"] > after]


def acknowledge(acknowledged: Mapping[str, int], events: CanvasEvents) -> dict[str, int]:
    """What to acknowledge once ``fresh_operations`` have been applied: highest ``seq`` by client."""
    client = events.operations.client
    last = max((item["seq"] for item in events.operations.items), default=0)
    if not client or last <= acknowledged.get(client, 0):
        return dict(acknowledged)
    return {**acknowledged, client: last}


def _outbox(value: object) -> Outbox:
    held = _mapping(value)
    client = held.get("client")
    if not isinstance(client, str):
        return Outbox()
    items = [cast("Operation", item) for item in _list(held.get("items")) if _is_operation(item)]
    return Outbox(client=client, items=sorted(items, key=lambda item: item["seq"]))


def _command(value: object) -> Command | None:
    held = _mapping(value)
    known = held.get("name") in get_args(CommandName) and isinstance(held.get("nonce"), str)
    return cast("Command", held) if known else None


def _is_operation(item: object) -> bool:
    held = _mapping(item)
    fields = _FIELDS.get(str(held.get("op")))
    if fields is None or not _is_int(held.get("seq")):
        return False
    return all(check(held.get(name)) for name, check in fields.items())


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(_list(value)) == 2 and all(map(_is_int, _list(value)))


def _is_positions(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_point, _mapping(value).values()))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, _list(value)))


def _is_names(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_text, _mapping(value).values()))


def _is_origin(value: object) -> bool:
    held = _mapping(value)
    return value is None or (_is_text(held.get("node")) and _is_text(held.get("port")))


def _is_nodes(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(_mapping(node).get("id")) for node in _list(value))


def _is_source(value: object) -> bool:
    return isinstance(value, str)


_FIELDS: dict[str, dict[str, Callable[[object], bool]]] = {
    "add": {
        "id": _is_text,
        "type": _is_text,
        "x": _is_int,
        "y": _is_int,
        "from": _is_origin,
        "positions": _is_positions,
    },
    "connect": {"node": _is_text, "port": _is_text, "target": _is_text},
    "disconnect": {"node": _is_text, "port": _is_text},
    "move": {"positions": _is_positions},
    "tidy": {"positions": _is_positions},
    "delete": {"ids": _is_texts},
    "duplicate": {"ids": _is_texts, "new_ids": _is_names, "offset": _is_point},
    "paste": {"source": _is_source, "nodes": _is_nodes, "new_ids": _is_names, "offset": _is_point},
    "undo": {},
    "redo": {},
}


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _words(value: object) -> list[str]:
    return [item for item in _list(value) if isinstance(item, str)]
