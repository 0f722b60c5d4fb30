"""A button whose label is over WhatsApp's twenty characters, or a row of a list over its own limits: the whole message would
be refused."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import shorten, step_name
from engine.checker.problem import Problem
from engine.checker.texts import fill, units, writings
from engine.checker.words import Fact


def check(scene: Scene) -> Iterator[Problem]:
    longest = scene.surroundings.longest_values or {}
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            if writing.use.role not in ("button", "row"):
                continue
            title = fill(writing.source, longest) or ""
            if units(title) > writing.use.limit:
                facts: dict[str, Fact] = {
                    "button": shorten(title), "step": step_name(step), "length": units(title),
                    "limit": writing.use.limit,
                }  # fmt: skip
                wording = "row" if writing.use.role == "row" else None
                yield Problem("button_too_long", "error", step_id, None, writing.field, facts, wording=wording)
