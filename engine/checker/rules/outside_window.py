"""A free reply that can come when the 24 hours since the customer wrote are over: WhatsApp refuses it. The proof and its
counter-example are in `engine.checker.window`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import joined, quote, spoken_hours, step_name
from engine.checker.problem import Problem
from engine.checker.window import WINDOW, Late, latest_arrivals
from engine.checker.words import Fact, Spoken, word
from engine.journey.durations import parse_duration
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_reply import WaitForReply


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, late in latest_arrivals(scene.map).items():
        if late.since is None:
            yield _never_wrote(scene, step_id, late)
        else:
            yield _too_late(scene, step_id, late, late.since)


def _never_wrote(scene: Scene, step_id: str, late: Late) -> Problem:
    facts: dict[str, Fact] = {"step": step_name(scene.journey.steps[step_id])}
    proof = {"path": list(late.path), "hours": None}
    return Problem("outside_window", "error", step_id, None, None, facts, "use_template", "never_wrote", proof)


def _too_late(scene: Scene, step_id: str, late: Late, since: dt.timedelta) -> Problem:
    steps = scene.journey.steps
    has_fallback = isinstance(steps[step_id], SendSession)
    facts: dict[str, Fact] = {
        "step": step_name(steps[step_id]),
        "remedy": word("remedies", "fallback" if has_fallback else "template") or "",
        "waits": joined([_timed(steps[timed]) for timed in late.timed], "then", most=6),
        "hours": spoken_hours(since),
        "origin": word("origins", "start" if late.origin_is_start else "reply") or "",
    }
    proof = {"path": list(late.path), "hours": round(since.total_seconds() / 3600, 2)}
    repair = "add_fallback" if has_fallback else "use_template"
    return Problem("outside_window", "error", step_id, None, None, facts, repair, _wording(late, since), proof)


def _wording(late: Late, since: dt.timedelta) -> str | None:
    if late.laps > 1:
        return "round_one" if len(late.timed) == 1 else "round"
    if since < WINDOW:
        return "close"
    return "one" if len(late.timed) == 1 else None


def _timed(step: StepBase) -> Spoken:
    limit = step.for_ if isinstance(step, Wait | WaitForReply | Ask) else None
    return quote(step_name(step), parse_duration(limit) if limit else None)
