"""A marketing template in a service journey: customers without marketing consent do not get it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import templates_sent


def check(scene: Scene) -> Iterator[Problem]:
    if scene.journey.purpose == "marketing":
        return
    for step_id, use, found in templates_sent(scene):
        if any(version.template.category.upper() == "MARKETING" for version in found):
            yield Problem(
                "purpose_mismatch", "error", step_id, None, use.at("template"), {"step": step_name(use.step)},
                "make_marketing", "fallback" if use.place else None,
            )  # fmt: skip
