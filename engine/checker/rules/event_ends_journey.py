"""A wait for an event that ends the passage before the wait can hear it: the goal, or an early exit."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import shorten, step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps.wait_for_event import WaitForEvent


def check(scene: Scene) -> Iterator[Problem]:
    goal = scene.journey.goal.event if scene.journey.goal else None
    ends = {listens.event for listens in scene.journey.exit_on}
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForEvent) and (step.event or "").strip() and step.event in {goal, *ends}:
            facts: dict[str, Fact] = {"step": step_name(step), "event": shorten(step.event or "")}
            wording = None if step.event == goal else "exit"
            yield Problem("event_ends_journey", "error", step_id, None, ("event",), facts, wording=wording)
