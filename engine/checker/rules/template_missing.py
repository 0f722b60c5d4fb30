"""A template step without a template, or with one that the library does not have in the journey's language."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import language_name, step_name
from engine.checker.nearest import nearest
from engine.checker.problem import Problem
from engine.checker.templates import versions
from engine.checker.words import Fact
from engine.journey.steps.send_template import SendTemplate


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if isinstance(step, SendTemplate):
            problem = _problem(scene, step_id, step)
            if problem is not None:
                yield problem


def _problem(scene: Scene, step_id: str, step: SendTemplate) -> Problem | None:
    facts: dict[str, Fact] = {"step": step_name(step)}
    place = ("template",)
    if not step.template:
        return Problem("template_missing", "error", step_id, None, place, facts, "choose_template")
    if scene.surroundings.templates is None:
        return None
    facts["template"] = step.template
    names = {name for name, _ in scene.surroundings.templates}
    if step.template not in names:
        return _not_in_library(step_id, step.template, facts, names)
    default = scene.journey.language
    if any(version.language == default for version in versions(scene, step.template)):
        return None
    facts["language"] = language_name(default)
    return Problem("template_missing", "error", step_id, None, place, facts, "choose_template", "language")


def _not_in_library(step_id: str, name: str, facts: dict[str, Fact], names: set[str]) -> Problem:
    meant = nearest(name, names)
    if meant is None:
        return Problem("template_missing", "error", step_id, None, ("template",), facts, "choose_template", "unknown")
    facts["meant"] = meant
    return Problem(
        "template_missing", "error", step_id, None, ("template",), facts, "choose_template", "meant",
        {"suggestion": meant},
    )  # fmt: skip
