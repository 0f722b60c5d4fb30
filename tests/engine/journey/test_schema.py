"""The published JSON Schema accepts what we read and refuses what we refuse for its shape."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from engine.journey.definition import Journey, read_definition
from engine.journey.files import read_text
from engine.journey.schema import json_schema
from tests.engine.journey.definitions import DEFINITIONS
from tests.engine.journey.samples import CART

jsonschema = pytest.importorskip("jsonschema")


@cache
def validator() -> Any:
    return jsonschema.Draft202012Validator(json_schema())


def errors(json: Any) -> list[str]:
    return [error.message for error in validator().iter_errors(json)]


def test_it_is_a_schema_with_a_title_and_every_field_described() -> None:
    schema = json_schema()

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == "Parcours journey, format 1"
    assert schema["required"] == ["parcours", "key"]
    assert set(schema["properties"]) == set(Journey.model_fields)
    assert all(field["description"] for field in schema["properties"].values())


def test_it_accepts_the_sample() -> None:
    assert errors(read_text(CART, "cart").to_json()) == []


@settings(max_examples=60, deadline=None)
@given(DEFINITIONS)
def test_it_accepts_every_journey_that_can_be_read(json: dict[str, Any]) -> None:
    assert errors(read_definition(json).to_json()) == []


@pytest.mark.parametrize(
    "json",
    [
        {}, {"key": "a"}, {"parcours": 2, "key": "a"}, {"parcours": 1, "key": "a b"}, {"parcours": 1, "key": "a", "other": 1},
        {"parcours": 1, "key": "a", "steps": {"a": {"type": "unknown"}}}, {"parcours": 1, "key": "a", "steps": {"a": {}}},
        {"parcours": 1, "key": "a", "steps": {"a b": {"type": "exit"}}}, {"parcours": 1, "key": "a", "layout": {"a": [1]}},
        {"parcours": 1, "key": "a", "steps": {"a": {"type": "wait", "for": "soon"}}},
        {"parcours": 1, "key": "a", "steps": {"a": {"type": "exit", "next": "b"}}}, {"parcours": 1, "key": "a", "triggers": [{"type": "event"}]},
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_journey(json: dict[str, Any]) -> None:
    assert errors(json)
