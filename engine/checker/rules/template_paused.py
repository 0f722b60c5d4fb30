"""A template that WhatsApp paused: every send fails until it ends."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import TemplateUse, Version, templates_sent
from engine.checker.words import Fact


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        paused = next((version for version in found if version.template.status.upper() == "PAUSED"), None)
        if paused is not None:
            yield _problem(step_id, use, paused)


def _problem(step_id: str, use: TemplateUse, version: Version) -> Problem:
    facts: dict[str, Fact] = {"step": step_name(use.step)}
    proof = {"language": version.language}
    until = version.template.paused_until
    if until is None:
        return Problem(
            "template_paused", "error", step_id, None, use.at("template"), facts, wording="no_end", proof=proof
        )
    facts["until"] = f"{until:%H:%M}"
    return Problem("template_paused", "error", step_id, None, use.at("template"), facts, proof=proof)
