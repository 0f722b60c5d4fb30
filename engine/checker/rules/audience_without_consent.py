"""Marketing to a segment that does not ask for consent: those who did not agree enter and get nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.contradictions import demands
from engine.checker.names import shorten
from engine.checker.problem import Problem
from engine.journey.conditions import Condition, compare
from engine.journey.triggers import AudienceTrigger


def check(scene: Scene) -> Iterator[Problem]:
    if scene.journey.purpose != "marketing":
        return
    for trigger in scene.journey.triggers:
        segment = scene.journey.segments.get(trigger.segment or "") if isinstance(trigger, AudienceTrigger) else None
        if segment is not None and segment.when is not None and not _asks_for_consent(segment.when):
            facts = {"segment": shorten(segment.name or getattr(trigger, "segment", ""))}
            yield Problem("audience_without_consent", "warning", None, trigger.id, ("segment",), facts)


def _asks_for_consent(when: Condition) -> bool:
    asked = (one for one in demands(when) if one.attribute == "consent.marketing")
    return any(compare(True, one.operator, one.value) and not compare(False, one.operator, one.value) for one in asked)
