"""A path by condition that nobody can take: two demands that contradict each other, or an earlier path with the same
condition. Only demands that must hold together are compared."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.checker.context import Scene
from engine.checker.contradictions import contradict, demands
from engine.checker.fields import Fields
from engine.checker.names import branch_name, in_each, shorten, step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact, Spoken, say, word
from engine.journey.conditions import Comparison
from engine.journey.steps.branch import Branch, ConditionBranch


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, Branch):
            for place, branch in enumerate(step.branches):
                problem = _problem(scene, step_id, step, place, branch)
                if problem is not None:
                    yield problem


def _problem(scene: Scene, step_id: str, step: Branch, place: int, branch: ConditionBranch) -> Problem | None:
    if branch.when is None:
        return None
    field = ("branches", place, "when")
    facts: dict[str, Fact] = {"step": step_name(step)}
    for one, other in combinations(demands(branch.when), 2):
        if contradict(one, other):
            facts |= {"one": _in_words(scene, one), "other": _in_words(scene, other)}
            choice = None if one.operator == other.operator == "is" else "other"
            return Problem("impossible_condition", "error", step_id, None, field, facts, wording=choice)
    same = next((earlier for earlier in step.branches[:place] if earlier.when == branch.when), None)
    if same is None:
        return None
    language = scene.journey.language
    facts |= {"way": branch_name(branch, language), "taker": branch_name(same, language)}
    return Problem("impossible_condition", "error", step_id, None, field, facts, wording="taken")


def _in_words(scene: Scene, comparison: Comparison) -> Spoken:
    """`pays = France`, `commandes ≥ 3`."""
    label = Fields(scene).label(comparison.attribute)
    operator = word("operators", comparison.operator) or {}
    value = comparison.value
    wanted = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return in_each(lambda language: shorten(f"{say(label, language)} {operator[language]} {wanted}"))
