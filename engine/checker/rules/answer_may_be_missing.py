"""A text that repeats an answer which some customers have not given when they come there: it cannot be filled, and they get
nothing. A choice that looks at the answer first is taken to know what it does."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.fields import Fields
from engine.checker.names import step_name
from engine.checker.paths import way_without
from engine.checker.problem import Problem
from engine.checker.texts import needs, read_text, writings
from engine.checker.words import Fact
from engine.journey.steps import StepBase

ROLES = ("message", "button", "row", "link", "value", "media")


def check(scene: Scene) -> Iterator[Problem]:
    fields = Fields(scene)
    for step_id, step in scene.map.live.items() if scene.map.starts else ():
        told: set[str] = set()
        for writing in writings(step):
            for path in _answers_in(writing.source) if writing.use.role in ROLES else ():
                if path not in told and not fields.is_unknown(path) and needs(writing.source, path):
                    told.add(path)
                    way = way_without(scene.map, step_id, path)
                    if way is not None:
                        yield _problem(scene, step_id, step, path, way, writing.field)


def _answers_in(source: str) -> list[str]:
    read = [".".join(one.path.split(".")[:2]) for one in read_text(source).placeholders if not one.has_default]
    return [path for path in dict.fromkeys(read) if path.startswith("answers.")]


def _problem(
    scene: Scene, step_id: str, step: StepBase, path: str, way: list[str], field: tuple[str | int, ...]
) -> Problem:
    asked = scene.journey.steps[path.partition(".")[2]]
    facts: dict[str, Fact] = {"step": step_name(step), "asked": step_name(asked)}
    return Problem("answer_may_be_missing", "warning", step_id, None, field, facts, proof={"name": path, "path": way})
