"""A one-time code in a marketing journey: it needs the consent that the journey needs, so that customers without it get no
code (semantics, “Consent”)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import templates_sent
from engine.checker.words import Fact


def check(scene: Scene) -> Iterator[Problem]:
    if scene.journey.purpose != "marketing":
        return
    for step_id, use, found in templates_sent(scene):
        if any(version.template.category.upper() == "AUTHENTICATION" for version in found):
            facts: dict[str, Fact] = {"step": step_name(use.step)}
            wording = "fallback" if use.place else None
            yield Problem("code_in_marketing", "error", step_id, None, use.at("template"), facts, wording=wording)
