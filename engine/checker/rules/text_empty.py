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
from engine.journey.steps.options import OptionSheet
from engine.journey.steps.send_session import SendSession


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if not isinstance(step, SendSession | Ask):
            continue
        facts: dict[str, Fact] = {"step": step_name(step)}
        name, buttons = written_buttons(step)
        if _is_empty(step.text) and not (isinstance(step, SendSession) and step.may_be_wordless()):
            yield Problem("text_empty", "error", step_id, None, ("text",), facts)
        if isinstance(step, Ask) and step.kind == "choice" and not buttons:
            yield Problem("text_empty", "error", step_id, None, ("choices",), facts, wording="choices")
        for place, button in enumerate(buttons):
            if _is_empty(button.title):
                field = (name, place, "title")
                numbered = {**facts, "place": place + 1}
                yield Problem("text_empty", "error", step_id, None, field, numbered, wording="button")
        if isinstance(step, SendSession):
            yield from _in_offers(step_id, step, facts)


def _in_offers(step_id: str, step: SendSession, facts: dict[str, Fact]) -> Iterator[Problem]:
    if step.list_ is not None:
        yield from _in_list(step_id, step.list_, facts)
    if step.link_button is not None and _is_empty(step.link_button.title):
        yield Problem("text_empty", "error", step_id, None, ("link_button", "title"), facts, wording="link")


def _in_list(step_id: str, sheet: OptionSheet, facts: dict[str, Fact]) -> Iterator[Problem]:
    if _is_empty(sheet.button):
        yield Problem("text_empty", "error", step_id, None, ("list", "button"), facts, wording="opener")
    if not sheet.rows():
        yield Problem("text_empty", "error", step_id, None, ("list", "sections"), facts, wording="list")
    for number, ((section, place), row) in enumerate(sheet.rows(), start=1):
        if _is_empty(row.title):
            field = ("list", "sections", section, "rows", place, "title")
            yield Problem("text_empty", "error", step_id, None, field, {**facts, "place": number}, wording="row")
    for number, part in enumerate(sheet.sections if len(sheet.sections) > 1 else ()):
        if _is_empty(part.title):
            field = ("list", "sections", number, "title")
            yield Problem(
                "text_empty", "error", step_id, None, field, {**facts, "place": number + 1}, wording="section"
            )


def _is_empty(text: LocalText | None) -> bool:
    written = text.values() if isinstance(text, dict) else [text or ""]
    return not any(words.strip() for words in written)
