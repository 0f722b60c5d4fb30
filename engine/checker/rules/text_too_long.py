"""A message over WhatsApp's limit. Without known values the fixed words alone are counted, so that what is claimed holds for
every customer; with the longest values known, for the customers that have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import HOLE, Parts, TemplateUse, templates_sent
from engine.checker.texts import Writing, fill, read_text, units, writings
from engine.checker.words import Fact
from engine.journey.steps import StepBase

HEADER_LIMIT = 60
BODY_LIMIT = 1024


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            if writing.use.role in ("message", "value"):
                yield from _over(scene, step_id, step, writing)
    for step_id, use, found in templates_sent(scene):
        for version in found:
            if version.parts is not None:
                yield from _hydrated(scene, step_id, use, version.parts)


def _over(scene: Scene, step_id: str, step: StepBase, writing: Writing) -> Iterator[Problem]:
    longest, limit = scene.surroundings.longest_values or {}, writing.use.limit
    varies = any(placeholder.path in longest for placeholder in read_text(writing.source).placeholders)
    if not varies and len(writing.source) * 2 <= limit:
        return
    filled = fill(writing.source, longest)
    if filled is not None and units(filled) > limit:
        name = step_name(step)
        yield Problem(
            "text_too_long", "error", step_id, None, writing.field, _facts(name, units(filled), limit),
            wording=None if varies else "exact" if "{" not in writing.source else "always",
        )  # fmt: skip


def _facts(name: Fact, length: int, limit: int) -> dict[str, Fact]:
    return {"step": name, "length": length, "limit": limit, "excess": length - limit}


def _hydrated(scene: Scene, step_id: str, use: TemplateUse, parts: Parts) -> Iterator[Problem]:
    """The template's own text with the step's values in it (WhatsApp error 132005)."""
    longest = scene.surroundings.longest_values or {}
    filled = {name: fill(source, longest) or "" for name, source in use.sent.values.items()}
    for part, text, limit in (("header", parts.header, HEADER_LIMIT), ("body", parts.body, BODY_LIMIT)):
        whole = hydrate(text, part, filled)
        if HOLE.search(text) and units(whole) > limit:
            facts = _facts(step_name(use.step), units(whole), limit)
            wording = None if longest else "always"
            yield Problem("text_too_long", "error", step_id, None, use.at("values"), facts, wording=wording)


def hydrate(text: str, part: str, values: Mapping[str, str]) -> str:
    """A part of a template with these values in its places."""
    return HOLE.sub(lambda hole: values.get(f"{part}.{hole.group(1)}", values.get(hole.group(1), "")), text)
