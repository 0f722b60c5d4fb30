"""A choice by what became of a message that names no message, no limit, or nothing to tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Field, Problem
from engine.checker.words import Fact
from engine.journey.steps.branch_on_message import SIGNS, BranchOnMessage

WAYS = ("replied", *SIGNS, "failed")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, BranchOnMessage):
            for field, wording in _missing(scene, step_id, step):
                facts: dict[str, Fact] = {"step": step_name(step)}
                if wording == "after":
                    facts["message"] = step_name(scene.journey.steps[step.message or ""])
                yield Problem("message_branch_incomplete", "error", step_id, None, field, facts, wording=wording)


def _missing(scene: Scene, step_id: str, step: BranchOnMessage) -> Iterator[tuple[Field, str | None]]:
    sender = scene.journey.steps.get(step.message or "")
    if sender is None or sender.sends is None:
        yield ("message",), None
    elif step_id not in scene.map.after([step.message or ""]):
        yield ("message",), "after"
    if not any(port.to for port in step.ports() if port.id in WAYS):
        yield ("read",), "nothing"
    if step.within is None:
        yield ("within",), "limit"
