"""A free reply that quiet hours can hold until its window has closed: it is refused, and the customer gets nothing.

Answers within a quarter of an hour ignore quiet hours, templates never do, so that one on the way may be held too: it holds
what comes after it just as long, in a journey that it leads into as well. Two quiet nights on one way add at least a day to
it, so one night decides, as long as no clock is put back in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.holds import night_of
from engine.checker.names import spoken_hours, step_name
from engine.checker.problem import Problem
from engine.checker.window import FROM_JOURNEY, MARGIN, Late
from engine.checker.words import Fact, Spoken, word
from engine.journey.clock_times import parse_hour
from engine.journey.permission import WINDOW
from engine.journey.quiet_hours import QuietHours
from engine.journey.steps.send_session import SendSession

HOURS_OF_PEOPLE = (*range(9, 22), *range(0, 9), 22, 23)
"""The likeliest first."""
QUARTERS = (0, 15, 30, 45)
DAY = dt.timedelta(days=1)
BEDTIME, DAWN = 22, 7
"""What everybody calls night, in hours of the customer's day."""


def check(scene: Scene) -> Iterator[Problem]:
    quiet = scene.journey.quiet_hours
    for step_id, way in scene.window.inside.items():
        if can_close(way):
            own = quiet is not None and way.held == frozenset([night_of(quiet)])
            yield _held_here(scene, step_id, way, quiet) if quiet and own else _held_before(scene, step_id, way)


def can_close(way: Late) -> bool:
    """Whether a message of this way is ever held, and a whole night of it too long."""
    return bool(way.held) and way.with_holds > WINDOW - MARGIN


def _held_here(scene: Scene, step_id: str, way: Late, quiet: QuietHours) -> Problem:
    since = way.since or dt.timedelta()
    wrote = _too_early(quiet, since)
    return _problem(scene, step_id, way, "night" if _is_night(wrote + since) else None, {
        "hours": spoken_hours(since), "hour": _spoken(wrote),
        "origin": word("origins", "start" if way.origin_is_start else "reply") or "",
    })  # fmt: skip


def _is_night(time: dt.timedelta) -> bool:
    hour = time % DAY // dt.timedelta(hours=1)
    return hour >= BEDTIME or hour < DAWN


def _held_before(scene: Scene, step_id: str, way: Late) -> Problem:
    """Held in a journey that leads here, perhaps here too."""
    return _problem(scene, step_id, way, "started", {"journey": way.path[0].removeprefix(FROM_JOURNEY)})


def _problem(scene: Scene, step_id: str, way: Late, wording: str | None, facts: dict[str, Fact]) -> Problem:
    step, since = scene.journey.steps[step_id], way.since or dt.timedelta()
    proof = {"path": list(way.path), "hours": round(since.total_seconds() / 3600, 2)}
    repair = "add_fallback" if isinstance(step, SendSession) and step.if_window_closed is None else None
    facts |= {"step": step_name(step)}
    return Problem("quiet_hours_close_window", "warning", step_id, None, None, facts, repair, wording, proof)


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
