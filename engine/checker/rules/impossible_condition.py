"""A path by condition that nobody can take, or an event that none can be: demands that exclude each other, earlier paths that
take everybody who meets them, or a choice before that leads nobody here who does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.checker.choices import Choices
from engine.checker.condition_words import comparison_words
from engine.checker.context import Scene
from engine.checker.fields import Fields
from engine.checker.names import branch_name, step_name
from engine.checker.possible import may_hold
from engine.checker.problem import Field, Problem
from engine.checker.words import Fact, Spoken
from engine.journey.conditions import AllOf, Comparison, Condition
from engine.journey.steps.branch import Branch, ConditionBranch
from engine.journey.steps.wait_for_event import WaitForEvent


def check(scene: Scene) -> Iterator[Problem]:
    choices = Choices(scene.map)
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForEvent) and step.where is not None and not may_hold([(step.where, True)]):
            yield _excluded(scene, step_id, step, step.where, ("where",), "event")
        if isinstance(step, Branch):
            for place, branch in enumerate(step.branches):
                problem = _problem(scene, step_id, step, place, branch)
                yield from [problem] if problem else _unreached(scene, step_id, place, choices)


def _problem(scene: Scene, step_id: str, step: Branch, place: int, branch: ConditionBranch) -> Problem | None:
    """What the step alone tells of this way."""
    if branch.when is None:
        return None
    field = ("branches", place, "when")
    if not may_hold([(branch.when, True)]):
        return _excluded(scene, step_id, step, branch.when, field)
    earlier = [(one, one.when) for one in step.branches[:place] if one.when is not None]
    same = next((one for one, when in earlier if when == branch.when), None)
    wider = same or next((one for one, when in earlier if not may_hold([(branch.when, True), (when, False)])), None)
    language = scene.journey.language
    facts: dict[str, Fact] = {"step": step_name(step), "way": branch_name(branch, language)}
    if wider is not None:
        facts["taker"] = branch_name(wider, language)
        return _told(step_id, field, facts, "taken" if same else "shadowed")
    if not may_hold([(branch.when, True), *((when, False) for _, when in earlier)]):
        return _told(step_id, field, facts, "shadowed_by_all")
    return None


def _unreached(scene: Scene, step_id: str, place: int, choices: Choices) -> Iterator[Problem]:
    """Everybody who would take this way has taken another one before."""
    known = choices.known.get(step_id, set())
    if not known or any(choices.can_take((step_id, place), one) for one in known):
        return
    step, before = scene.journey.steps[step_id], sorted({taken[0] for one in known for taken in one} - {step_id})
    if isinstance(step, Branch) and step.branches[place].when is not None and before:
        last = max(before, key=lambda one: scene.map.order[one])
        facts: dict[str, Fact] = {"step": step_name(step), "before": step_name(scene.journey.steps[last])}
        facts["way"] = branch_name(step.branches[place], scene.journey.language)
        yield _told(step_id, ("branches", place, "when"), facts, "led_elsewhere")


def _excluded(
    scene: Scene, step_id: str, step: Branch | WaitForEvent, when: Condition, field: Field, kind: str | None = None
) -> Problem:
    """Two demands of which each excludes the other, where it is only two."""
    facts: dict[str, Fact] = {"step": step_name(step)}
    demands = _together(when)
    pair = next((pair for pair in combinations(demands, 2) if not may_hold((one, True) for one in pair)), None)
    if pair is None or not all(isinstance(one, Comparison) for one in pair):
        return _told(step_id, field, facts, f"{kind}_together" if kind else "together")
    one, other = (leaf for leaf in pair if isinstance(leaf, Comparison))
    facts |= {"one": _in_words(scene, one), "other": _in_words(scene, other)}
    both_are = one.operator == other.operator == "is" and kind is None
    return _told(step_id, field, facts, kind or (None if both_are else "other"), "use_any" if both_are else None)


def _together(when: Condition) -> list[Condition]:
    """The conditions that must all hold."""
    return [one for part in when.all for one in _together(part)] if isinstance(when, AllOf) else [when]


def _told(
    step_id: str, field: Field, facts: dict[str, Fact], wording: str | None, repair: str | None = None
) -> Problem:
    return Problem("impossible_condition", "error", step_id, None, field, facts, repair, wording)


def _in_words(scene: Scene, comparison: Comparison) -> Spoken:
    """`pays = France`, `commandes ≥ 3`."""
    return comparison_words(comparison, Fields(scene).label)
