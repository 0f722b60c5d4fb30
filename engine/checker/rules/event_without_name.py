"""A start by an event or a wait for one without its name: your site cannot tell it."""

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
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForEvent) and not (step.event or "").strip():
            facts = {"step": step_name(step)}
            yield Problem("event_without_name", "error", step_id, None, ("event",), facts, wording="wait")
