"""A template step or a fallback without a template, or with one that the library does not have in the journey's language."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import language_name, step_name
from engine.checker.nearest import nearest
from engine.checker.problem import Problem
from engine.checker.templates import TemplateUse, template_use, versions
from engine.checker.words import Fact


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        use = template_use(step)
        if use is not None:
            problem = _problem(scene, step_id, use)
            if problem is not None:
                yield problem


def _problem(scene: Scene, step_id: str, use: TemplateUse) -> Problem | None:
    facts: dict[str, Fact] = {"step": step_name(use.step)}
    place, name = use.at("template"), use.sent.template
    if not name:
        wording = "fallback" if use.place else None
        return Problem("template_missing", "error", step_id, None, place, facts, "choose_template", wording)
    if scene.surroundings.templates is None:
        return None
    facts["template"] = name
    names = {name for name, _ in scene.surroundings.templates}
    if name not in names:
        return _not_in_library(step_id, use, facts, names)
    default = scene.journey.language
    if any(version.language == default for version in versions(scene, name)):
        return None
    facts["language"] = language_name(default)
    return Problem("template_missing", "error", step_id, None, place, facts, "choose_template", "language")


def _not_in_library(step_id: str, use: TemplateUse, facts: dict[str, Fact], names: set[str]) -> Problem:
    place = use.at("template")
    meant = nearest(use.sent.template or "", names)
    if meant is None:
        return Problem("template_missing", "error", step_id, None, place, facts, "choose_template", "unknown")
    facts["meant"] = meant
    return Problem(
        "template_missing", "error", step_id, None, place, facts, "choose_template", "meant",
        {"suggestion": meant},
    )  # fmt: skip
