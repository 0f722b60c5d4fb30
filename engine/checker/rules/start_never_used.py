"""Two starts by the same event: the first one takes every customer."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import trigger_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.triggers import EventTrigger


def check(scene: Scene) -> Iterator[Problem]:
    taken: dict[str, EventTrigger] = {}
    for trigger in scene.journey.triggers:
        if not isinstance(trigger, EventTrigger) or not (trigger.name or "").strip():
            continue
        first = taken.setdefault(trigger.name or "", trigger)
        if first is not trigger:
            facts: dict[str, Fact] = {
                "step": trigger_name(trigger), "event": trigger.name or "", "taker": trigger_name(first)
            }  # fmt: skip
            yield Problem("start_never_used", "error", None, trigger.id, ("name",), facts)
