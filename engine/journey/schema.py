"""The published JSON Schema of format 1: for editors that complete and check a journey's file while it is
written."""

from __future__ import annotations

from typing import Any

from engine.journey.definition import FORMAT, ID_PATTERN, Journey
from engine.journey.model import Part
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a journey's file. What it accepts may still be incomplete: that is the checker's
    business."""
    schema = Journey.model_json_schema(by_alias=True, mode="validation")
    schema.pop("description", None)
    properties: dict[str, Any] = schema["properties"]
    properties["steps"]["propertyNames"] = {"pattern": ID_PATTERN}
    properties["segments"]["propertyNames"] = {"pattern": ID_PATTERN}
    _require_types(schema["$defs"])
    return {
        "$schema": DIALECT,
        "title": f"Parcours journey, format {FORMAT}",
        "description": "A WhatsApp journey: what makes contacts start, the steps they pass, and the ways between them.",
        **{name: value for name, value in schema.items() if name != "title"},
        "required": ["parcours", *(name for name in schema["required"] if name != "parcours")],
    }


def _require_types(definitions: dict[str, Any]) -> None:
    """A step or trigger says its type: without it nobody can tell what it is."""
    parts: list[type[Part]] = [*STEP_TYPES.values(), *TRIGGER_TYPES.values()]
    for part in parts:
        definition = definitions[part.__name__]
        definition["required"] = sorted({*definition.get("required", []), "type"})
