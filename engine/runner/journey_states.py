"""Following what people decided about journeys: what a worker was just writing for a stopped one is ended too, a resumed one
gets back what was held for it, and a paused one keeps no free reply longer than its window."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select

from engine.runner.claiming import has_late_of, refuse_late_of
from engine.runner.library import JOURNEYS
from storage import inbox, passages
from storage.passages import ENROLLMENTS


def follow_states(connection: Connection, *, now: dt.datetime) -> None:
    """Bring passages, messages and held events in line with the states of their journeys. Safe to repeat."""
    for journey_id in _stopped_with_people(connection):
        passages.end_all(connection, journey_id, now=now, reason="stopped")
    paused = _paused(connection)
    for journey_id in inbox.journeys_held_for(connection) - paused:
        inbox.release(connection, journey_id)
    refuse_late_of(connection, paused, now=now)


def needs_following(connection: Connection, *, now: dt.datetime) -> bool:
    """Whether `follow_states` would change something."""
    paused = _paused(connection)
    return bool(
        _stopped_with_people(connection)
        or inbox.journeys_held_for(connection) - paused
        or has_late_of(connection, paused, now=now)
    )


def _stopped_with_people(connection: Connection) -> list[str]:
    stopped = select(JOURNEYS.c.id).where(JOURNEYS.c.state == "stopped")
    inside = select(ENROLLMENTS.c.journey_id).where(
        ENROLLMENTS.c.status == "active", ENROLLMENTS.c.journey_id.in_(stopped)
    )
    return list(connection.execute(inside.distinct()).scalars())


def _paused(connection: Connection) -> set[str]:
    return set(connection.execute(select(JOURNEYS.c.id).where(JOURNEYS.c.state == "paused")).scalars())
