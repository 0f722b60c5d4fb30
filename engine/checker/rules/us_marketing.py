"""A marketing template for customers in the United States: WhatsApp delivers none there (whatsapp.md, section 4.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import templates_sent
from engine.checker.words import Fact

COUNTRY = "US"


def check(scene: Scene) -> Iterator[Problem]:
    people = (scene.surroundings.people_by_country or {}).get(COUNTRY, 0)
    for step_id, use, found in templates_sent(scene) if people > 0 else ():
        if any(version.template.category.upper() == "MARKETING" for version in found):
            facts: dict[str, Fact] = {"step": step_name(use.step), "people": people}
            wording, proof = "fallback" if use.place else None, {"people": people}
            yield Problem("us_marketing", "warning", step_id, None, use.at("template"), facts, None, wording, proof)
