"""A way that ends in nothing: the customer stops there."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import branch_name, step_name, trigger_name
from engine.checker.problem import Problem
from engine.checker.words import Fact, word
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_reply import WaitForReply

# Other reply, answer not understood and no reply have rules of their own.
ASKED_ELSEWHERE = ("otherwise", "no_reply", "invalid")


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if trigger.next is None:
            facts = {"step": trigger_name(trigger)}
            yield Problem("step_without_next", "error", None, trigger.id, ("next",), facts, wording="start")
    for step_id, step in scene.map.live.items():
        for port in scene.map.ports[step_id]:
            if port.to is None and not port.optional and not _asked_elsewhere(step, port):
                yield _problem(scene, step_id, step, port)


def _asked_elsewhere(step: StepBase, port: Port) -> bool:
    return isinstance(step, WaitForReply | Ask) and port.id in ASKED_ELSEWHERE


def _problem(scene: Scene, step_id: str, step: StepBase, port: Port) -> Problem:
    facts = {"step": step_name(step)}
    if port.id == "next":
        return Problem("step_without_next", "error", step_id, None, ("next",), facts, repair="add_exit")
    facts["way"] = _way(scene, step, port)
    return Problem("step_without_next", "error", step_id, None, (port.id,), facts, repair="add_exit", wording="way")


def _way(scene: Scene, step: StepBase, port: Port) -> Fact:
    if isinstance(step, Wait):
        return word("ports", "no_date") or port.id
    branches = step.branches if isinstance(step, Branch | WaitForReply) else []
    named = (branch_name(branch, scene.journey.language) for branch in branches if port.id == f"branch:{branch.id}")
    return next(named, None) or word("ports", port.id) or port.id
