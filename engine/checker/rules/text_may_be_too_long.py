"""A message that fits with today's values and would not with longer ones: a long first name, an order number, a long answer. What
is known to be too long is an error of its own; values whose longest is known are not guessed.

Assumed at their longest: a name 25 characters, what customers write freely 1,000 (WhatsApp lets them write 4,096), an e-mail 254,
what other systems tell in an event or an answer 200, on buttons and rows 12 like all the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.rules.text_too_long import BODY_LIMIT, HOLE, hydrate
from engine.checker.templates import Parts, TemplateUse, templates_sent
from engine.checker.texts import Writing, fill, read_text, units, writings
from engine.checker.words import Fact
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.wait_for_reply import WaitForReply

NAME, USUAL, TOLD, EMAIL, WRITTEN = 25, 12, 200, 254, 1_000
"""Values at their longest: what a reviewer would try by hand."""


def check(scene: Scene) -> Iterator[Problem]:
    known = scene.surroundings.longest_values or {}
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            if writing.use.role not in ("message", "button", "row") or "{" not in writing.source:
                continue
            assumed = _assumed(scene, writing.source, is_short=writing.use.role != "message")
            length, limit = _length(writing, {**assumed, **known}), writing.use.limit
            if length > limit >= _length(writing, known):
                facts: dict[str, Fact] = {"step": step_name(step), "length": length, "limit": limit}
                wording = writing.use.role if writing.use.role in ("button", "row") else None
                yield Problem("text_may_be_too_long", "warning", step_id, None, writing.field, facts, wording=wording)
    for step_id, use, found in templates_sent(scene):
        long = next((length for one in found if one.parts and (length := _body(scene, use, one.parts))), None)
        if long is not None:
            facts = {"step": step_name(use.step), "length": long, "limit": BODY_LIMIT}
            yield Problem("text_may_be_too_long", "warning", step_id, None, use.at("values"), facts, wording="template")


def _body(scene: Scene, use: TemplateUse, parts: Parts) -> int | None:
    """How long the template's own text gets with long values in it, where that is too long (WhatsApp error 132005)."""
    known = scene.surroundings.longest_values or {}
    assumed = {path: value for source in use.sent.values.values() for path, value in _assumed(scene, source).items()}
    usual, longest = (
        units(
            hydrate(parts.body, "body", {name: fill(source, values) or "" for name, source in use.sent.values.items()})
        )
        for values in (known, {**assumed, **known})
    )
    return longest if HOLE.search(parts.body) and longest > BODY_LIMIT >= usual else None


def _assumed(scene: Scene, source: str, *, is_short: bool = False) -> dict[str, str]:
    paths = {placeholder.path for placeholder in read_text(source).placeholders}
    return {path: ("M" if path == "contact.name" else "8") * _longest(scene, path, is_short) for path in paths}


def _longest(scene: Scene, path: str, is_short: bool) -> int:
    root, _, name = path.partition(".")
    if path == "contact.name":
        return NAME
    if root == "event":
        return USUAL if is_short else TOLD
    if root == "answers":
        step = scene.journey.steps.get(name)
        return _of_step(step, is_short) if step is not None else USUAL
    noting = [step for step in scene.journey.steps.values() if name in step.notes()]
    return max((_of_step(step, is_short) for step in noting), default=USUAL)


def _of_step(step: StepBase, is_short: bool) -> int:
    """What a customer or another system may leave there."""
    if isinstance(step, Ask):
        return {"text": WRITTEN, "email": EMAIL}.get(step.kind, USUAL)
    if isinstance(step, WaitForReply | BranchOnMessage):
        return WRITTEN
    return TOLD if isinstance(step, CallHttp) and not is_short else USUAL


def _length(writing: Writing, values: Mapping[str, str]) -> int:
    filled = fill(writing.source, values)
    return units(filled) if filled is not None else 0
