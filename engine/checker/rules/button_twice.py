"""Two buttons of one message with the same label or the same id, two rows with the same id: WhatsApp refuses the message."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.buttons import written_buttons
from engine.checker.context import Scene
from engine.checker.names import button_name, shorten, step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.model import languages_of, text_in
from engine.journey.steps.buttons import ReplyButton
from engine.journey.steps.options import OptionSheet
from engine.journey.steps.send_session import SendSession


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        field, buttons = written_buttons(step)
        for place, button in enumerate(buttons):
            earlier = buttons[:place]
            title = _shared_title(scene, button, earlier)
            if title is not None or any(button.id == other.id for other in earlier):
                name = title or button_name(button.title, place, scene.journey.language)
                facts: dict[str, Fact] = {"step": step_name(step), "button": name}
                wording = None if title else "id"
                yield Problem("button_twice", "error", step_id, None, (field, place), facts, wording=wording)
        if isinstance(step, SendSession) and step.list_ is not None:
            yield from _rows_twice(scene, step_id, step, step.list_)


def _rows_twice(scene: Scene, step_id: str, step: SendSession, sheet: OptionSheet) -> Iterator[Problem]:
    """Two rows may be called the same, not be the same."""
    seen: set[str] = set()
    for (section, place), row in sheet.rows():
        if row.id in seen:
            name = button_name(row.title, place, scene.journey.language)
            facts: dict[str, Fact] = {"step": step_name(step), "button": name}
            field = ("list", "sections", section, "rows", place)
            yield Problem("button_twice", "error", step_id, None, field, facts, wording="row")
        seen.add(row.id)


def _shared_title(scene: Scene, button: ReplyButton, earlier: list[ReplyButton]) -> str | None:
    """A label that customers of one language read twice."""
    known = {shown for other in earlier for shown in _titles(scene, other)}
    return next((shorten(title) for language, title in _titles(scene, button) if (language, title) in known), None)


def _titles(scene: Scene, button: ReplyButton) -> list[tuple[str, str]]:
    """Language and label, the journey's languages first."""
    default = scene.journey.language
    languages = [*scene.languages, *sorted(languages_of(button.title) - set(scene.languages))]
    shown = [(language, text_in(button.title, language, default).strip()) for language in languages]
    return [(language, title) for language, title in shown if title]
