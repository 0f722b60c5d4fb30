"""The buttons and rows that a step's message shows, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.checker.context import Scene
from engine.checker.names import button_name
from engine.checker.problem import Field
from engine.checker.templates import is_sendable, versions
from engine.checker.words import Fact
from engine.journey.model import LocalText, languages_of, text_in
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
    kind: Literal["button", "row"] = "button"


def written_buttons(step: StepBase) -> tuple[str, list[ReplyButton]]:
    """The buttons that this step writes itself, and its field that holds them."""
    if isinstance(step, SendSession):
        return "buttons", step.buttons
    return "choices", step.choices if isinstance(step, Ask) and step.kind == "choice" else []


def shown_buttons(scene: Scene, step: StepBase) -> list[ShownButton]:
    """A free reply's buttons or rows; an approved template's quick replies where the library tells them."""
    if isinstance(step, SendSession):
        return [*_session_buttons(scene, step), *_rows(scene, step)]
    return list(_quick_replies(scene, step)) if isinstance(step, SendTemplate) and step.template else []


def _session_buttons(scene: Scene, step: SendSession) -> Iterator[ShownButton]:
    for place, button in enumerate(step.buttons):
        name = button_name(button.title, place, scene.journey.language)
        yield ShownButton(name, button.id, _titles(scene, button.title), ("buttons", place))


def _rows(scene: Scene, step: SendSession) -> Iterator[ShownButton]:
    for (section, place), row in step.list_.rows() if step.list_ else ():
        name = button_name(row.title, place, scene.journey.language)
        field = ("list", "sections", section, "rows", place)
        yield ShownButton(name, row.id, _titles(scene, row.title), field, "row")


def _titles(scene: Scene, title: LocalText) -> tuple[str, ...]:
    """Each that customers of some language read."""
    default = scene.journey.language
    languages = sorted(languages_of(title)) or [default]
    return tuple(dict.fromkeys(text_in(title, language, default) for language in languages))


def _quick_replies(scene: Scene, step: SendTemplate) -> Iterator[ShownButton]:
    for version in versions(scene, step.template or ""):
        if not is_sendable(version.template.status) or version.parts is None:
            continue
        for button in version.parts.buttons:
            if button.kind == "QUICK_REPLY":
                yield ShownButton(button.title, button.title, (button.title,), None)
