"""How long a customer can stay on a step at most, as far as the journey tells."""

from __future__ import annotations

import datetime as dt

from engine.journey.steps import StepBase
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent


def longest_stay(step: StepBase) -> dt.timedelta | None:
    """The length of a wait, or the limit of a wait for a customer; None for a step that takes no time or names no limit."""
    return step.longest_stay()


def is_until(step: StepBase) -> bool:
    """Whether its length depends on the moment at which somebody comes to it."""
    return isinstance(step, Wait) and step.until is not None


def is_limitless(step: StepBase) -> bool:
    """Whether what ends its wait may come at any time: nobody has set a limit yet."""
    if isinstance(step, WaitForEvent):
        return step.for_ is None
    return isinstance(step, BranchOnMessage) and step.within is None
