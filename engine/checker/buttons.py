"""The buttons that a step's message shows, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.checker.context import Scene
from engine.checker.names import button_name
from engine.checker.problem import Field
from engine.checker.templates import is_sendable, versions
from engine.checker.words import Fact
from engine.journey.model import languages_of, text_in
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.buttons import ReplyButton
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button that answers when tapped. `id` comes back; `titles` count as typed, one a language."""

    name: Fact
    id: str
    titles: tuple[str, ...]
    field: Field | None


def written_buttons(step: StepBase) -> tuple[str, list[ReplyButton]]:
    """The buttons that this step writes itself, and its field that holds them."""
    if isinstance(step, SendSession):
        return "buttons", step.buttons
    return "choices", step.choices if isinstance(step, Ask) and step.kind == "choice" else []


def shown_buttons(scene: Scene, step: StepBase) -> list[ShownButton]:
    """A free reply's buttons; an approved template's quick replies where the library tells them."""
    if isinstance(step, SendSession):
        return list(_session_buttons(scene, step))
    return list(_quick_replies(scene, step)) if isinstance(step, SendTemplate) and step.template else []


def _session_buttons(scene: Scene, step: SendSession) -> Iterator[ShownButton]:
    default = scene.journey.language
    for place, button in enumerate(step.buttons):
        languages = sorted(languages_of(button.title)) or [default]
        titles = (text_in(button.title, language, default) for language in languages)
        name = button_name(button.title, place, default)
        yield ShownButton(name, button.id, tuple(dict.fromkeys(titles)), ("buttons", place))


def _quick_replies(scene: Scene, step: SendTemplate) -> Iterator[ShownButton]:
    for version in versions(scene, step.template or ""):
        if not is_sendable(version.template.status) or version.parts is None:
            continue
        for button in version.parts.buttons:
            if button.kind == "QUICK_REPLY":
                yield ShownButton(button.title, button.title, (button.title,), None)
