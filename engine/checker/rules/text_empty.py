"""A free reply or a question without text, or a button without a label: WhatsApp refuses both. A file without buttons needs
no words. A question to choose from needs choices."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.buttons import written_buttons
from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.model import LocalText
from engine.journey.steps.ask import Ask
from engine.journey.steps.send_session import SendSession


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if not isinstance(step, SendSession | Ask):
            continue
        facts: dict[str, Fact] = {"step": step_name(step)}
        name, buttons = written_buttons(step)
        if _is_empty(step.text) and not (isinstance(step, SendSession) and step.media and not buttons):
            yield Problem("text_empty", "error", step_id, None, ("text",), facts)
        if isinstance(step, Ask) and step.kind == "choice" and not buttons:
            yield Problem("text_empty", "error", step_id, None, ("choices",), facts, wording="choices")
        for place, button in enumerate(buttons):
            if _is_empty(button.title):
                field = (name, place, "title")
                numbered = {**facts, "place": place + 1}
                yield Problem("text_empty", "error", step_id, None, field, numbered, wording="button")


def _is_empty(text: LocalText | None) -> bool:
    written = text.values() if isinstance(text, dict) else [text or ""]
    return not any(words.strip() for words in written)
