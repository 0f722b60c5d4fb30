"""New values written into an existing file: what did not change is copied letter by letter, with its
comments.

A field owns the lines from its own to the next field's, and the comments and blank lines right above it. A
field that changed is written anew; where both old and new are groups, only what changed inside is. The result
is read back: should it not say exactly what it must (aliases, odd layouts), the whole file is written anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.journey.plain import is_group, is_list
from engine.journey.yaml_reading import BadYaml, Source, read_yaml
from engine.journey.yaml_writing import write_field, write_item, write_yaml


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one field or list item. `head` are the comments and blank lines above it."""

    head: list[str]
    body: list[str]
    first_line: int
    node: Any

    @property
    def text(self) -> str:
        return "".join([*self.head, *self.body])


def merge_yaml(value: Mapping[str, Any], original: str, *, block: Sequence[str] = ()) -> str:
    """The original with this value in it. `block` as in `write_yaml`."""
    text = original.replace("\r\n", "\n")
    try:
        source = read_yaml(text)
        merged = _Merge(text, block).whole(source, value) if _has_plain_lines(text) else ""
        if merged and _same(read_yaml(merged).value, value):
            return merged
    except BadYaml:
        pass
    return write_yaml(value, block=block)


def _has_plain_lines(text: str) -> bool:
    return not any(mark in text for mark in ("\r", "\x85", "\u2028", "\u2029", "\ufeff"))


class _Merge:
    """One file being merged. Lines are counted from 0 here, as the parser's marks do."""

    def __init__(self, text: str, block: Sequence[str]) -> None:
        self.lines = text.splitlines(keepends=True)
        if self.lines and not self.lines[-1].endswith("\n"):
            self.lines[-1] += "\n"
        self.block = block

    def whole(self, source: Source, value: Mapping[str, Any]) -> str:
        root = source.root
        if root is None or root.id != "mapping" or root.flow_style or not is_group(source.value):
            return ""
        start = root.value[0][0].start_mark.line if root.value else len(self.lines)
        blocks, tail = self._blocks(
            [key for key, _ in root.value], [inner for _, inner in root.value], start, len(self.lines), 0
        )
        body = self._fields(blocks, source.value, value, 0)
        return "".join(self.lines[:start]) + body + "".join(tail)

    def _blocks(
        self, starts: list[Any], nodes: list[Any], top: int, end: int, indent: int
    ) -> tuple[list[Block], list[str]]:
        """The lines `top` to `end`, shared out; what is left below the last one is the tail."""
        blocks: list[Block] = []
        first: int = starts[0].start_mark.line if starts else end
        head = self.lines[top:first]
        bounds = [*(start.start_mark.line for start in starts[1:]), end]
        for node, begin, stop in zip(nodes, [first, *bounds], bounds, strict=False):
            last = stop
            while last > begin + 1 and _is_between(self.lines[last - 1], indent):
                last -= 1
            blocks.append(Block(head, self.lines[begin:last], begin, node))
            head = self.lines[last:stop]
        return blocks, head

    def _fields(self, blocks: list[Block], old: Mapping[str, Any], new: Mapping[str, Any], indent: int) -> str:
        written = dict(zip([str(name) for name in old], blocks, strict=True))
        pieces: list[str] = []
        for name in _in_known_order(list(old), list(new)):
            found = written.get(name)
            if found is None:
                pieces.append(write_field(name, new[name], indent, block=not indent and name in self.block))
            elif _same(old[name], new[name]):
                pieces.append(found.text)
            else:
                pieces.append("".join(found.head) + self._changed(name, found, old[name], new[name], indent))
        return "".join(pieces)

    def _changed(self, name: str, block: Block, old: Any, new: Any, indent: int) -> str:
        inner = self._inside(block, old, new) if new and type(old) is type(new) else ""
        return inner or write_field(name, new, indent, block=not indent and name in self.block)

    def _inside(self, block: Block, old: Any, new: Any) -> str:
        """The changed group with its unchanged parts copied; empty when its layout does not allow it."""
        node, end = block.node, block.first_line + len(block.body)
        if node.id == "scalar" or node.flow_style or not node.value:
            return ""
        is_mapping = node.id == "mapping"
        starts = [key for key, _ in node.value] if is_mapping else list(node.value)
        nodes = [value for _, value in node.value] if is_mapping else starts
        first: int = starts[0].start_mark.line
        indent = len(self.lines[first]) - len(self.lines[first].lstrip(" "))
        if first <= block.first_line or first >= end:
            return ""
        top = first
        while top > block.first_line + 1 and _is_between(self.lines[top - 1], indent):
            top -= 1
        blocks, tail = self._blocks(starts, nodes, top, end, indent)
        opening = "".join(self.lines[block.first_line : top])
        inside = (self._fields if is_mapping else self._items)(blocks, old, new, indent)
        return opening + inside + "".join(tail)

    def _items(self, blocks: list[Block], old: list[Any], new: list[Any], indent: int) -> str:
        """List items in their new order; an item is known again by its id, else by being the same."""
        left = list(zip(old, blocks, strict=True))
        pieces: list[str] = []
        for item in new:
            found = next((pair for pair in left if _same(pair[0], item)), None) or next(
                (pair for pair in left if _id(item) is not None and _id(pair[0]) == _id(item)), None
            )
            if found is None:
                pieces.append(write_item(item, indent))
                continue
            left.remove(found)
            body = "".join(found[1].body) if _same(found[0], item) else write_item(item, indent)
            pieces.append("".join(found[1].head) + body)
        return "".join(pieces)


def _is_between(line: str, indent: int) -> bool:
    """A blank line, or a comment no deeper than the fields it stands between."""
    bare = line.strip()
    return not bare or (bare.startswith("#") and len(line) - len(line.lstrip(" ")) <= indent)


def _in_known_order(old: list[str], new: list[str]) -> list[str]:
    """Old names where they stood, each new one behind the name it follows."""
    order = [name for name in old if name in new]
    for place, name in enumerate(new):
        if name not in order:
            before = new[place - 1] if place else None
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


def _id(item: Any) -> Any:
    return item.get("id") if is_group(item) else None


def _same(left: Any, right: Any) -> bool:
    """Equal in value and kind: `1`, `1.0` and `true` are three things, `120` and `120.0` are one number."""
    if is_group(left) and is_group(right):
        return left.keys() == right.keys() and all(_same(left[name], right[name]) for name in left)
    if is_list(left) and is_list(right):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, bool) or isinstance(right, bool) or isinstance(left, str) or isinstance(right, str):
        return type(left) is type(right) and left == right
    return left == right
