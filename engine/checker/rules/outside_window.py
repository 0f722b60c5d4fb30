"""A free reply that can come when the 24 hours since the customer wrote are over: WhatsApp refuses it. The proof and its
counter-example are in `engine.checker.window`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.lengths import is_limitless, is_until, longest_stay
from engine.checker.names import joined, quote, spoken_hours, step_name, trigger_name
from engine.checker.problem import Problem
from engine.checker.window import FROM_JOURNEY, WINDOW, Late
from engine.checker.words import Fact, Spoken, word
from engine.journey.steps import StepBase
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.send_session import SendSession
from engine.journey.triggers import EventTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, late in scene.window.late.items():
        if late.since is None:
            yield _never_wrote(scene, step_id, late)
        else:
            yield _too_late(scene, step_id, late, late.worst if late.is_late_by_sends else late.since)


def _never_wrote(scene: Scene, step_id: str, late: Late) -> Problem:
    facts: dict[str, Fact] = {"step": step_name(scene.journey.steps[step_id])}
    wording = "never_wrote"
    if late.path[0].startswith(FROM_JOURNEY):
        facts["journey"] = scene.journey_called(late.path[0].removeprefix(FROM_JOURNEY))
        wording = "started"
    proof = {"path": list(late.path), "hours": None}
    start = next((one for one in scene.journey.triggers if one.id == late.path[0]), None)
    if late.origin_is_start and start is not None and not isinstance(start, EventTrigger):
        facts["start"], wording = trigger_name(start), "never_wrote_start"
    return Problem("outside_window", "error", step_id, None, None, facts, "use_template", wording, proof)


def _too_late(scene: Scene, step_id: str, late: Late, since: dt.timedelta) -> Problem:
    steps = scene.journey.steps
    has_fallback = isinstance(steps[step_id], SendSession)
    remedy = word("remedies", "fallback" if has_fallback else "template") or {}
    facts: dict[str, Fact] = {
        "step": step_name(steps[step_id]),
        "remedy": remedy,
        "advice": {language: words[:1].upper() + words[1:] for language, words in remedy.items()},
        "waits": joined([_timed(steps[timed]) for timed in late.timed], "then", most=6),
        "hours": spoken_hours(since),
        "origin": word("origins", "start" if late.origin_is_start else "reply") or "",
        "journey": scene.journey_called(late.path[0].removeprefix(FROM_JOURNEY)),
    }
    proof = {"path": list(late.path), "hours": round(since.total_seconds() / 3600, 2)}
    repair = _repair(steps[step_id])
    return Problem("outside_window", "error", step_id, None, None, facts, repair, _wording(scene, late, since), proof)


def _repair(step: StepBase) -> str | None:
    """None where a fallback stands already: its template is still to be chosen, which a problem of its own asks for."""
    if not isinstance(step, SendSession):
        return "use_template"
    return "add_fallback" if step.if_window_closed is None else None


def _wording(scene: Scene, late: Late, since: dt.timedelta) -> str | None:
    if late.path[0].startswith(FROM_JOURNEY):
        return "started_late"
    if late.is_late_by_sends:
        return "delayed"
    if any(_is_open(scene.journey.steps[timed]) for timed in late.timed):
        return "until_one" if len(late.timed) == 1 else "until"
    if late.laps > 1:
        return "round_one" if len(late.timed) == 1 else "round"
    if since < WINDOW:
        return "close"
    return "one" if len(late.timed) == 1 else None


def _timed(step: StepBase) -> Spoken:
    return quote(step_name(step), None if is_until(step) or isinstance(step, CallHttp) else longest_stay(step))


def _is_open(step: StepBase) -> bool:
    """Whether nobody can say how long it takes."""
    return is_until(step) or is_limitless(step)
