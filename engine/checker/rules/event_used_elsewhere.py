"""An event that starts another live journey too, or one that is checked with it: the customer gets the messages of both."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.triggers import EventTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        for other in scene.surroundings.events_elsewhere or ():
            if isinstance(trigger, EventTrigger) and (trigger.name or "").strip() and trigger.name == other.event:
                facts: dict[str, Fact] = {"event": other.event, "journey": other.journey_name}
                wording = None if other.is_live else "beside"
                yield Problem("event_used_elsewhere", "warning", None, trigger.id, ("name",), facts, wording=wording)
