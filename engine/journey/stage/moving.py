"""How a passage moves: one event, and everything that follows from it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from engine.journey.advance import advance
from engine.journey.effects import Effect, Passed, RecordConsent, Send, StartJourney
from engine.journey.entry import admission, entry_key
from engine.journey.events import Begun, Event, Leave, Started
from engine.journey.happenings import NotSent
from engine.journey.stage.posting import post
from engine.journey.stage.stage import Ride, Stage
from engine.journey.state import State

MOVES_AT_ONCE = 10_000
"""More moves than this in one line of a story: the journey goes round in a circle, and its passages end."""


def start(stage: Stage, trigger_id: str, facts: Mapping[str, Any], asked_at: dt.datetime | None = None) -> None:
    """A passage begins where the entry rules let it."""
    key = entry_key(stage.journey.journey.entry, facts)
    admitted = admission(stage.journey.journey.entry, key, stage.earlier(key), stage.now)
    if not admitted.allowed:
        return
    for ride in stage.open_rides() if admitted.restarts else []:
        if ride.key == key:
            move(stage, ride, Leave("entered_again"))
    ride = Ride(State(f"story-{len(stage.rides) + 1}"), key, stage.now, trigger_id=trigger_id)
    stage.enter(ride)
    move(stage, ride, Started(trigger_id, facts, asked_at))


def move(stage: Stage, ride: Ride, event: Event) -> bool:
    """One event and everything that follows at once: a message is settled as soon as it is said. False when
    the event was not for this passage."""
    pending: Event | None = event
    used = True
    while pending is not None:
        stage.moves += 1
        if stage.moves > MOVES_AT_ONCE:
            pending = Leave("loop")
        done = advance(stage.journey, ride.state, stage.contact, pending, stage.now, house_zone=stage.house_zone)
        ride.state = done.state
        used = used and (done.used or pending is not event)
        pending = None
        for effect in done.effects:
            pending = _settle(stage, ride, effect) or pending
    if not ride.state.is_active and ride.exited_at is None:
        ride.exited_at = stage.now
    return used


def _settle(stage: Stage, ride: Ride, effect: Effect) -> Event | None:
    if isinstance(effect, Send):
        return post(stage, ride, effect)
    if isinstance(effect, Passed) and (effect.why or "").startswith("cannot_render:") and _sends(stage, effect.step_id):
        stage.note(NotSent(effect.why or "", effect.step_id), ride)
    stage.note(effect, ride)
    if isinstance(effect, StartJourney):
        return Begun(effect.visit)
    if isinstance(effect, RecordConsent):
        _record(stage, ride, effect)
    return None


def _record(stage: Stage, here: Ride, statement: RecordConsent) -> None:
    """What the customer agreed to counts at once; what they take back ends the passages of that purpose."""
    agreed = set(stage.consents)
    if statement.given:
        stage.consents = agreed | {statement.purpose}
        return
    both = {"marketing", "service"} if "all" in agreed else set[str]()
    stage.consents = (agreed - {"all"} | both) - {statement.purpose}
    if stage.journey.journey.purpose == statement.purpose:
        for ride in stage.open_rides():
            if ride is not here:
                move(stage, ride, Leave("opted_out"))


def _sends(stage: Stage, step_id: str) -> bool:
    return stage.journey.journey.steps[step_id].sends is not None
