"""A wait that does not say how long, until which day, or which date: the customer goes on at once or never."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Field, Problem
from engine.journey.steps.until import UntilAttribute, UntilWeekday
from engine.journey.steps.wait import Wait


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, Wait) and (missing := _missing(step)):
            field, wording = missing
            yield Problem(
                "wait_without_length", "error", step_id, None, field, {"step": step_name(step)}, wording=wording
            )


def _missing(step: Wait) -> tuple[Field, str | None] | None:
    if step.until is None:
        return None if step.for_ else (("for",), None)
    if isinstance(step.until, UntilWeekday) and not step.until.weekday:
        return ("until", "weekday"), "weekday"
    if isinstance(step.until, UntilAttribute) and not step.until.attribute.strip():
        return ("until", "attribute"), "attribute"
    return None
