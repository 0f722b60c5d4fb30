"""A free reply with more buttons than WhatsApp shows: the whole message would be refused."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.buttons import written_buttons
from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps.buttons import BUTTONS_AT_MOST


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        field, buttons = written_buttons(step)
        if len(buttons) > BUTTONS_AT_MOST:
            count = len(buttons)
            facts: dict[str, Fact] = {
                "step": step_name(step), "count": count, "limit": BUTTONS_AT_MOST, "excess": count - BUTTONS_AT_MOST
            }  # fmt: skip
            yield Problem("too_many_buttons", "error", step_id, None, (field,), facts)
