"""A link without a code that can be recognised, and without an ad: what the customer sends starts nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import shorten, trigger_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.links import code_pattern
from engine.journey.triggers import LinkTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if not isinstance(trigger, LinkTrigger) or code_pattern(trigger) is not None:
            continue
        facts: dict[str, Fact] = {"step": trigger_name(trigger)}
        written = (trigger.code or "").strip()
        if written:
            facts["code"] = shorten(written)
            yield Problem("link_without_code", "error", None, trigger.id, ("code",), facts, wording="unreadable")
        elif not trigger.ads:
            yield Problem("link_without_code", "error", None, trigger.id, ("code",), facts)
