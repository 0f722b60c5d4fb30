"""A path of a wait for a reply that no word and no button leads into."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import branch_name, step_name
from engine.checker.paths import is_empty
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps.wait_for_reply import WaitForReply


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if not isinstance(step, WaitForReply):
            continue
        for place, branch in enumerate(step.branches):
            if is_empty(branch):
                facts: dict[str, Fact] = {
                    "step": step_name(step), "way": branch_name(branch, scene.journey.language)
                }  # fmt: skip
                field = ("branches", place, "any_of")
                yield Problem("empty_branch", "error", step_id, None, field, facts, "delete_branch")
