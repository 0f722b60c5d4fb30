"""The quiet hours of the whole house: kept, tried on the messages of the last days, asked of the live journeys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from designer.draft_model import Desk
from engine.checker.context import JourneyElsewhere, Scene, Surroundings
from engine.checker.problem import Problem
from engine.checker.rules import quiet_hours_close_window, quiet_hours_never_end
from engine.checker.words import Fact
from engine.journey.permission import is_answer
from engine.journey.quiet_hours import QuietHours, held_until
from engine.journey.zones import named_zone
from engine.library_view import house_hours, live_journeys
from storage import house
from storage.database import reading, writing
from storage.leaving_moments import Moment, leaving_moments

LOOK_BACK = dt.timedelta(days=7)
MOST = 20_000
"""Messages that are looked at, the newest."""
TEMPLATES = ("template", "fallback")
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shifted:
    """How many messages would have waited; `is_all`: whether all of the last days were looked at."""

    messages: int
    is_all: bool


def quiet_hours(desk: Desk) -> QuietHours | None:
    """Those of the house; None where it has none."""
    with reading(desk.database) as connection:
        return house_hours(connection)


def write_quiet_hours(desk: Desk, hours: QuietHours | None) -> None:
    """Keep them; they count at once, also for what waits."""
    value = hours.model_dump(by_alias=True, exclude_none=True) if hours is not None else {}
    with writing(desk.database) as connection:
        house.set_setting(connection, name=house.QUIET_HOURS, value=value, by=desk.by, at=desk.clock())


def shifted_by(desk: Desk, hours: QuietHours) -> Shifted:
    """Of the messages of the last seven days, those that these hours alone would have made wait."""
    with reading(desk.database) as connection:
        found = leaving_moments(connection, since=desk.clock() - LOOK_BACK, most=MOST + 1)
    return Shifted(count_held(hours, found[:MOST]), len(found) <= MOST)


def count_held(hours: QuietHours, moments: Sequence[Moment]) -> int:
    """How many of them lie in these hours, by the clock of each customer, and answer nobody who just wrote."""

    @cache
    def is_quiet(minute: dt.datetime, zone: str | None, answers: bool, is_template: bool) -> bool:
        kind = "template" if is_template else "session"
        by = named_zone(zone) or dt.UTC
        return held_until(hours, kind, answers_customer=answers, now=minute, zone=by) is not None

    return sum(
        is_quiet(
            one.at.replace(second=0, microsecond=0), one.zone, is_answer(one.answers_at, one.at), one.kind in TEMPLATES
        )
        for one in moments
    )


def found_by(desk: Desk, hours: QuietHours) -> list[tuple[Fact, Problem]]:
    """What these hours bring to live journeys that was not so without them: the journey's name, and what is told of it."""
    with reading(desk.database) as connection:
        live = live_journeys(connection)
    return [
        (one.name, problem) for one in live
        for problem in _told(one, live, hours) if _place(problem) not in {_place(it) for it in _told(one, live, None)}
    ]  # fmt: skip


def _told(one: JourneyElsewhere, live: list[JourneyElsewhere], hours: QuietHours | None) -> Iterator[Problem]:
    if one.definition is not None:
        others = [other for other in live if other is not one]
        scene = Scene(one.definition, Surroundings(journeys=others, quiet_hours=hours))
        yield from quiet_hours_never_end.check(scene)
        yield from quiet_hours_close_window.check(scene)


def _place(problem: Problem) -> tuple[str, str | None]:
    return problem.rule, problem.step
