"""A placeholder or a condition that reads something nobody has. A customer's own attributes are checked only where the house
tells them; names without contact, event or answers in front, and answers to questions that do not exist, always."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.checker.context import Scene
from engine.checker.fields import Fields
from engine.checker.names import step_name
from engine.checker.problem import Field, Problem
from engine.checker.texts import Writing, read_text, writings
from engine.checker.words import Fact
from engine.journey.conditions import Condition, comparisons_in
from engine.journey.steps import StepBase
from engine.journey.steps.branch import Branch
from engine.journey.steps.until import UntilAttribute
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent


@dataclass(frozen=True, slots=True)
class _Unknown:
    """The path as written, and which sentence fits its place."""

    path: str
    wording: str | None


def check(scene: Scene) -> Iterator[Problem]:
    fields = Fields(scene)
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            yield from _in_text(fields, step_id, step, writing)
        if isinstance(step, Branch):
            yield from _in_conditions(fields, step_id, step)
        if isinstance(step, WaitForEvent) and step.where is not None:
            yield from _in_condition(fields, step_id, step, step.where, ("where",))
        if isinstance(step, Wait) and isinstance(step.until, UntilAttribute):
            yield from _in_wait(fields, step_id, step, step.until.attribute)


def _in_text(fields: Fields, step_id: str, step: StepBase, writing: Writing) -> Iterator[Problem]:
    reading = read_text(writing.source)
    kind = {"attribute": "record", "request": "request"}.get(writing.use.role)
    for name in reading.unknown_names:
        yield _problem(fields, step_id, step, writing.field, _Unknown(name, kind))
    for placeholder in dict.fromkeys(reading.placeholders):
        if fields.is_unknown(placeholder.path):
            unknown = _Unknown(placeholder.path, "default" if placeholder.has_default else kind)
            yield _problem(fields, step_id, step, writing.field, unknown)


def _in_conditions(fields: Fields, step_id: str, step: Branch) -> Iterator[Problem]:
    for place, branch in enumerate(step.branches):
        if branch.when is not None:
            yield from _in_condition(fields, step_id, step, branch.when, ("branches", place, "when"))


def _in_condition(
    fields: Fields, step_id: str, step: StepBase, condition: Condition, field: Field
) -> Iterator[Problem]:
    read = comparisons_in(condition)
    for path in dict.fromkeys(comparison.attribute for comparison in read if comparison.attribute.strip()):
        if fields.is_unknown(path):
            yield _problem(fields, step_id, step, field, _Unknown(path, "condition"))


def _in_wait(fields: Fields, step_id: str, step: Wait, path: str) -> Iterator[Problem]:
    if path.strip() and fields.is_unknown(path):
        yield _problem(fields, step_id, step, ("until", "attribute"), _Unknown(path, "condition"))


def _problem(fields: Fields, step_id: str, step: StepBase, field: Field, unknown: _Unknown) -> Problem:
    facts: dict[str, Fact] = {"step": step_name(step), "name": unknown.path.removeprefix("contact.")}
    meant = fields.meant_by(unknown.path)
    proof = {"name": unknown.path}
    if meant is not None:
        facts["meant"] = fields.label(meant)
        proof["suggestion"] = meant
    suffix = "meant" if meant else None
    if unknown.path.startswith("answers."):
        facts["name"], suffix = unknown.path.removeprefix("answers."), "answer"
    wording = "_".join(part for part in (unknown.wording, suffix) if part)
    severity = "warning" if unknown.wording == "default" else "error"
    repair = "correct_field" if meant else None
    return Problem("unknown_field", severity, step_id, None, field, facts, repair, wording or None, proof)
