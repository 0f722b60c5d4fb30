"""A customer who writes to a marketing journey, and whom only a template answers: without their consent nothing leaves, and
they wait for an answer. A step before it that records the consent, or a free reply, makes it well."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name, trigger_name
from engine.checker.nature import is_written_start, takes_time
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps.branch import Branch
from engine.journey.steps.record_consent import RecordConsent
from engine.journey.steps.send_template import SendTemplate


def check(scene: Scene) -> Iterator[Problem]:
    told: set[str] = set()
    if scene.journey.purpose != "marketing":
        return
    for trigger in scene.journey.triggers:
        step_id = _first_message(scene, trigger.next) if is_written_start(trigger) else None
        if step_id is not None and step_id not in told:
            told.add(step_id)
            facts: dict[str, Fact] = {
                "step": step_name(scene.journey.steps[step_id]), "start": trigger_name(trigger)
            }  # fmt: skip
            yield Problem("consent_not_asked", "warning", step_id, None, ("template",), facts)


def _first_message(scene: Scene, first: str | None) -> str | None:
    """The template that comes first on a straight way; None where a choice, a consent or another message does."""
    seen: set[str] = set()
    current = first
    while current is not None and current not in seen and scene.map.exists(current):
        seen.add(current)
        step = scene.journey.steps[current]
        if step.sends:
            alone = isinstance(step, SendTemplate) and step.template and not scene.map.exists(step.not_sent)
            return current if alone else None
        if isinstance(step, Branch | RecordConsent) or takes_time(step):
            return None
        current = next((port.to for port in scene.map.ports[current]), None)
    return None
