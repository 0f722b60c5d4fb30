"""A start by a customer's date that does not say which, or names one that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.fields import Fields
from engine.checker.names import shorten, trigger_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.triggers import DateTrigger


def check(scene: Scene) -> Iterator[Problem]:
    fields = Fields(scene)
    for trigger in scene.journey.triggers:
        if not isinstance(trigger, DateTrigger):
            continue
        facts: dict[str, Fact] = {"step": trigger_name(trigger)}
        path = trigger.attribute.strip()
        if not path:
            yield Problem("date_without_attribute", "error", None, trigger.id, ("attribute",), facts)
        elif not path.startswith("contact.") or fields.is_unknown(path):
            facts["name"] = shorten(path.removeprefix("contact."))
            yield Problem("date_without_attribute", "error", None, trigger.id, ("attribute",), facts, wording="unknown")
