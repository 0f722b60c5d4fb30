"""A wait for a reply or a question that never ends, or that ends in nothing, when the customer stays silent."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import spoken_duration, step_name
from engine.checker.problem import Problem
from engine.journey.durations import parse_duration
from engine.journey.steps.ask import Ask
from engine.journey.steps.wait_for_reply import WaitForReply


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if not isinstance(step, WaitForReply | Ask):
            continue
        facts = {"step": step_name(step)}
        if step.for_ is None:
            yield Problem("silence_not_handled", "error", step_id, None, ("for",), facts, "add_no_reply")
        elif step.no_reply is None:
            facts["limit"] = spoken_duration(parse_duration(step.for_))
            yield Problem("silence_not_handled", "error", step_id, None, ("no_reply",), facts, "add_no_reply", "no_way")
