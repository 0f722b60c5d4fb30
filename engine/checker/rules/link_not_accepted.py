"""A link button without an address, or with one that is none: the message would not leave. Only what stands outside
placeholders is judged."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.texts import may_be_fetched, writings
from engine.checker.words import Fact
from engine.journey.steps.send_session import SendSession


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        if not isinstance(step, SendSession) or step.link_button is None:
            continue
        facts: dict[str, Fact] = {"step": step_name(step)}
        place = ("link_button", "url")
        links = [one for one in writings(step) if one.use.role == "link" and one.source.strip()]
        if not links:
            yield Problem("link_not_accepted", "error", step_id, None, place, facts, wording="nowhere")
        for link in links:
            if not may_be_fetched(link.source.strip()):
                yield Problem("link_not_accepted", "error", step_id, None, link.field, facts)
