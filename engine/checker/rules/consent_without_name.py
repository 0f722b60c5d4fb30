"""A consent that proves little: without the words that were shown, or with words that do not name the business. The name is
looked for only where the house tells it, and not in words that are filled for each customer."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.texts import writings
from engine.checker.words import Fact
from engine.journey.keywords import fold
from engine.journey.steps.record_consent import RecordConsent


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, RecordConsent) and step.given:
            yield from _judge(step_id, step, (scene.surroundings.business_name or "").strip())


def _judge(step_id: str, step: RecordConsent, business: str) -> Iterator[Problem]:
    facts: dict[str, Fact] = {"step": step_name(step)}
    shown = [writing for writing in writings(step) if writing.source.strip()]
    if not shown:
        yield Problem("consent_without_name", "error", step_id, None, ("words",), facts, wording="no_words")
    for writing in shown if business else ():
        if "{" not in writing.source and fold(business) not in fold(writing.source):
            facts["business"] = business
            yield Problem("consent_without_name", "warning", step_id, None, writing.field, facts)
