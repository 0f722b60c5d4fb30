"""Edits that forms make. A node is `step:<id>`, `trigger:<id>` or `journey`; a path leads to a place in it: names in a
map, ids (or numbers) in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from designer.editing.lists import merge_lists
from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.places import need_node

JOURNEY = "journey"
TEXT_FIELDS = frozenset({"text", "retry", "words", "values"})
Path = Sequence[str | int]


def set_field(definition: Definition, node: str, path: Path, value: Any) -> Edited | Refused:
    """Write one value, making the maps on the way; None is a value (an attribute to remove), see `clear_field`."""

    def change(after: Definition) -> None:
        holder, name = _holder(_part(after, node), path, make=True)
        if isinstance(holder, list):
            holder[_index(holder, name)] = value
        else:
            holder[name] = value

    return edited(definition, "text" if path[0] in TEXT_FIELDS else "change", change)


def set_list(
    definition: Definition, node: str, path: Path, written: Sequence[Any], *, drawn: Sequence[Any]
) -> Edited | Refused:
    """Write a list that was `drawn` for somebody: what others added or took away meanwhile stays so."""

    def change(after: Definition) -> None:
        holder, name = _holder(_part(after, node), path, make=True)
        standing = holder.get(name) if isinstance(holder, dict) else None
        holder[name] = merge_lists(drawn, written, standing if isinstance(standing, list) else drawn)

    return edited(definition, "change", change)


def clear_field(definition: Definition, node: str, path: Path) -> Edited | Refused:
    """Remove one value; nothing happens when it is not there."""

    def change(after: Definition) -> None:
        holder, name = _holder(_part(after, node), path, make=False)
        if isinstance(holder, list):
            del holder[_index(holder, name)]
        elif isinstance(holder, dict):
            holder.pop(name, None)

    return edited(definition, "change", change)


def set_fields(definition: Definition, node: str, values: Mapping[str, Any]) -> Edited | Refused:
    """Write several fields of a step in one edit; None takes one away."""

    def change(after: Definition) -> None:
        part = _part(after, node)
        for name, value in values.items():
            if value is None:
                part.pop(name, None)
            else:
                part[name] = value

    return edited(definition, "change", change)


def rename(definition: Definition, node: str, title: str) -> Edited | Refused:
    """The person's own name for a step, a start, or the journey; empty takes the step's name by default back."""
    name = "name" if node == JOURNEY else "title"

    def change(after: Definition) -> None:
        part = _part(after, node)
        if title.strip() or node == JOURNEY:
            part[name] = title.strip()
        else:
            part.pop(name, None)

    return edited(definition, "rename", change)


def _part(definition: Definition, node: str) -> dict[str, Any]:
    return definition if node == JOURNEY else need_node(definition, node)


def _holder(part: dict[str, Any], path: Path, *, make: bool) -> tuple[Any, str | int]:
    value: Any = part
    for name in path[:-1]:
        if isinstance(value, list):
            value = value[_index(value, name)]
        elif isinstance(value, dict) and (isinstance(value.get(name), dict | list) or not make):
            value = value.get(name)
        elif isinstance(value, dict):
            value[name] = {}
            value = value[name]
    if make and not isinstance(value, dict | list):
        raise CannotEdit("no_path")
    return value, path[-1]


def _index(items: list[Any], name: str | int) -> int:
    """The place of an item by its id, or by its number. Raises CannotEdit when it is gone."""
    places = (place for place, item in enumerate(items) if isinstance(item, dict) and item.get("id") == name)
    found = next(places, name if isinstance(name, int) and 0 <= name < len(items) else None)
    if not isinstance(found, int):
        raise CannotEdit("no_path")
    return found
