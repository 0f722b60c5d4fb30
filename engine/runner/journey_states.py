"""Following what people decided about journeys: a stopped one is emptied, a resumed one gets back what was held for it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select, update

from engine.runner.library import JOURNEYS
from storage import inbox
from storage.passages import ENROLLMENTS, MESSAGES


def follow_states(connection: Connection, *, now: dt.datetime) -> None:
    """Bring passages, messages and held events in line with the states of their journeys. Safe to repeat."""
    stopped = select(JOURNEYS.c.id).where(JOURNEYS.c.state == "stopped")
    connection.execute(
        update(MESSAGES).where(MESSAGES.c.status == "queued", MESSAGES.c.journey_id.in_(stopped)).values(
            status="cancelled", reason="stopped", failed_at=now)
    )  # fmt: skip
    connection.execute(
        update(ENROLLMENTS).where(ENROLLMENTS.c.status == "active", ENROLLMENTS.c.journey_id.in_(stopped)).values(
            status="exited", exit_reason="stopped", exited_at=now, moved_at=now, wake_at=None, waiting=None)
    )  # fmt: skip
    paused = set(connection.execute(select(JOURNEYS.c.id).where(JOURNEYS.c.state == "paused")).scalars())
    for journey_id in inbox.journeys_held_for(connection):
        if journey_id not in paused:
            inbox.release(connection, journey_id)


def needs_following(connection: Connection) -> bool:
    """Whether `follow_states` would change something."""
    stopped = select(JOURNEYS.c.id).where(JOURNEYS.c.state == "stopped")
    inside = select(ENROLLMENTS.c.id).where(ENROLLMENTS.c.status == "active", ENROLLMENTS.c.journey_id.in_(stopped))
    if connection.execute(inside.limit(1)).first() is not None:
        return True
    held = inbox.journeys_held_for(connection)
    paused = select(JOURNEYS.c.id).where(JOURNEYS.c.state == "paused")
    return bool(held) and bool(held - set(connection.execute(paused).scalars()))
