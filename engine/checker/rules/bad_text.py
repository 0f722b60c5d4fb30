"""A text or an expression that cannot be read. Checked everywhere, because one such text keeps the whole version from
running."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import branch_name, shorten, step_name, trigger_name
from engine.checker.patterns import pattern_of
from engine.checker.problem import Problem
from engine.checker.texts import Reading, Writing, read_text, writings
from engine.checker.words import Fact
from engine.journey.steps import StepBase
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.triggers import KeywordTrigger

WORDINGS = {
    "message": None,
    "button": "button",
    "value": None,
    "attribute": "record",
    "media": None,
    "row": "button",
    "link": None,
    "request": "request",
}


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if isinstance(trigger, KeywordTrigger) and pattern_of(trigger) is None:
            facts: dict[str, Fact] = {"step": trigger_name(trigger)}
            yield Problem("bad_text", "error", None, trigger.id, ("any_of",), facts, wording="start")
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            reading = read_text(writing.source)
            if reading.reason is not None:
                yield _problem(step_id, step, writing, reading)
        if isinstance(step, WaitForReply):
            yield from _expressions(scene, step_id, step)


def _problem(step_id: str, step: StepBase, writing: Writing, reading: Reading) -> Problem:
    lines = writing.source.splitlines() or [""]
    shown = shorten(lines[min(max(reading.line, 1), len(lines)) - 1])
    facts: dict[str, Fact] = {"step": step_name(step), "line": reading.line, "shown": shown}
    proof = {"line": reading.line, "reason": reading.reason}
    return Problem("bad_text", "error", step_id, None, writing.field, facts, None, WORDINGS[writing.use.role], proof)


def _expressions(scene: Scene, step_id: str, step: WaitForReply) -> Iterator[Problem]:
    for place, branch in enumerate(step.branches):
        if pattern_of(branch) is None:
            facts: dict[str, Fact] = {
                "step": step_name(step), "way": branch_name(branch, scene.journey.language)
            }  # fmt: skip
            field = ("branches", place, "any_of")
            yield Problem("bad_text", "error", step_id, None, field, facts, wording="expression")
