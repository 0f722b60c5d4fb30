"""How long a customer can stay on a step at most, as far as the journey tells."""

from __future__ import annotations

import datetime as dt

from engine.journey.clock_times import WEEKDAYS
from engine.journey.durations import parse_duration
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import PATIENCE, CallHttp
from engine.journey.steps.until import LONGEST_UNTIL, UntilWeekday
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply


def longest_stay(step: StepBase) -> dt.timedelta | None:
    """The length of a wait, or the limit of a wait for a customer; None for a step that takes no time or names no limit.
    Nobody knows beforehand how far a date is: it counts as the farthest that a wait takes. Another system that never
    answers is waited for longer than its limit."""
    if isinstance(step, Wait) and step.until is not None:
        return _between(step.until) if isinstance(step.until, UntilWeekday) else LONGEST_UNTIL
    if isinstance(step, CallHttp):
        return step.wait() + PATIENCE
    if isinstance(step, BranchOnMessage):
        return parse_duration(step.within) if step.within else None
    if isinstance(step, Wait | WaitForReply | WaitForEvent | Ask):
        return parse_duration(step.for_) if step.for_ else None
    return None


def is_until(step: StepBase) -> bool:
    """Whether its length depends on the moment at which somebody comes to it."""
    return isinstance(step, Wait) and step.until is not None


def is_limitless(step: StepBase) -> bool:
    """Whether what ends its wait may come at any time: nobody has set a limit yet."""
    if isinstance(step, WaitForEvent):
        return step.for_ is None
    return isinstance(step, BranchOnMessage) and step.within is None


def _between(until: UntilWeekday) -> dt.timedelta:
    """The longest time between two of the named days."""
    places = sorted({WEEKDAYS.index(day) for day in until.weekday})
    if not places:
        return dt.timedelta()
    gaps = [later - earlier for earlier, later in zip(places, [*places[1:], places[0] + 7], strict=True)]
    return dt.timedelta(days=max(gaps))
