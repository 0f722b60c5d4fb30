"""A placeholder for which a known number of customers have no value: their message cannot leave. It is tried out, so that a
text that looks first whether there is a value is left alone; so is a value that every way to the step notes or looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checker.context import Scene
from engine.checker.fields import Fields
from engine.checker.names import step_name
from engine.checker.paths import way_without
from engine.checker.problem import Problem
from engine.checker.texts import Writing, needs, read_text, writings
from engine.checker.words import Fact
from engine.journey.steps import StepBase


def check(scene: Scene) -> Iterator[Problem]:
    counts = scene.surroundings.empty_for or {}
    fields = Fields(scene)
    for step_id, step in scene.journey.walk() if counts else ():
        for writing in writings(step):
            if writing.use.role not in ("attribute", "request"):
                yield from _lacking(scene, fields, counts, step_id, step, writing)


def _lacking(
    scene: Scene, fields: Fields, counts: Mapping[str, int], step_id: str, step: StepBase, writing: Writing
) -> Iterator[Problem]:
    reading = read_text(writing.source)
    for path in sorted({place.path for place in reading.placeholders if not place.has_default}):
        people = counts.get(path.removeprefix("contact."), 0) if path.startswith("contact.") else 0
        if (
            people > 0
            and not fields.is_unknown(path)
            and needs(writing.source, path)
            and _is_open(scene, step_id, path)
        ):
            facts: dict[str, Fact] = {
                "step": step_name(step), "subject": fields.subject(path), "people": people
            }  # fmt: skip
            proof = {"name": path, "people": people}
            yield Problem(
                "field_may_be_empty", "warning", step_id, None, writing.field, facts, "add_default", proof=proof
            )


def _is_open(scene: Scene, step_id: str, path: str) -> bool:
    """Whether a way leads here on which nothing told the value."""
    return not scene.map.starts or way_without(scene.map, step_id, path) is not None
