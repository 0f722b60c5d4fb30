"""A question to another system that cannot be asked, or whose answer would be kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Field, Problem
from engine.checker.words import Fact
from engine.journey.steps.call_http import OUT_OF_REACH, CallHttp

SECURE = "https://"


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if isinstance(step, CallHttp):
            facts: dict[str, Fact] = {"step": step_name(step)}
            yield from (_problem(step_id, facts, *found) for found in _address(step))
            yield from (_problem(step_id, {**facts, "name": name}, ("save", name), why) for name, why in _saves(step))


def _address(step: CallHttp) -> Iterator[tuple[Field, str | None]]:
    """As far as the words before the first placeholder tell."""
    url = (step.url or "").strip()
    fixed = url.partition("{")[0].lower()
    if not url:
        yield ("url",), None
    elif not (fixed.startswith(SECURE) or (fixed != url.lower() and SECURE.startswith(fixed))):
        yield ("url",), "https"


def _saves(step: CallHttp) -> Iterator[tuple[str, str]]:
    for name, path in step.save.items():
        if name in OUT_OF_REACH or not name.strip():
            yield name, "target"
        elif not path.strip():
            yield name, "path"


def _problem(step_id: str, facts: dict[str, Fact], field: Field, wording: str | None) -> Problem:
    return Problem("call_incomplete", "error", step_id, None, field, facts, wording=wording)
