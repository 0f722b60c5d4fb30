"""What may stand in a field, and what holds when it is left out, in words; read from the published JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

CONDITIONS = {"Comparison", "AllOf", "AnyOf", "NotThis"}
PLAIN = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
ANY_TEXT = {"text", "texts by language"}


def value_words(field: Mapping[str, Any]) -> str:
    """`text`, `one of a, b`, `list of [Reply branch](#reply-branch)`, `1 to 5`."""
    shapes = [shape for shape in _shapes(field) if shape.get("type") != "null"]
    words = list(dict.fromkeys(_one(shape) for shape in shapes))
    if {_name(shape) for shape in shapes} >= CONDITIONS:
        return "a condition: " + ", ".join(words)
    if {"text", "map of names to text"} <= set(words):
        words = [
            "text, or one for each language (`{fr: …, en: …}`)",
            *(w for w in words if w not in ("text", "map of names to text")),
        ]
    return " or ".join(words)


def default_words(field: Mapping[str, Any], *, needed: bool) -> str:
    """`needed`, or what holds instead."""
    if needed:
        return "needed"
    default = field.get("default")
    if default in (None, "", [], {}):
        return ""
    return f"`{_written(default)}`"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_written(one)}" for name, one in value.items() if one is not None) + "}"
    return "[" + ", ".join(map(_written, value)) + "]" if isinstance(value, list) else str(value)


def _shapes(field: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The shapes a value may have, without the groups that hold them."""
    held = field.get("anyOf") or field.get("oneOf")
    return [shape for one in held for shape in _shapes(one)] if held else [field]


def _one(shape: Mapping[str, Any]) -> str:
    if name := _name(shape):
        return _link(name)
    if "const" in shape or "enum" in shape:
        return ", ".join(f"`{_written(value)}`" for value in shape.get("enum", [shape.get("const")]))
    if examples := shape.get("examples"):
        return "such as " + ", ".join(f"`{one}`" for one in examples)
    match shape.get("type"):
        case "array":
            return _list(shape)
        case "object":
            return _map(shape.get("additionalProperties", {}))
        case "integer" | "number" if "maximum" in shape:
            return f"{shape['minimum']} to {shape['maximum']}"
        case str() as plain:
            return PLAIN[plain]
        case list() as several:
            return ", ".join(PLAIN[one] for one in several)
        case _:
            return "anything"


def _list(shape: Mapping[str, Any]) -> str:
    if "prefixItems" in shape:
        return "a pair: " + ", ".join(value_words(one) for one in shape["prefixItems"])
    if isinstance(shape["items"].get("type"), list):
        return "list of words"
    if "discriminator" in shape["items"]:
        return "list of [starts](#starts)"
    said = value_words(shape["items"])
    return "list of conditions" if said.startswith("a condition") else f"list of {said}"


def _map(values: Any) -> str:
    if "discriminator" in values:
        return "id → [step](#steps)"
    said = value_words(values) if values else "anything"
    return "map of names to text" if said == "text" else f"name → {said}"


def _name(shape: Mapping[str, Any]) -> str:
    return str(shape.get("$ref", "")).rpartition("/")[2]


def _link(name: str) -> str:
    title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
    return f"[{title}](#{title.lower().replace(' ', '-')})"
