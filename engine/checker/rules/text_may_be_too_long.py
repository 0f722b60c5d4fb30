"""A message that fits with today's values and would not with longer ones: a long first name, an order number. What is known to
be too long is an error of its own; values whose longest is known are not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.texts import Writing, fill, read_text, units, writings
from engine.checker.words import Fact

LONG_NAME = "M" * 25
LONG_VALUE = "8" * 12
"""Usual values, at their longest: what a reviewer would try by hand."""


def check(scene: Scene) -> Iterator[Problem]:
    known = scene.surroundings.longest_values or {}
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            if writing.use.role not in ("message", "button", "row") or "{" not in writing.source:
                continue
            length, limit = _length(writing, {**_assumed(writing), **known}), writing.use.limit
            if length > limit >= _length(writing, known):
                facts: dict[str, Fact] = {"step": step_name(step), "length": length, "limit": limit}
                wording = writing.use.role if writing.use.role in ("button", "row") else None
                yield Problem("text_may_be_too_long", "warning", step_id, None, writing.field, facts, wording=wording)


def _assumed(writing: Writing) -> dict[str, str]:
    paths = {placeholder.path for placeholder in read_text(writing.source).placeholders}
    return {path: LONG_NAME if path == "contact.name" else LONG_VALUE for path in paths}


def _length(writing: Writing, values: Mapping[str, str]) -> int:
    filled = fill(writing.source, values)
    return units(filled) if filled is not None else 0
