"""A step or start as plain places: what was written where, apart from its texts and its ways out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from engine.journey.model import Part
from engine.journey.plain import is_group, is_list
from engine.journey.steps import StepBase
from engine.journey.triggers import TriggerBase

Place: TypeAlias = tuple[str, ...]


class Item(str):
    """That a list has an item of this id."""


APART = ("type", "id", "next")


def texts_of(step: StepBase) -> dict[Place, str]:
    """Every text by its place and language: `("text", "fr")`; items of a list by their ids."""
    found: dict[Place, str] = {}
    json = step.model_dump(mode="json", by_alias=True)
    for use in step.texts():
        place = _named(json, use.path)
        if isinstance(use.text, dict):
            found |= {(*place, language): text for language, text in use.text.items()}
        elif use.text:
            found[place] = use.text
    return found


def fields_of(part: StepBase | TriggerBase, without: Mapping[Place, str]) -> dict[Place, Any]:
    """Everything else: settings, words and conditions, whole where they are lists of plain values."""
    ways = {port.id for port in part.ports()} if isinstance(part, StepBase) else set[str]()
    texts = {place[: len(place)] for place in without}
    found: dict[Place, Any] = {}
    for place, value in _leaves(
        (), part.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    ):
        if place[0] not in ways and place[-1] not in APART and place not in texts:
            found[place] = value
    return found


def plain_fields(part: Part) -> dict[Place, Any]:
    """The fields of settings."""
    return dict(_leaves((), part.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)))


def _leaves(place: Place, value: Any) -> list[tuple[Place, Any]]:
    if is_group(value) and place[-1:] not in (("when",), ("where",)):
        return [leaf for name, inner in value.items() for leaf in _leaves((*place, str(name)), inner)]
    if is_list(value) and value and all(is_group(item) and "id" in item for item in value):
        return [
            leaf
            for item in value
            for leaf in [((*place, str(item["id"])), Item(item["id"])), *_leaves((*place, str(item["id"])), item)]
        ]
    if is_list(value) and value and all(is_group(item) for item in value):
        return [leaf for number, item in enumerate(value) for leaf in _leaves((*place, str(number)), item)]
    return [(place, value)]


def _named(json: Any, path: tuple[str | int, ...]) -> Place:
    """Numbers of items replaced by their ids, so that another order is no change of a text."""
    names: list[str] = []
    for name in path:
        json = json[name] if is_group(json) or is_list(json) else None  # pyright: ignore[reportArgumentType, reportUnknownVariableType, reportCallIssue]
        names.append(str(json["id"]) if isinstance(name, int) and is_group(json) and "id" in json else str(name))
    return tuple(names)
