"""A one-time code in a marketing journey: it needs the consent that the journey needs, so that customers without it get no
code (semantics, “Consent”)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import templates_sent


def check(scene: Scene) -> Iterator[Problem]:
    if scene.journey.purpose != "marketing":
        return
    for step_id, step, found in templates_sent(scene):
        if any(version.template.category.upper() == "AUTHENTICATION" for version in found):
            yield Problem("code_in_marketing", "error", step_id, None, ("template",), {"step": step_name(step)})
