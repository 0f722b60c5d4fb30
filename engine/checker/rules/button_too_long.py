"""A button whose label is over WhatsApp's twenty characters, a row of a list over its own limits, or an id that leaves no
room for ours: the whole message would be refused."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.buttons import written_buttons
from engine.checker.context import Scene
from engine.checker.names import button_name, shorten, step_name
from engine.checker.problem import Problem
from engine.checker.texts import fill, units, writings
from engine.checker.words import Fact

LONGEST_ID = 180
"""WhatsApp takes 256 characters; ours go in front (decision 0008)."""


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
        field, buttons = written_buttons(step)
        for place, button in enumerate(buttons):
            if units(button.id) > LONGEST_ID:
                facts = {
                    "button": button_name(button.title, place, scene.journey.language), "step": step_name(step),
                    "length": units(button.id), "limit": LONGEST_ID,
                }  # fmt: skip
                yield Problem("button_too_long", "error", step_id, None, (field, place), facts, wording="id")
