"""Shares that do not make 100, a way for nobody, a test of one way, a control group that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import branch_name, step_name
from engine.checker.problem import Field, Problem
from engine.checker.words import Fact
from engine.journey.steps.split import WHOLE, Split


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, Split):
            yield from _problems(scene, step_id, step)


def _problems(scene: Scene, step_id: str, step: Split) -> Iterator[Problem]:
    name = step_name(step)
    if len(step.paths) < 2:
        yield _problem(step_id, ("paths",), {"step": name}, wording="one")
        return
    total = sum(path.share for path in step.paths)
    if total != WHOLE:
        yield _problem(step_id, ("paths",), {"step": name, "total": total}, repair="share_evenly")
    for place, path in enumerate(step.paths):
        if path.share == 0 and total == WHOLE:
            facts: dict[str, Fact] = {"step": name, "way": branch_name(path, scene.journey.language)}
            yield _problem(step_id, ("paths", place, "share"), facts, repair="share_evenly", wording="nobody")
    if step.control is not None and step.control not in {path.id for path in step.paths}:
        yield _problem(step_id, ("control",), {"step": name, "named": step.control}, wording="control")


def _problem(
    step_id: str, field: Field, facts: dict[str, Fact], *, repair: str | None = None, wording: str | None = None
) -> Problem:
    return Problem("split_incomplete", "error", step_id, None, field, facts, repair, wording)
