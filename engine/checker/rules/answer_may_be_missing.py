"""A text that repeats an answer, or what an answer noted on the record, which some customers have not given when they come there:
it cannot be filled, and they get nothing. A choice that looks at it first is taken to know what it does. What the record may
hold from elsewhere is left to the count of those who have none."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.fields import OWN_FIELDS, Fields
from engine.checker.names import step_name
from engine.checker.paths import way_without
from engine.checker.problem import Field, Problem
from engine.checker.texts import needs, read_text, writings
from engine.checker.words import Fact
from engine.journey.steps.ask import Ask
from engine.journey.steps.call_http import CallHttp

ROLES = ("message", "button", "row", "link", "value", "media")


def check(scene: Scene) -> Iterator[Problem]:
    fields = Fields(scene)
    for step_id, step in scene.map.live.items() if scene.map.starts else ():
        told: set[str] = set()
        for writing in writings(step):
            for path, asked in _read(scene, step_id, writing.source) if writing.use.role in ROLES else ():
                if path not in told and not fields.is_unknown(path) and needs(writing.source, path):
                    told.add(path)
                    way = way_without(scene.map, step_id, path)
                    if way is not None:
                        yield _problem(scene, step_id, path, asked, way, writing.field)


def _read(scene: Scene, step_id: str, source: str) -> Iterator[tuple[str, str]]:
    """What the text repeats, and the step that asks for it."""
    for path in _answers_in(source):
        root, _, name = path.partition(".")
        if root == "answers":
            yield path, name
        elif root == "contact" and not _may_stand_elsewhere(scene, name):
            asked = next((one for one in _noting(scene, name) if step_id in _behind(scene, one)), None)
            if asked is not None:
                yield path, asked


def _may_stand_elsewhere(scene: Scene, name: str) -> bool:
    return name in OWN_FIELDS or name in (scene.surroundings.contact_fields or {})


def _noting(scene: Scene, name: str) -> list[str]:
    """The questions whose answer is noted there."""
    return [one for one, step in scene.map.live.items() if isinstance(step, Ask | CallHttp) and name in step.notes()]


def _behind(scene: Scene, step_id: str) -> set[str]:
    return scene.map.after(scene.map.next_of(step_id))


def _answers_in(source: str) -> list[str]:
    read = [".".join(one.path.split(".")[:2]) for one in read_text(source).placeholders if not one.has_default]
    return list(dict.fromkeys(read))


def _problem(scene: Scene, step_id: str, path: str, asked: str, way: list[str], field: Field) -> Problem:
    steps = scene.journey.steps
    facts: dict[str, Fact] = {"step": step_name(steps[step_id]), "asked": step_name(steps[asked])}
    wording = None
    if path.startswith("contact."):
        facts["name"], wording = Fields(scene).label(path), "noted"
    proof = {"name": path, "path": way}
    return Problem("answer_may_be_missing", "warning", step_id, None, field, facts, None, wording, proof)
