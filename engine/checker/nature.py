"""What kind of step or start something is, told by its general interface, so that kinds yet to come are covered."""

from __future__ import annotations

from engine.journey.steps import StepBase
from engine.journey.triggers import TriggerBase

WRITTEN_STARTS = ("keyword", "link")
"""Starts that a customer's own message makes."""
TOLD: dict[str, tuple[str, ...]] = {
    "keyword": ("text",), "link": ("text",), "opt_in": ("purpose", "source"), "audience": ("segment", "occurrence"),
    "date": ("date",),
}  # fmt: skip
"""What a passage may read under `event.` after a start that is no event of the site."""
UNANSWERED = ("no_reply", "no_event", "not_sent", "invalid", "failed")
"""Ways out of a step that listens or asks by which no answer was kept."""


def takes_time(step: StepBase) -> bool:
    """Whether a passage can stand on it until a moment comes. What waits for a machine's answer goes on in seconds."""
    return type(step).on_due is not StepBase.on_due and type(step).on_called is StepBase.on_called


def is_deaf(step: StepBase) -> bool:
    """Whether customers stand there while nothing listens to them."""
    return takes_time(step) and not step.listens


def is_written_start(trigger: TriggerBase) -> bool:
    """Whether the customer has just written when they enter here."""
    return trigger.type in WRITTEN_STARTS
