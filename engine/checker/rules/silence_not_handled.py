"""A wait for a reply or an event, or a question, that never ends, or that ends in nothing, when nothing comes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import spoken_duration, step_name
from engine.checker.problem import Problem
from engine.journey.durations import parse_duration
from engine.journey.steps.ask import Ask
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if not isinstance(step, WaitForReply | WaitForEvent | Ask):
            continue
        of_event = isinstance(step, WaitForEvent)
        port, way = ("no_event", step.no_event) if of_event else ("no_reply", step.no_reply)
        facts, repair = {"step": step_name(step)}, "add_no_event" if of_event else "add_no_reply"
        if step.for_ is None:
            wording = "event" if of_event else None
            yield Problem("silence_not_handled", "error", step_id, None, ("for",), facts, repair, wording)
        elif way is None:
            facts["limit"] = spoken_duration(parse_duration(step.for_))
            wording = "event_no_way" if of_event else "no_way"
            yield Problem("silence_not_handled", "error", step_id, None, (port,), facts, repair, wording)
