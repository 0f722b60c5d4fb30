"""A free reply that offers two things to touch of which WhatsApp shows one, or a file over something that takes none."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact, word
from engine.journey.steps.send_session import SendSession, goes_together


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if not isinstance(step, SendSession):
            continue
        offers = step.offers()
        if not goes_together(offers, has_file=step.media is not None):
            one, other = offers[:2] if len(offers) > 1 else (offers[0], "media")
            facts: dict[str, Fact] = {
                "step": step_name(step), "one": word("offers", one) or one, "other": word("offers", other) or other,
            }  # fmt: skip
            yield Problem("one_offer_only", "error", step_id, None, (other,), facts)
