"""An event start without the event's name, which your site cannot call, or an end by an event without one."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import trigger_name
from engine.checker.problem import Problem
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
