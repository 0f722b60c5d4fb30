"""A question whose answer is kept nowhere: not on the customer's record, and no step of the journey reads it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.texts import read_text, writings
from engine.journey.conditions import comparisons_in
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, Ask) and not (step.save_as or "").strip() and f"answers.{step_id}" not in _read(scene):
            yield Problem("ask_without_save", "warning", step_id, None, ("save_as",), {"step": step_name(step)})


def _read(scene: Scene) -> set[str]:
    """Every path that a text or a condition of the journey reads."""
    paths: set[str] = set()
    for step in scene.journey.steps.values():
        for writing in writings(step):
            paths |= {placeholder.path for placeholder in read_text(writing.source).placeholders}
        for branch in step.branches if isinstance(step, Branch) else ():
            paths |= {leaf.attribute for leaf in comparisons_in(branch.when)} if branch.when else set()
    return paths
