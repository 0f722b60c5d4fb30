"""A free reply with more buttons than WhatsApp shows: the whole message would be refused."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps.send_session import BUTTONS_AT_MOST, SendSession


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if isinstance(step, SendSession) and len(step.buttons) > BUTTONS_AT_MOST:
            count = len(step.buttons)
            facts: dict[str, Fact] = {
                "step": step_name(step), "count": count, "limit": BUTTONS_AT_MOST, "excess": count - BUTTONS_AT_MOST
            }  # fmt: skip
            yield Problem("too_many_buttons", "error", step_id, None, ("buttons",), facts)
