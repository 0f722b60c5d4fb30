"""A free reply that quiet hours can hold until its window has closed: it is refused, and the customer gets nothing.

Answers within a quarter of an hour ignore quiet hours, templates never do, so that one on the way may be held too: it holds
what comes after it just as long. Two quiet nights on one way add at least a day to it, so one night decides, as long as no
clock is put back in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import spoken_hours, step_name
from engine.checker.problem import Problem
from engine.checker.window import MARGIN, Late
from engine.checker.words import Fact, Spoken, word
from engine.journey.clock_times import parse_hour
from engine.journey.permission import ANSWER_WITHIN, WINDOW
from engine.journey.quiet_hours import QuietHours
from engine.journey.steps.send_session import SendSession

HOURS_OF_PEOPLE = (*range(9, 22), *range(0, 9), 22, 23)
"""The likeliest first."""
QUARTERS = (0, 15, 30, 45)
DAY = dt.timedelta(days=1)


def check(scene: Scene) -> Iterator[Problem]:
    quiet = scene.journey.quiet_hours
    for step_id, way in scene.window.inside.items() if quiet else ():
        wrote = _too_early(quiet, way.since or dt.timedelta()) if quiet and _can_close(scene, quiet, way) else None
        if wrote is not None:
            yield _problem(scene, step_id, way, wrote)


def _problem(scene: Scene, step_id: str, way: Late, wrote: dt.timedelta) -> Problem:
    since = way.since or dt.timedelta()
    facts: dict[str, Fact] = {
        "step": step_name(scene.journey.steps[step_id]), "hours": spoken_hours(since), "hour": _spoken(wrote),
        "origin": word("origins", "start" if way.origin_is_start else "reply") or "",
    }  # fmt: skip
    proof = {"path": list(way.path), "hours": round(since.total_seconds() / 3600, 2)}
    step = scene.journey.steps[step_id]
    repair = "add_fallback" if isinstance(step, SendSession) and step.if_window_closed is None else None
    return Problem("quiet_hours_close_window", "warning", step_id, facts=facts, repair=repair, proof=proof)


def _can_close(scene: Scene, quiet: QuietHours, way: Late) -> bool:
    """Whether a message of this way is ever held, and a whole night of it too long."""
    steps = [scene.journey.steps[step_id] for step_id in way.path[:-1] if step_id in scene.journey.steps]
    is_held = way.worst > ANSWER_WITHIN or any(step.sends == "template" for step in steps)
    return is_held and way.worst + quiet.length > WINDOW - MARGIN


def _too_early(quiet: QuietHours, since: dt.timedelta) -> dt.timedelta:
    """A time of day at which one may write and then get nothing, a likely one where there is one: as early in the quiet
    hours as possible is the worst."""
    start = parse_hour(quiet.from_)
    begins = dt.timedelta(hours=start.hour, minutes=start.minute)
    for minute in QUARTERS:
        for hour in HOURS_OF_PEOPLE:
            wrote = dt.timedelta(hours=hour, minutes=minute)
            into = (wrote + since - begins) % DAY
            if into < quiet.length and since + quiet.length - into >= WINDOW:
                return wrote
    return (begins - since) % DAY


def _spoken(time: dt.timedelta) -> Spoken:
    """`9 h`, `9 h 30`; `9:00`, `9:30`."""
    hour, minute = divmod(int(time.total_seconds()) // 60, 60)
    return {"fr": f"{hour} h {minute:02}".removesuffix(" 00"), "en": f"{hour}:{minute:02}"}
