"""A start by a segment that nobody can be in: none is chosen, it is not described, or its description says nothing, too much,
or looks at what nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.checker.context import Scene
from engine.checker.contradictions import contradict, demands
from engine.checker.fields import Fields
from engine.checker.names import shorten, trigger_name
from engine.checker.problem import Problem
from engine.checker.rules.condition_incomplete import missing_in
from engine.checker.words import Fact
from engine.journey.conditions import Condition, comparisons_in
from engine.journey.triggers import AudienceTrigger

ALWAYS_KNOWN = ("consent.marketing", "consent.service", "consent.opted_out", "contact.joined_at")


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if isinstance(trigger, AudienceTrigger):
            yield from _of(scene, trigger)


def _of(scene: Scene, trigger: AudienceTrigger) -> Iterator[Problem]:
    facts: dict[str, Fact] = {"step": trigger_name(trigger)}
    key = (trigger.segment or "").strip()
    segment = scene.journey.segments.get(key)
    if not key:
        yield _problem(trigger, facts, None)
        return
    facts["segment"] = shorten((segment.name if segment else "") or key)
    if segment is None:
        yield _problem(trigger, facts, "gone")
    elif segment.when is None or missing_in(segment.when) is not None:
        yield _problem(trigger, facts, "condition")
    elif any(contradict(one, other) for one, other in combinations(demands(segment.when), 2)):
        yield _problem(trigger, facts, "impossible")
    else:
        yield from (_problem(trigger, {**facts, "name": name}, "field") for name in _unknown(scene, segment.when))


def _unknown(scene: Scene, when: Condition) -> list[str]:
    """Fields that nobody can have; a segment knows the record and the consents, no event and no answers."""
    fields, asked = Fields(scene), dict.fromkeys(one.attribute for one in comparisons_in(when))
    found = [path for path in asked if path not in ALWAYS_KNOWN and _is_unknown(fields, path)]
    return [path.removeprefix("contact.") for path in found]


def _is_unknown(fields: Fields, path: str) -> bool:
    return not path.startswith("contact.") or fields.is_unknown(path)


def _problem(trigger: AudienceTrigger, facts: dict[str, Fact], wording: str | None) -> Problem:
    return Problem("audience_without_people", "error", None, trigger.id, ("segment",), facts, wording=wording)
