"""How long a customer can stay on a step at most, as far as the journey tells."""

from __future__ import annotations

import datetime as dt

from engine.journey.steps import StepBase
from engine.journey.steps.wait import Wait


def longest_stay(step: StepBase) -> dt.timedelta | None:
    """The length of a wait, or the limit of a wait for a customer; None for a step that takes no time or names no limit."""
    return step.longest_stay()


def is_until(step: StepBase) -> bool:
    """Whether its length depends on the moment at which somebody comes to it."""
    return isinstance(step, Wait) and step.until is not None
