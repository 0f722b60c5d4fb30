"""A placeholder for which a known number of customers have no value: their message cannot leave. It is tried out, so that a
text that looks first whether there is a value is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checker.context import Scene
from engine.checker.fields import Fields
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.texts import Writing, attempt, facts_for, read_text, writings
from engine.checker.words import Fact
from engine.journey.steps import StepBase

SAMPLES = ("Amina", "1")
"""Words, and digits for a text that counts."""


def check(scene: Scene) -> Iterator[Problem]:
    counts = scene.surroundings.empty_for or {}
    fields = Fields(scene)
    for step_id, step in scene.journey.walk() if counts else ():
        for writing in writings(step):
            if writing.use.role not in ("attribute", "request"):
                yield from _lacking(fields, counts, step_id, step, writing)


def _lacking(
    fields: Fields, counts: Mapping[str, int], step_id: str, step: StepBase, writing: Writing
) -> Iterator[Problem]:
    reading = read_text(writing.source)
    for path in sorted({place.path for place in reading.placeholders if not place.has_default}):
        people = counts.get(path.removeprefix("contact."), 0) if path.startswith("contact.") else 0
        if people > 0 and not fields.is_unknown(path) and _needs(writing.source, path):
            facts: dict[str, Fact] = {
                "step": step_name(step), "subject": fields.subject(path), "people": people
            }  # fmt: skip
            proof = {"name": path, "people": people}
            yield Problem(
                "field_may_be_empty", "warning", step_id, None, writing.field, facts, "add_default", proof=proof
            )


def _needs(source: str, path: str) -> bool:
    """Whether the text can be filled with this value, and not without."""
    reading = read_text(source)
    for sample in SAMPLES:
        filled = {place.path: sample for place in reading.placeholders}
        if attempt(source, facts_for(reading, filled)) is not None:
            return attempt(source, facts_for(reading, filled, without=path)) is None
    return False
