"""May this message leave now? Asked at the moment of sending, for every message: allowed, later, or refused with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import RowMapping

from engine.journey.permission import SILENCE, is_answer, is_window_open, permitted, silenced_until, stricter
from engine.journey.quiet_hours import QuietHours, held_until
from engine.journey.zones import named_zone
from storage import approvals

LOOK_AGAIN = dt.timedelta(minutes=1)
QUIET_HERE, QUIET_HOUSE = "quiet_hours", "house_quiet_hours"
"""Why a message waits: the hours of its journey, or only those of the house."""
LOOP_GUARD = SILENCE + dt.timedelta(minutes=10)
"""How far back automatic replies are counted."""
PURPOSES = ("marketing", "service")
TEMPLATES = ("template", "fallback")
"""Kinds of messages that are templates; a `fallback` left in place of a session message."""
HOLDS = {
    "PAUSED": "template_paused",
    "PENDING": "template_in_review",
    "IN_APPEAL": "template_in_review",
    "DRAFT": "template_in_review",
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may leave, with this template when it is one."""

    template: RowMapping | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `reason` is shown on the map: `quiet_hours`, `house_quiet_hours`, `template_paused`, `template_in_review`, `template_missing`,
    `template_not_approved`, `template_changed`."""

    until: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not at all: `opted_out`, `no_consent`, `window_closed`, `loop`. `fault` says whether the person or the moment is the cause; the
    journey goes on accordingly."""

    reason: str
    fault: Literal["person", "moment"]


Decision: TypeAlias = Allowed | Later | Refused


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about one message besides itself. `consents`: the contact's statements, newest first. `template`: the one
    chosen for a template message; None when there is none in any usable language."""

    consents: Sequence[Mapping[str, Any] | RowMapping]
    last_inbound_at: dt.datetime | None
    template: RowMapping | None
    answered_at: Sequence[dt.datetime] = ()
    """When the latest automatic replies to this address left, oldest first."""
    is_as_approved: bool = True
    """Whether the template is what went live with the message's version."""
    house_hours: QuietHours | None = None
    """The quiet hours of the whole house."""


def decide(message: RowMapping | Mapping[str, Any], standing: Standing, now: dt.datetime) -> Decision:
    """Opt-out, consent, the 24-hour window, quiet hours, the loop guard and the template's state, in this order. What confirms an opt-out
    needs only the window."""
    if message["kind"] == "confirmation":
        open_window = is_window_open(standing.last_inbound_at, now)
        return Allowed() if open_window else Refused("window_closed", "moment")
    # One that changed is held whatever its new category asks of the person: first somebody looks at it.
    category = standing.template["category"] if standing.template is not None and standing.is_as_approved else None
    permission = permitted(
        "template" if message["kind"] in TEMPLATES else "session", stricter(message["purpose"], category),
        consents=consented_purposes(standing.consents), opted_out=is_opted_out(standing.consents),
        last_inbound_at=standing.last_inbound_at, now=now,
        answers_customer=is_answer(message["answers_at"], now) and _was_asked_since(message, standing.consents),
    )  # fmt: skip
    if not permission.allowed:
        return Refused(permission.reason, permission.fault)
    if (quiet := _quiet(message, standing, now)) is not None:
        return quiet
    silent_until = silenced_until(standing.answered_at) if message["answers_at"] is not None else None
    if silent_until is not None and now < silent_until:
        return Refused("loop", "moment")
    return _template_state(standing, now) if message["kind"] in TEMPLATES else Allowed()


def _quiet(message: RowMapping | Mapping[str, Any], standing: Standing, now: dt.datetime) -> Decision | None:
    """The quiet hours of its journey and of the house. A free reply whose window closes before they end is refused at once,
    so that the journey can go another way now."""
    body: Mapping[str, Any] = message["body"]
    own = QuietHours.model_validate(body["quiet_hours"]) if body.get("quiet_hours") else None
    if own is None and standing.house_hours is None:
        return None
    zone = named_zone(body.get("zone")) or dt.UTC
    kind = "template" if message["kind"] in TEMPLATES else "session"
    until = held_until(
        own, kind, house=standing.house_hours, answers_customer=is_answer(message["answers_at"], now), now=now, zone=zone
    )  # fmt: skip
    if until is None:
        return None
    if kind == "session" and not is_window_open(standing.last_inbound_at, until):
        return Refused("window_closed", "moment")
    return Later(until, QUIET_HERE if own is not None and own.end_of(now, zone) is not None else QUIET_HOUSE)


def _was_asked_since(
    message: RowMapping | Mapping[str, Any], statements: Sequence[Mapping[str, Any] | RowMapping]
) -> bool:
    """Whether the customer asked after their opt-out, if there is one: what was on its way then and comes back to the queue
    answers nothing any more."""
    opted_out_at = next((one["stated_at"] for one in statements if one["purpose"] == "all" and not one["given"]), None)
    return opted_out_at is None or message["answers_at"] > opted_out_at


def is_opted_out(statements: Sequence[Mapping[str, Any] | RowMapping]) -> bool:
    """Whether the newest word about all messages was no."""
    return next((not statement["given"] for statement in statements if statement["purpose"] == "all"), False)


def consented_purposes(statements: Sequence[Mapping[str, Any] | RowMapping]) -> set[str]:
    """The purposes whose newest statement is a yes. Coming back by a word (START) lifts an opt-out and gives no consent that
    was never given. A yes to all says nothing any more of a purpose that was taken back later."""
    newest: dict[str, Mapping[str, Any] | RowMapping] = {}
    taken_back: set[str] = set()
    for statement in statements:
        purpose = statement["purpose"]
        if purpose not in newest and "all" not in newest and not statement["given"]:
            taken_back.add(purpose)
        newest.setdefault(purpose, statement)
    agreed = {
        purpose for purpose, statement in newest.items()
        if statement["given"] and not (purpose == "all" and statement["source"] == "keyword")
    }  # fmt: skip
    return ({*agreed, *PURPOSES} - {"all"}) - taken_back if "all" in agreed and taken_back else agreed


def _template_state(standing: Standing, now: dt.datetime) -> Decision:
    """“Approved means approved”: when a template changes under a live journey its step holds, nothing else is sent."""
    template = standing.template
    if template is None:
        return Later(now + LOOK_AGAIN, "template_missing")
    if template["status"] in ("APPROVED", "REINSTATED"):
        return Allowed(template) if standing.is_as_approved else Later(now + LOOK_AGAIN, approvals.HELD)
    return Later(now + LOOK_AGAIN, HOLDS.get(template["status"], "template_not_approved"))
