"""Quiet hours of the journey and of the house that together leave no minute of the week in which a template may leave."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.holds import DAY, night_of
from engine.checker.problem import Problem
from engine.journey.clock_times import WEEKDAYS
from engine.journey.quiet_hours import QuietHours

WEEK = 7 * DAY


def check(scene: Scene) -> Iterator[Problem]:
    sends = any(step.sends for step in scene.map.live.values())
    if sends and len(scene.quiet_hours) > 1 and len(set[int]().union(*map(_minutes, scene.quiet_hours))) == WEEK:
        yield Problem("quiet_hours_never_end", "error", None, None, ("quiet_hours",), {})


def _minutes(quiet: QuietHours) -> set[int]:
    """Those of a week, from Monday on."""
    night = night_of(quiet)
    days = [WEEKDAYS.index(day) for day in quiet.days or WEEKDAYS]
    return {(day * DAY + night.start + minute) % WEEK for day in days for minute in range(night.length)}
