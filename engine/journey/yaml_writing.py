"""Plain values to YAML 1.2 that people like to read: blocks, one line for a short step, long texts as text
blocks.

What is written reads back the same with any YAML 1.2 reader: a text that looks like something else is put in
quotes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.journey.plain import is_group, is_list
from engine.journey.yaml_reading import resolve_plain

WIDTH = 120
"""A group of fields no longer than this, braces included, stands on one line."""

PLAIN = re.compile(r"[^\W_][\w .'’/+!?€%()…«»—–-]*", re.UNICODE)
"""Words that need no quotes anywhere, also between braces."""
LIKE_A_VALUE = re.compile(
    r"[-+.]?[0-9][0-9_.,:+-]*(e[+-]?[0-9]+)?|0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[-+.]?\.?(inf|nan)|[0-9]{4}-[0-9].*|y|n",
    re.IGNORECASE,
)
"""Dates, phone numbers, codes: read as something else by other readers."""
FRENCH_SPACES = "\u00a0\u202f"
"""Before ! and ? they are part of a well set text; escaped, nobody could read it."""
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
BLOCK_LINE = re.compile(r"[^\s].*[^\s]|[^\s]")


def write_yaml(value: Mapping[str, Any], *, block: Sequence[str] = ()) -> str:
    """A document. `block`: top fields whose groups stand in blocks even when they are short."""
    return "".join(_field(name, inner, 0, name in block) for name, inner in value.items())


def write_field(name: str, value: Any, indent: int, *, block: bool = False) -> str:
    """One `name: value` of a mapping, all its lines, at this indent (spaces)."""
    return _field(name, value, indent, block)


def write_item(value: Any, indent: int) -> str:
    """One `- value` of a list, all its lines, at this indent."""
    return _item(value, indent)


def _field(name: str, value: Any, indent: int, block: bool) -> str:
    start = f"{' ' * indent}{_scalar(name)}:"
    if is_group(value) and value and (block or not _fits(value, indent + len(name) + 2)):
        return f"{start}\n" + "".join(_field(inner, item, indent + 2, False) for inner, item in value.items())
    if is_list(value) and value and (_holds_groups(value) or not _fits(value, indent + len(name) + 2)):
        return f"{start}\n" + "".join(_item(item, indent + 2) for item in value)
    if isinstance(value, str) and _is_block(value):
        return f"{start} {_block(value, indent + 2)}"
    return f"{start} {_flow(value)}\n"


def _item(value: Any, indent: int) -> str:
    if is_group(value) and value and not _fits(value, indent + 2):
        lines = "".join(_field(name, inner, indent + 2, False) for name, inner in value.items())
        return f"{' ' * indent}- {lines[indent + 2 :]}"
    return f"{' ' * indent}- {_flow(value)}\n"


def _holds_groups(value: list[Any]) -> bool:
    return any(is_group(item) or is_list(item) for item in value)


def _fits(value: Any, start: int) -> bool:
    """Whether it stands on one line and is simple enough to be read there."""
    if _depth(value) > 2 or _has_block(value):
        return False
    return start + len(_flow(value)) <= WIDTH


def _depth(value: Any) -> int:
    if is_group(value):
        return 1 + max((_depth(inner) for inner in value.values()), default=0)
    return 1 + max((_depth(inner) for inner in value), default=0) if is_list(value) else 0


def _has_block(value: Any) -> bool:
    inner: Iterable[Any] = value.values() if is_group(value) else value if is_list(value) else ()
    return any(_is_block(item) if isinstance(item, str) else _has_block(item) for item in inner)


def _flow(value: Any) -> str:
    if is_group(value):
        return "{" + ", ".join(f"{_scalar(name)}: {_flow(inner)}" for name, inner in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, int | float):
        return _number(value)
    text = str(value)
    plain = PLAIN.fullmatch(text) and not text.endswith(" ") and not LIKE_A_VALUE.fullmatch(text)
    return text if plain and text.isprintable() and isinstance(resolve_plain(text), str) else _quoted(text)


def _number(value: int | float) -> str:
    """Whole numbers as such (a card at 120.0 stands at 120); others so that they are read as numbers."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written; it is not a finite number")
    if value.is_integer() and abs(value) <= 2**53:
        return str(int(value))
    return repr(value)


def _quoted(text: str) -> str:
    return '"' + "".join(ESCAPES.get(letter) or _letter(letter) for letter in text) + '"'


def _stands_as_is(letter: str) -> bool:
    return letter.isprintable() or letter in FRENCH_SPACES


def _letter(letter: str) -> str:
    if _stands_as_is(letter):
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_block(text: str) -> bool:
    """Several lines that read best below each other, and that survive it."""
    lines = text.removesuffix("\n").split("\n")
    return len(lines) > 1 and all(not line or _is_block_line(line) for line in lines) and bool(lines[0] and lines[-1])


def _is_block_line(line: str) -> bool:
    return BLOCK_LINE.fullmatch(line) is not None and all(map(_stands_as_is, line))


def _block(text: str, indent: int) -> str:
    lines = text.removesuffix("\n").split("\n")
    mark = "|" if text.endswith("\n") else "|-"
    return f"{mark}\n" + "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in lines)
