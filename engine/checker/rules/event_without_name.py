"""An event start without the event's name: your site cannot call it."""

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
