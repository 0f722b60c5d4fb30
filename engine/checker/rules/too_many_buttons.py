"""A free reply with more buttons, or rows in its list, than WhatsApp shows: the whole message would be refused."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.buttons import written_buttons
from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps.buttons import BUTTONS_AT_MOST
from engine.journey.steps.options import ROWS_AT_MOST
from engine.journey.steps.send_session import SendSession


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        field, buttons = written_buttons(step)
        if len(buttons) > BUTTONS_AT_MOST:
            count = len(buttons)
            facts: dict[str, Fact] = {
                "step": step_name(step), "count": count, "limit": BUTTONS_AT_MOST, "excess": count - BUTTONS_AT_MOST
            }  # fmt: skip
            yield Problem("too_many_buttons", "error", step_id, None, (field,), facts)
        count = len(step.list_.rows()) if isinstance(step, SendSession) and step.list_ else 0
        if count > ROWS_AT_MOST:
            named = step_name(step)
            facts = {"step": named, "count": count, "limit": ROWS_AT_MOST, "excess": count - ROWS_AT_MOST}
            yield Problem("too_many_buttons", "error", step_id, None, ("list", "sections"), facts, wording="rows")
