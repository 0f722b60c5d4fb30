"""A button whose tap gets no answer.

A tap is taken by a branch that names the button's id, else its label counts as typed; a connected `otherwise` answers
everything, so that nothing is claimed there. A free reply with buttons and no wait for a reply behind it leaves every tap
without an answer, unless the label is a start word. The rows of a list are such buttons; a request for the location needs a
wait behind it in the same way. A template's quick replies may be meant for no one (STOP is heard above
all journeys), so they are checked against the waits that follow only. A question that follows hears every tap, as an answer to itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.checker.buttons import ShownButton, shown_buttons
from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.patterns import patterns_of, start_words
from engine.checker.problem import Problem
from engine.journey.keywords import Pattern, recognise
from engine.journey.steps import StepBase
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.wait_for_reply import WaitForReply


def check(scene: Scene) -> Iterator[Problem]:
    starts = start_words(scene)
    for step_id, step in scene.map.live.items():
        for button in shown_buttons(scene, step):
            if _leads_nowhere(scene, step_id, step, button) and not _is_understood(button, starts):
                facts = {"button": button.name, "step": step_name(step)}
                wording = "row" if button.kind == "row" else None
                yield Problem("button_without_path", "error", step_id, None, button.field, facts, "add_path", wording)
        if isinstance(step, SendSession) and step.location_request and not _is_location_awaited(scene, step_id):
            facts = {"step": step_name(step)}
            place = ("location_request",)
            yield Problem("button_without_path", "error", step_id, None, place, facts, "add_path", "location")


def _is_location_awaited(scene: Scene, step_id: str) -> bool:
    """Whether something behind the request hears a location, be it as another reply."""
    listeners = [scene.journey.steps[listener] for listener in scene.map.listeners_after(step_id)]
    waits = [listener for listener in listeners if isinstance(listener, WaitForReply)]
    return bool(listeners) and all(scene.map.exists(wait.otherwise) or wait.awaits_location() for wait in waits)


def _leads_nowhere(scene: Scene, step_id: str, step: StepBase, button: ShownButton) -> bool:
    listeners = [scene.journey.steps[listener] for listener in scene.map.listeners_after(step_id)]
    if not listeners:
        return isinstance(step, SendSession)
    waits = [listener for listener in listeners if isinstance(listener, WaitForReply)]
    return any(not _is_answered(scene, wait, button) for wait in waits)


def _is_answered(scene: Scene, wait: WaitForReply, button: ShownButton) -> bool:
    if scene.map.exists(wait.otherwise):
        return True
    if any(button.id in branch.buttons for branch in wait.branches):
        return True
    return _is_understood(button, patterns_of(wait.branches))


def _is_understood(button: ShownButton, patterns: Sequence[Pattern]) -> bool:
    return all(recognise(title, patterns) for title in button.titles)
