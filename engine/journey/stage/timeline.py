"""Time passes on a stage: what is due and what is planned happens at its moment, in order."""

from __future__ import annotations

import datetime as dt

from engine.journey.effects import Send
from engine.journey.events import Due
from engine.journey.stage.moving import move
from engine.journey.stage.plans import next_planned, start_planned
from engine.journey.stage.posting import post
from engine.journey.stage.stage import Ride, Stage


def move_to(stage: Stage, moment: dt.datetime) -> None:
    """Time passes; whatever is due on the way happens at its moment, in order. The journey was published at the
    stage's beginning."""
    stage.moves = 0
    while True:
        ride, planned = _next_due(stage, moment), next_planned(stage, moment)
        due_at = ride.next_moment() if ride else None
        if planned is not None and (due_at is None or planned[0] <= due_at):
            start_planned(stage, *planned)
        elif ride is not None:
            stage.now = max(stage.now, due_at or stage.now)
            _wake(stage, ride)
        else:
            break
    stage.now = max(stage.now, moment)


def next_moment(stage: Stage, within: dt.timedelta) -> dt.datetime | None:
    """When something happens by itself next; None when nothing is planned for that long."""
    until = stage.now + within
    ride, planned = _next_due(stage, until), next_planned(stage, until)
    moments = [ride.next_moment() if ride else None, planned[0] if planned else None]
    return min((max(moment, stage.now) for moment in moments if moment is not None), default=None)


def _next_due(stage: Stage, until: dt.datetime) -> Ride | None:
    moments = [(ride.next_moment(), ride) for ride in stage.open_rides()]
    due = [(moment, ride) for moment, ride in moments if moment is not None and moment <= until]
    return min(due, key=lambda pair: pair[0])[1] if due else None


def _wake(stage: Stage, ride: Ride) -> None:
    if ride.held is None:
        move(stage, ride, Due())
    else:
        _let_go(stage, ride, ride.held[1])


def _let_go(stage: Stage, ride: Ride, send: Send) -> None:
    """The quiet hours are over."""
    ride.held = None
    outcome = post(stage, ride, send)
    if outcome is not None:
        move(stage, ride, outcome)
