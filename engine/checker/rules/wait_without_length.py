"""A wait that says no length: the customer goes on at once."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.journey.steps.wait import Wait


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, Wait) and step.for_ is None:
            yield Problem("wait_without_length", "error", step_id, None, ("for",), {"step": step_name(step)})
