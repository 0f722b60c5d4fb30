"""Two buttons of one message with the same label or the same id: WhatsApp refuses the message."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import button_name, step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.model import languages_of, text_in
from engine.journey.steps.send_session import ReplyButton, SendSession


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if isinstance(step, SendSession):
            for place, button in enumerate(step.buttons):
                wording = _repeats(scene, button, step.buttons[:place])
                if wording is not None:
                    name = button_name(button.title, place, scene.journey.language)
                    facts: dict[str, Fact] = {"step": step_name(step), "button": name}
                    field = ("buttons", place)
                    yield Problem("button_twice", "error", step_id, None, field, facts, wording=wording or None)


def _repeats(scene: Scene, button: ReplyButton, earlier: list[ReplyButton]) -> str | None:
    """Empty for the same label, `id` for the same id, None when the button is the only one of its kind."""
    if any(_titles(scene, button) & _titles(scene, other) for other in earlier):
        return ""
    return "id" if any(button.id == other.id for other in earlier) else None


def _titles(scene: Scene, button: ReplyButton) -> set[tuple[str, str]]:
    """What customers of each language read."""
    default = scene.journey.language
    languages = languages_of(button.title) | set(scene.languages)
    shown = {(language, text_in(button.title, language, default).strip()) for language in languages}
    return {(language, title) for language, title in shown if title}
