"""A start, a wait, a goal or an end by an event that nobody named: your site cannot tell it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name, trigger_name
from engine.checker.problem import Problem
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.triggers import EventTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if isinstance(trigger, EventTrigger) and not (trigger.name or "").strip():
            facts = {"step": trigger_name(trigger)}
            yield Problem("event_without_name", "error", None, trigger.id, ("name",), facts)
    goal = scene.journey.goal
    if goal is not None and not goal.event.strip():
        yield Problem("event_without_name", "error", None, None, ("goal", "event"), wording="goal")
    for place, listens in enumerate(scene.journey.exit_on):
        if not listens.event.strip():
            yield Problem("event_without_name", "error", None, None, ("exit_on", place, "event"), wording="exit")
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForEvent) and not (step.event or "").strip():
            facts = {"step": step_name(step)}
            yield Problem("event_without_name", "error", step_id, None, ("event",), facts, wording="wait")
