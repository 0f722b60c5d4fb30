"""A message with buttons behind which the passage waits for a time before it listens: who taps meanwhile gets no answer."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.buttons import ShownButton, shown_buttons
from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.nature import is_deaf
from engine.checker.patterns import start_words
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.keywords import Pattern, recognise
from engine.journey.optout import OptOut, recognise_choice


def check(scene: Scene) -> Iterator[Problem]:
    starts = start_words(scene)
    for step_id, step in scene.map.live.items():
        buttons = [one for one in shown_buttons(scene, step) if not _is_heard_anyway(scene, one, starts)]
        waits = _deaf_before_listening(scene, step_id) if buttons and not step.listens else None
        if waits is not None:
            facts: dict[str, Fact] = {
                "step": step_name(step), "button": buttons[0].name, "wait": step_name(scene.journey.steps[waits])
            }  # fmt: skip
            yield Problem("taps_not_heard", "warning", waits, None, None, facts)


def _is_heard_anyway(scene: Scene, button: ShownButton, starts: list[Pattern]) -> bool:
    """Opt-out words and start words are heard at any time."""
    choices = [recognise_choice(title, scene.journey.language, last_was_marketing=True) for title in button.titles]
    if all(isinstance(choice, OptOut) for choice in choices):
        return True
    return all(recognise(title, starts) for title in button.titles)


def _deaf_before_listening(scene: Scene, step_id: str) -> str | None:
    """The first step that takes time, on a way that listens later."""
    pending: list[tuple[str, str | None]] = [
        (port.to, None) for port in scene.map.ports[step_id] if port.id == "next" and port.to
    ]
    seen: set[tuple[str, str | None]] = set()
    while pending:
        current, deaf = pending.pop(0)
        if (current, deaf) in seen or not scene.map.exists(current):
            continue
        seen.add((current, deaf))
        step = scene.journey.steps[current]
        if step.listens:
            if deaf is not None:
                return deaf
            continue
        if not step.sends:
            deaf = deaf or (current if is_deaf(step) else None)
            pending.extend((following, deaf) for following in scene.map.next_of(current))
    return None
