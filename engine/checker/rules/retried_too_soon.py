"""A marketing template sent again within a day to somebody who just did not get it: WhatsApp limits marketing for each person,
and insisting prolongs the block (whatsapp.md, section 4.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from heapq import heappop, heappush

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import template_use, versions
from engine.checker.words import Fact
from engine.journey.durations import parse_duration
from engine.journey.steps import StepBase
from engine.journey.steps.record_consent import RecordConsent
from engine.journey.steps.send_template import SendTemplate
from engine.journey.steps.wait import Wait

PATIENCE = dt.timedelta(hours=24)


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, SendTemplate) and scene.map.exists(step.not_sent) and _is_marketing(scene, step):
            again = _sent_again(scene, step)
            if again is not None:
                facts: dict[str, Fact] = {"step": step_name(step), "again": step_name(scene.journey.steps[again])}
                wording = "itself" if again == step_id else None
                yield Problem("retried_too_soon", "warning", step_id, None, ("not_sent",), facts, wording=wording)


def _is_marketing(scene: Scene, step: SendTemplate) -> bool:
    """What the library says; without it, what the journey is for."""
    if scene.surroundings.templates is None or not step.template:
        return scene.journey.purpose == "marketing"
    return any(found.template.category.upper() == "MARKETING" for found in versions(scene, step.template))


def _sent_again(scene: Scene, step: SendTemplate) -> str | None:
    """The first step on the unsent way that sends the same template before a day is over, whatever the customer does; a step
    whose stay nobody knows ends the search."""
    queue, seen = [(dt.timedelta(), step.not_sent or "")], set[str]()
    while queue:
        passed, here = heappop(queue)
        if passed >= PATIENCE or here in seen or not scene.map.exists(here):
            continue
        seen.add(here)
        current = scene.journey.steps[here]
        use = template_use(current)
        if use is not None and isinstance(current, SendTemplate) and use.sent.template == step.template:
            return here if step.template else None
        for port in current.ports() if _least_stay(current) is not None else ():
            heappush(queue, (passed + (_least_stay(current) or dt.timedelta()), port.to or ""))
    return None


def _least_stay(step: StepBase) -> dt.timedelta | None:
    """How long everybody is here at least; None where an answer, an event or a date decides, and where the cause may be gone:
    the customer is in conversation, or has agreed."""
    if step.sends == "session" or isinstance(step, RecordConsent):
        return None
    if isinstance(step, Wait):
        return parse_duration(step.for_) if step.for_ else None
    return dt.timedelta() if step.longest_stay() is None and not step.listens else None
