"""A path by condition that nobody can take, or an event that none can be: two demands that contradict each other, or an earlier path that takes
everybody who meets them. Only demands that must hold together are compared."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.checker.condition_words import comparison_words
from engine.checker.context import Scene
from engine.checker.contradictions import contradict, demands, surely_holds
from engine.checker.fields import Fields
from engine.checker.names import branch_name, step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact, Spoken
from engine.journey.conditions import Comparison, Condition
from engine.journey.steps.branch import Branch, ConditionBranch
from engine.journey.steps.wait_for_event import WaitForEvent


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForEvent) and step.where is not None:
            yield from _awaited(scene, step_id, step, step.where)
        if isinstance(step, Branch):
            for place, branch in enumerate(step.branches):
                problem = _problem(scene, step_id, step, place, branch)
                if problem is not None:
                    yield problem


def _awaited(scene: Scene, step_id: str, step: WaitForEvent, where: Condition) -> Iterator[Problem]:
    """No event meets it: every customer waits until the limit."""
    for one, other in combinations(demands(where), 2):
        if contradict(one, other):
            facts: dict[str, Fact] = {"step": step_name(step)}
            facts |= {"one": _in_words(scene, one), "other": _in_words(scene, other)}
            yield Problem("impossible_condition", "error", step_id, None, ("where",), facts, wording="event")
            return


def _problem(scene: Scene, step_id: str, step: Branch, place: int, branch: ConditionBranch) -> Problem | None:
    if branch.when is None:
        return None
    field = ("branches", place, "when")
    facts: dict[str, Fact] = {"step": step_name(step)}
    for one, other in combinations(demands(branch.when), 2):
        if contradict(one, other):
            facts |= {"one": _in_words(scene, one), "other": _in_words(scene, other)}
            both_are = one.operator == other.operator == "is"
            choice, repair = (None, "use_any") if both_are else ("other", None)
            return Problem("impossible_condition", "error", step_id, None, field, facts, repair, choice)
    earlier = [one for one in step.branches[:place] if one.when is not None]
    same = next((one for one in earlier if one.when == branch.when), None)
    known = demands(branch.when)
    wider = same or next((one for one in earlier if one.when and surely_holds(one.when, known)), None)
    if wider is None:
        return None
    language = scene.journey.language
    facts |= {"way": branch_name(branch, language), "taker": branch_name(wider, language)}
    wording = "taken" if same else "shadowed"
    return Problem("impossible_condition", "error", step_id, None, field, facts, wording=wording)


def _in_words(scene: Scene, comparison: Comparison) -> Spoken:
    """`pays = France`, `commandes ≥ 3`."""
    return comparison_words(comparison, Fields(scene).label)
