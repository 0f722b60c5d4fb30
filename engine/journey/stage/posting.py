"""What may leave now, and what the provider of a story makes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from engine.journey.effects import Button, Send
from engine.journey.events import Outcome
from engine.journey.happenings import HeldBack, NotSent, Sent
from engine.journey.permission import (
    LOOP,
    WINDOW_CLOSED,
    Permission,
    Purpose,
    is_answer,
    is_window_open,
    permitted,
    silenced_until,
    stricter,
)
from engine.journey.quiet_hours import held_until
from engine.journey.stage.stage import Ride, Stage
from engine.journey.zones import zone_of


def post(stage: Stage, ride: Ride, send: Send) -> Outcome | None:
    """What the provider makes of a message; None while it has not said, or while quiet hours hold it."""
    outcome = _send(stage, ride, send)
    if outcome is None or outcome.result != "accepted" or stage.provider == "accepts":
        return outcome
    if stage.provider == "slow":
        stage.on_the_wire.append((ride, send, outcome))
        return None
    stage.happened.pop()
    return fail(stage, ride, send)


def fail(stage: Stage, ride: Ride, send: Send) -> Outcome:
    """The provider refuses it, or cannot be reached."""
    outcome = Outcome(send.message_id, "failed", stage.now, stage.provider)
    stage.note(NotSent(stage.provider, send.step_id), ride)
    return replace(outcome, fault="person") if stage.provider == "unreachable" else outcome


def _send(stage: Stage, ride: Ride, send: Send, *, instead_of: Send | None = None) -> Outcome | None:
    described = stage.templates.get(send.template or "")
    purpose = stricter(stage.journey.journey.purpose, described.category if described else None)
    may = _permission(stage, ride, send, purpose)
    until = _quiet_until(stage, ride, send) if may.allowed else None
    if until is not None and (send.kind == "template" or is_window_open(stage.last_inbound_at, until)):
        ride.held = until, instead_of or send
        stage.note(HeldBack(send.step_id, until), ride)
        return None
    may = WINDOW_CLOSED if until is not None else may
    if may.reason == "window_closed" and send.fallback is not None:
        if not send.fallback.problem:
            return _send(stage, ride, send.instead(send.fallback), instead_of=send)
        may = Permission(False, send.fallback.problem)
    if not may.allowed:
        stage.note(NotSent(may.reason, send.step_id), ride)
        return Outcome(send.message_id, "refused", stage.now, may.reason, may.fault)
    quick_replies = tuple(Button(title, title) for title in described.buttons) if described else ()
    stage.note(Sent(send, send.tappable() or quick_replies, instead_of is not None), ride)
    stage.last_was_marketing = send.kind == "template" and purpose == "marketing"
    stage.sent_at = [*stage.sent_at[-20:], stage.now]
    return Outcome(send.message_id, "accepted", stage.now)


def _quiet_until(stage: Stage, ride: Ride, send: Send) -> dt.datetime | None:
    return held_until(
        stage.journey.journey.quiet_hours, send.kind, answers_customer=is_answer(ride.state.asked_at, stage.now),
        now=stage.now, zone=zone_of(stage.contact, stage.house_zone),
    )  # fmt: skip


def _permission(stage: Stage, ride: Ride, send: Send, purpose: Purpose) -> Permission:
    silent_until = silenced_until(stage.sent_at)
    if silent_until is not None and stage.now < silent_until:
        return LOOP
    return permitted(
        send.kind,
        purpose,
        consents=stage.consents,
        opted_out=stage.opted_out,
        last_inbound_at=stage.last_inbound_at,
        now=stage.now,
        answers_customer=is_answer(ride.state.asked_at, stage.now),
    )
