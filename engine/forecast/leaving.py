"""May this message leave now, and as what? The rules of the engine (`permission`, `quiet_hours`), on one person of the
forecast. Templates count as approved and senders as well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.forecast.library import Library
from engine.forecast.traveller import Traveller
from engine.journey.definition import Journey
from engine.journey.effects import Send
from engine.journey.permission import (
    LOOP,
    WINDOW_CLOSED,
    Permission,
    is_answer,
    is_window_open,
    permitted,
    silenced_until,
    stricter,
)
from engine.journey.quiet_hours import QuietHours, held_until
from engine.journey.zones import zone_of


@dataclass(frozen=True, slots=True)
class Leaves:
    """As this message, which may be the fallback of the one that was asked for."""

    send: Send


@dataclass(frozen=True, slots=True)
class Waits:
    """The quiet hours end then."""

    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Stays:
    """It will never leave."""

    reason: str
    fault: Literal["person", "moment"]


Decision: TypeAlias = Leaves | Waits | Stays


def decide(
    journey: Journey, library: Library, one: Traveller, send: Send, now: dt.datetime, house_zone: dt.tzinfo,
    house_hours: QuietHours | None = None,
) -> Decision:  # fmt: skip
    """About one message of one person."""
    may = _permission(journey, library, one, send, now)
    if may.allowed:
        until = held_until(
            journey.quiet_hours, send.kind, answers_customer=is_answer(one.state.asked_at, now), now=now,
            zone=zone_of(one.contact, house_zone), house=house_hours,
        )  # fmt: skip
        if until is None:
            return Leaves(send)
        if send.kind == "template" or is_window_open(one.last_inbound_at, until):
            return Waits(until)
        may = WINDOW_CLOSED
    if may.reason == "window_closed" and send.fallback is not None:
        if send.fallback.problem:
            return Stays(send.fallback.problem, "moment")
        return decide(journey, library, one, send.instead(send.fallback), now, house_zone, house_hours)
    return Stays(may.reason, may.fault)


def _permission(journey: Journey, library: Library, one: Traveller, send: Send, now: dt.datetime) -> Permission:
    answers = is_answer(one.state.asked_at, now)
    silent_until = silenced_until(one.sent_at) if answers else None
    if silent_until is not None and now < silent_until:
        return LOOP
    category = library.category(send) if send.kind == "template" else None
    return permitted(
        send.kind, stricter(journey.purpose, category), consents=one.consents, opted_out=one.opted_out,
        last_inbound_at=one.last_inbound_at, now=now, answers_customer=answers,
    )  # fmt: skip
