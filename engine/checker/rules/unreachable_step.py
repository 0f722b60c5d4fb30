"""A step that no start leads to. Only the first of an unreached chain is named; a journey without any start says so once
(`no_start`, `step_without_next`) instead of once a step."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem


def check(scene: Scene) -> Iterator[Problem]:
    if not scene.map.starts:
        return
    steps = scene.journey.steps
    left = [step_id for step_id in scene.map.order if step_id not in scene.map.reached]
    led_to = {following for step_id in left for following in scene.map.next_of(step_id) if following != step_id}
    told: set[str] = set()
    for step_id in sorted(left, key=lambda step_id: step_id in led_to):
        if step_id not in told:
            told |= scene.map.after([step_id])
            sends, is_led_to = steps[step_id].sends is not None, step_id in led_to
            wording = ("message_round" if sends else "round") if is_led_to else "message" if sends else None
            yield Problem(
                "unreachable_step", "warning", step_id, facts={"step": step_name(steps[step_id])},
                repair="delete_step", wording=wording,
            )  # fmt: skip
