"""A wait for a reply or a question that has no way for an unexpected answer. Connected, that way counts for every answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.checker.context import Scene
from engine.checker.names import branch_name, in_each, quoted, step_name
from engine.checker.patterns import patterns_of
from engine.checker.problem import Problem
from engine.checker.words import Fact, Spoken, catalogue
from engine.journey.keywords import Pattern, recognise
from engine.journey.steps.ask import Ask
from engine.journey.steps.wait_for_reply import WaitForReply


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForReply) and step.otherwise is None:
            yield _problem(scene, step_id, step)
        if isinstance(step, Ask) and step.invalid is None:
            yield _not_understood(step_id, step)


def _problem(scene: Scene, step_id: str, step: WaitForReply) -> Problem:
    facts = {"step": step_name(step)}
    place = ("otherwise",)
    if not step.branches:
        return Problem("answer_not_handled", "error", step_id, None, place, facts, wording="nothing")
    if any(branch.match == "any" for branch in step.branches):
        return Problem("answer_not_handled", "warning", step_id, None, place, facts, wording="photo")
    facts["expected"] = quoted((branch_name(branch, scene.journey.language) for branch in step.branches), "and")
    facts["example"] = _unexpected(patterns_of(step.branches))
    return Problem("answer_not_handled", "error", step_id, None, place, facts)


def _not_understood(step_id: str, step: Ask) -> Problem:
    """A free text takes every answer but those without a word."""
    facts: dict[str, Fact] = {"step": step_name(step), "tries": _tries(step.tries)}
    if step.kind == "text":
        return Problem("answer_not_handled", "warning", step_id, None, ("invalid",), facts, wording="invalid_photo")
    return Problem("answer_not_handled", "error", step_id, None, ("invalid",), facts, wording="invalid")


def _tries(count: int) -> Spoken:
    return {"fr": f"{count} essai{'s' if count > 1 else ''}", "en": "1 try" if count == 1 else f"{count} tries"}


def _unexpected(patterns: Sequence[Pattern]) -> Spoken:
    """An everyday answer that no branch takes."""
    offered = catalogue()["everyday_answers"]
    return in_each(lambda spoken: next((text for text in offered[spoken] if not recognise(text, patterns)), "…"))
