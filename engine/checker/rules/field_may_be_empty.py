"""A placeholder that is empty for a known number of customers. What they would read is tried out, not guessed: either the
message cannot leave, or it leaves with a gap. A text that looks first whether there is a value is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checker.context import Scene
from engine.checker.fields import OWN_FIELDS, Fields, guarded_paths
from engine.checker.names import shorten, step_name
from engine.checker.problem import Problem
from engine.checker.texts import Writing, attempt, facts_for, read_text, writings
from engine.checker.words import Fact
from engine.journey.steps import StepBase

BEFORE, AFTER = 24, 12
MARK = "\ue000"


def check(scene: Scene) -> Iterator[Problem]:
    counts = scene.surroundings.empty_for or {}
    fields = Fields(scene)
    for step_id, step in scene.journey.walk() if counts else ():
        for writing in writings(step):
            if writing.use.role != "attribute":
                yield from _gaps(fields, counts, step_id, step, writing)


def _gaps(
    fields: Fields, counts: Mapping[str, int], step_id: str, step: StepBase, writing: Writing
) -> Iterator[Problem]:
    reading = read_text(writing.source)
    for path in sorted({place.path for place in reading.placeholders if not place.has_default}):
        people = counts.get(path.removeprefix("contact."), 0) if path.startswith("contact.") else 0
        if people <= 0 or fields.is_unknown(path):
            continue
        facts: dict[str, Fact] = {
            "step": step_name(step), "subject": fields.subject(path), "people": people
        }  # fmt: skip
        gap = _gap(writing.source, path)
        if gap != "":
            facts |= {"shown": gap} if gap else {}
            yield Problem(
                "field_may_be_empty", "warning", step_id, None, writing.field, facts, "add_default",
                None if gap else "not_sent", {"name": path, "people": people},
            )  # fmt: skip


def _gap(source: str, path: str) -> str | None:
    """The words around the gap as those customers read them; empty when the text does well without the value; None when
    the message cannot leave without it."""
    reading, name = read_text(source), path.removeprefix("contact.")
    others = {place.path: "…" for place in reading.placeholders}
    facts = facts_for(reading, others, without=path)
    if name in OWN_FIELDS:
        facts["contact"][name] = None
    text = attempt(source, facts)
    if text is None:
        return None
    marked = attempt(source, facts_for(reading, {**others, path: MARK})) or ""
    start = marked.find(MARK)
    if start < 0 or path in guarded_paths(source):
        return ""
    return shorten(text[max(0, start - BEFORE) : start + AFTER])
