"""Check a journey: every rule is asked, the answers come in the order of the path."""

from __future__ import annotations

from engine.checker.context import Scene, Surroundings
from engine.checker.problem import Problem
from engine.checker.rules import RULES
from engine.journey.definition import Journey


def check(journey: Journey, surroundings: Surroundings | None = None) -> list[Problem]:
    """All problems of a definition, complete or not: the journey's own first, then triggers, then steps as a customer
    meets them; errors before warnings at each. Never raises on a definition that `read_definition` accepts."""
    scene = Scene(journey, surroundings or Surroundings())
    found = [problem for rule in RULES.values() for problem in rule(scene)]
    return sorted(found, key=lambda problem: _place(scene, problem))


def _place(scene: Scene, problem: Problem) -> tuple[int, int, bool]:
    if problem.step is not None:
        return 2, scene.map.order.get(problem.step, 0), not problem.is_error
    triggers = [trigger.id for trigger in scene.journey.triggers]
    if problem.trigger in triggers:
        return 1, triggers.index(problem.trigger), not problem.is_error
    return 0, 0, not problem.is_error
