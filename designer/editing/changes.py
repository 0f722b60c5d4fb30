"""Edits as the places they changed, so that undo and other people's edits merge place by place.

A change is `{"path": [...], "before": …, "after": …}`; a missing key means “was not there”. A path names the keys of maps
and the ids of items of lists (branches, buttons, triggers). The order of such a list is a change of its own, at the
path's end `*`: reordering merges with adding and removing.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from designer.editing.lists import are_words, merge_lists
from designer.editing.outcome import Definition

Change: TypeAlias = dict[str, Any]
ORDER = "*"
_GONE: Any = object()


@dataclass(frozen=True, slots=True)
class Merged:
    """A definition with changes applied. `skipped` are those whose place someone changed meanwhile: left as it is now."""

    definition: Definition
    skipped: list[Change]


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The places where two definitions differ; applied to `before` they give `after`."""
    return list(_differences([], before, after))


def invert(changes: Sequence[Change]) -> list[Change]:
    """The changes that lead back."""
    return [_inverse(change) for change in reversed(changes)]


def apply_changes(definition: Mapping[str, Any], changes: Sequence[Change], *, anyway: bool = False) -> Merged:
    """Apply each change where its place still holds what it held before (`anyway`: whatever it holds); words are added to
    and taken from a list that others changed. Order comes last, when all items are there."""
    after: Definition = copy.deepcopy(dict(definition))
    orders = [change for change in changes if _list_to_reorder(after, change) is not None]
    values = [change for change in changes if change not in orders]
    skipped = [change for change in values if not _apply(after, change, anyway=anyway)]
    for change in orders:
        _reorder(_list_to_reorder(after, change), change["after"])
    return Merged(after, skipped)


def _differences(path: list[str], before: Any, after: Any) -> Iterator[Change]:
    if _same(before, after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _in_maps(path, before, after)
    elif _has_ids(before) and _has_ids(after):
        old, new = _by_id(before), _by_id(after)
        yield from _in_maps(path, old, new)
        if list(old) != list(new):
            yield {"path": [*path, ORDER], "before": list(old), "after": list(new)}
    else:
        yield _change(path, before, after)


def _in_maps(path: list[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name, _GONE), after.get(name, _GONE)
        if old is _GONE or new is _GONE:
            yield _change([*path, name], old, new)
        else:
            yield from _differences([*path, name], old, new)


def _change(path: list[str], before: Any, after: Any) -> Change:
    values = {"before": before, "after": after}
    return {"path": path, **{name: copy.deepcopy(value) for name, value in values.items() if value is not _GONE}}


def _inverse(change: Change) -> Change:
    turned = {"before": change.get("after", _GONE), "after": change.get("before", _GONE)}
    return {"path": change["path"], **{name: value for name, value in turned.items() if value is not _GONE}}


def _list_to_reorder(definition: Definition, change: Change) -> list[Any] | None:
    """The list of an order change, or None: a key of a map may be called `*`, an item of a list may not."""
    holder = _walk(definition, change["path"][:-1])
    ordered = change["path"][-1] == ORDER and isinstance(change.get("after"), list)
    return holder if ordered and isinstance(holder, list) else None


def _apply(definition: Definition, change: Change, *, anyway: bool) -> bool:
    holder = _walk(definition, change["path"][:-1])
    name = change["path"][-1]
    now, before, after = _get(holder, name), change.get("before", _GONE), change.get("after", _GONE)
    if holder is None or _same(now, after):
        return holder is not None or after is _GONE
    if not _same(now, before):
        if are_words(now) and are_words(before) and are_words(after):
            after = merge_lists(before, after, now)
        elif not anyway:
            return False
    _set(holder, name, copy.deepcopy(after) if after is not _GONE else _GONE)
    return True


def _walk(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = _get(value, name)
    return value if isinstance(value, dict) or _has_ids(value) else None


def _get(holder: Any, name: str) -> Any:
    if isinstance(holder, dict):
        return holder.get(name, _GONE)
    if _has_ids(holder):
        return _by_id(holder).get(name, _GONE)
    return _GONE


def _set(holder: Any, name: str, value: Any) -> None:
    if isinstance(holder, dict):
        if value is _GONE:
            holder.pop(name, None)
        else:
            holder[name] = value
        return
    place = next((number for number, item in enumerate(holder) if item["id"] == name), len(holder))
    holder[place : place + 1] = [] if value is _GONE else [value]


def _reorder(items: list[Any] | None, wanted: list[str]) -> None:
    """The wanted order for the items it knows; others stay behind the item that they stand behind now."""
    if items is None:
        return
    held = _by_id(items)
    order = [item_id for item_id in wanted if item_id in held]
    previous: str | None = None
    for item_id in held:
        if item_id not in wanted:
            order.insert(order.index(previous) + 1 if previous in order else 0, item_id)
        previous = item_id
    items[:] = [held[item_id] for item_id in order]


def _has_ids(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return False
    ids = [item.get("id") for item in value]
    return all(isinstance(one, str) and one != ORDER for one in ids) and len(set(ids)) == len(ids)


def _by_id(items: Any) -> dict[str, Any]:
    return {item["id"]: item for item in items}


def _same(left: Any, right: Any) -> bool:
    """Equal as JSON: `1`, `1.0` and `true` are three values."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(_same(value, right[name]) for name, value in left.items())
    if isinstance(left, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return bool(left == right)
