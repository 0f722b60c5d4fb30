"""A choice by what became of a message: the strongest sign that it names is taken at once, a weaker one when the time is over."""

from __future__ import annotations

from collections.abc import Sequence

from engine.journey.effects import Passed
from engine.journey.events import Due, Receipt
from engine.journey.steps.branch_on_message import BranchOnMessage
from tests.engine.generated.walking import Moment

SAYS = {
    "clicked": ("clicked", "read", "delivered"), "read": ("read", "delivered"), "delivered": ("delivered",),
}  # fmt: skip
"""What is told of a message, and everything that is known by it."""
STRENGTH = ("replied", "clicked", "read", "delivered")


def the_strongest_sign_is_taken_at_once(moment: Moment) -> str | None:
    step, event = _looking(moment), moment.event
    if step is None or not isinstance(event, Receipt) or not moment.advanced.used:
        return None
    if moment.before.watched.get(step.message or "", {}).get("message") != event.message_id:
        return None
    if event.status == "failed":
        return _taken(moment, "failed" if step.failed is not None else "otherwise")
    strongest = next(iter(_named(step)), "")
    return _taken(moment, strongest if strongest in SAYS[event.status] else None)


def a_weaker_sign_is_taken_when_the_time_is_over(moment: Moment) -> str | None:
    step = _looking(moment)
    if step is None or not isinstance(moment.event, Due) or not moment.advanced.used:
        return None
    known = SAYS.get(moment.before.watched.get(step.message or "", {}).get("status", ""), ())
    return _taken(moment, next((way for way in _named(step) if way in known), "otherwise"))


def _looking(moment: Moment) -> BranchOnMessage | None:
    """The choice that the passage waits at."""
    step = moment.journey.journey.steps.get(moment.before.step or "")
    waits = moment.before.is_active and moment.before.waiting in ("receipt", "reply")
    return step if waits and isinstance(step, BranchOnMessage) else None


def _named(step: BranchOnMessage) -> Sequence[str]:
    return [way for way in STRENGTH if getattr(step, way) is not None]


def _taken(moment: Moment, expected: str | None) -> str | None:
    """`expected`: a port, None for none."""
    passed = (effect for effect in moment.advanced.effects if isinstance(effect, Passed) and effect.port)
    taken = next((one.port for one in passed if one.step_id == moment.before.step), None)
    return None if taken == expected else f"took {taken}, not {expected}"


OF_SIGNS = (the_strongest_sign_is_taken_at_once, a_weaker_sign_is_taken_when_the_time_is_over)
