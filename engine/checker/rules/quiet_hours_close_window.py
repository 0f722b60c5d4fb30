"""A free reply that quiet hours can hold until its window has closed: it is refused, and the customer gets nothing.

Answers within a quarter of an hour ignore quiet hours, templates never do, so that one on the way may be held too: it holds
what comes after it just as long, in a journey that it leads into as well. Two quiet nights on one way add at least a day to
it, so one night decides, as long as no clock is put back in it. The hours of the house count like the journey's own, and
where both hold, both are waited for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.holds import DAY, Held, hold_at, nights_of
from engine.checker.names import spoken_hours, step_name
from engine.checker.problem import Problem
from engine.checker.window import FROM_JOURNEY, MARGIN, Late
from engine.checker.words import Fact, Spoken, word
from engine.journey.permission import WINDOW
from engine.journey.steps.send_session import SendSession

HOURS_OF_PEOPLE = (*range(9, 22), *range(0, 9), 22, 23)
"""The likeliest first."""
QUARTERS = (0, 15, 30, 45)
BEDTIME, DAWN = 22 * 60, 7 * 60
"""What everybody calls night, in minutes of the customer's day."""


def check(scene: Scene) -> Iterator[Problem]:
    own = nights_of(scene.quiet_hours)
    for step_id, way in scene.window.inside.items():
        if can_close(way):
            yield _held_here(scene, step_id, way) if way.held <= own else _held_before(scene, step_id, way)


def can_close(way: Late) -> bool:
    """Whether a message of this way is ever held, and a whole night of it too long."""
    return bool(way.held) and way.with_holds > WINDOW - MARGIN


def _held_here(scene: Scene, step_id: str, way: Late) -> Problem:
    since = way.since or dt.timedelta()
    facts: dict[str, Fact] = {
        "hours": spoken_hours(since), "origin": word("origins", "start" if way.origin_is_start else "reply") or "",
    }  # fmt: skip
    wrote = _too_early(way.held, since)
    if wrote is None:
        return _problem(scene, step_id, way, "twice", facts)
    reached = wrote + int(since.total_seconds()) // 60
    return _problem(scene, step_id, way, "night" if _is_night(reached) else None, facts | {"hour": _spoken(wrote)})


def _is_night(minute: int) -> bool:
    return not DAWN <= minute % DAY < BEDTIME


def _held_before(scene: Scene, step_id: str, way: Late) -> Problem:
    """Held in a journey that leads here, perhaps here too."""
    return _problem(
        scene, step_id, way, "started", {"journey": scene.journey_called(way.path[0].removeprefix(FROM_JOURNEY))}
    )


def _problem(scene: Scene, step_id: str, way: Late, wording: str | None, facts: dict[str, Fact]) -> Problem:
    step, since = scene.journey.steps[step_id], way.since or dt.timedelta()
    proof = {"path": list(way.path), "hours": round(since.total_seconds() / 3600, 2)}
    repair = "add_fallback" if isinstance(step, SendSession) and step.if_window_closed is None else None
    facts |= {"step": step_name(step)}
    return Problem("quiet_hours_close_window", "warning", step_id, None, None, facts, repair, wording, proof)


def _too_early(held: Held, since: dt.timedelta) -> int | None:
    """A time of day (in minutes) at which one may write and then get nothing, a likely one where there is one: as early in the quiet
    hours as possible is the worst. None where the journey's hours and the house's hold one after the other, and
    neither alone is too long."""
    waited, left = int(since.total_seconds()) // 60, (WINDOW - since).total_seconds() / 60
    for wrote in (hour * 60 + minute for minute in QUARTERS for hour in HOURS_OF_PEOPLE):
        if hold_at(held, (wrote + waited) % DAY) >= max(left, 1):
            return wrote
    return (next(iter(held)).start - waited) % DAY if len(held) == 1 else None


def _spoken(minute: int) -> Spoken:
    """`9 h`, `9 h 30`; `9:00`, `9:30`."""
    hour, minute = divmod(minute, 60)
    return {"fr": f"{hour} h {minute:02}".removesuffix(" 00"), "en": f"{hour}:{minute:02}"}
