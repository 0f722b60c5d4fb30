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
from engine.journey.steps import StepBase
from engine.journey.steps.send_session import SendSession

LONGEST_ID, LONGEST_ROW_ID = 180, 124
"""WhatsApp takes 256 characters of a button and 200 of a row; ours go in front (decision 0008)."""


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
        yield from _long_ids(scene, step_id, step)


def _long_ids(scene: Scene, step_id: str, step: StepBase) -> Iterator[Problem]:
    rows = step.list_.rows() if isinstance(step, SendSession) and step.list_ else []
    field, buttons = written_buttons(step)
    named = [(button.id, button.title, place, (field, place)) for place, button in enumerate(buttons)]
    listed = [(row.id, row.title, at[1], ("list", "sections", at[0], "rows", at[1])) for at, row in rows]
    for wording, limit, found in (("id", LONGEST_ID, named), ("row_id", LONGEST_ROW_ID, listed)):
        for id_, title, place, at in found:
            if units(id_) > limit:
                facts: dict[str, Fact] = {
                    "button": button_name(title, place, scene.journey.language), "step": step_name(step),
                    "length": units(id_), "limit": limit,
                }  # fmt: skip
                yield Problem("button_too_long", "error", step_id, None, at, facts, wording=wording)
