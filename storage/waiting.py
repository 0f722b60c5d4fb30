"""How much waits, and since when: for metrics and for the question whether work stands still.

Asked again and again by monitoring, so nothing here reads a whole table: counts end at `COUNT_TO`, and the oldest is looked for
among the first `LOOK_AT` of an index (tests/storage/test_plans.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, TextClause, func, literal_column, or_, select, text

from storage.core import table
from storage.shards import SHARDS
from storage.tables import Enrollment, HttpCall, InboundEvent, Journey, Message, StartRun

COUNT_TO = 10_000
"""A count that stands there means: at least so many."""
LOOK_AT = 1_000
EVENTS, PASSAGES, MESSAGES = table(InboundEvent), table(Enrollment), table(Message)
CALLS, RUNS, JOURNEYS = table(HttpCall), table(StartRun), table(Journey)


class Mark(NamedTuple):
    """What has waited longest: its id, and since when it could have been done."""

    id: str
    since: dt.datetime


def paused_journeys(connection: Connection) -> list[str]:
    """Journeys from which nothing may leave now."""
    return list(connection.execute(select(JOURNEYS.c.id).where(JOURNEYS.c.state == "paused")).scalars())


def inbound_count(connection: Connection, status: str) -> int:
    """Events that are `new`, `routed` or `aside`; other states have no index."""
    return _count(connection, select(EVENTS.c.id).where(_is(EVENTS.c.status, status)))


def message_count(connection: Connection, sender_id: str, status: str) -> int:
    """A sender's messages that are `queued`, `sending` or `unknown`."""
    mine = MESSAGES.c.sender_id == sender_id, _is(MESSAGES.c.status, status), *_open(status)
    return _count(connection, select(MESSAGES.c.sender_id).where(*mine))


def call_count(connection: Connection, status: str) -> int:
    """Questions to other systems that are `queued` or `calling`."""
    is_open = _holds("status IN ('queued', 'calling')")
    return _count(connection, select(CALLS.c.status).where(is_open, CALLS.c.status == status))


def run_count(connection: Connection, status: str) -> int:
    """Starts of many people that are `planned` or `running`."""
    is_open = _holds("status IN ('planned', 'running')")
    return _count(connection, select(RUNS.c.id).where(is_open, RUNS.c.status == status))


def oldest_unread(connection: Connection, *, now: dt.datetime) -> Mark | None:
    """The event that nobody has read for the longest time, without those that were put off. Ids rise with the arrival."""
    first = (
        select(EVENTS.c.id, EVENTS.c.received_at, EVENTS.c.retry_at)
        .where(_is(EVENTS.c.status, "new")).order_by(EVENTS.c.id).limit(LOOK_AT).subquery()
    )  # fmt: skip
    since = func.coalesce(first.c.retry_at, first.c.received_at, type_=EVENTS.c.received_at.type)
    ready = or_(first.c.retry_at.is_(None), first.c.retry_at <= now)
    return _mark(connection, select(first.c.id, since).where(ready).order_by(first.c.id).limit(1))


def oldest_due(connection: Connection, *, now: dt.datetime, except_journeys: Collection[str]) -> Mark | None:
    """The passage whose moment passed the longest time ago. One look a shard."""
    first = (
        select(PASSAGES.c.id, PASSAGES.c.wake_at, PASSAGES.c.journey_id)
        .where(PASSAGES.c.shard == SHARDS.c.number, _is(PASSAGES.c.status, "active"), PASSAGES.c.wake_at <= now)
        .order_by(PASSAGES.c.wake_at).limit(LOOK_AT // 10).correlate(SHARDS).subquery()
    )  # fmt: skip
    query = select(func.min(first.c.wake_at)).where(*_not_of(first.c.journey_id, except_journeys))
    wake_at = query.correlate(SHARDS).scalar_subquery().label("wake_at")
    each = select(SHARDS.c.number, wake_at).subquery()
    since = literal_column("wake_at", type_=PASSAGES.c.wake_at.type)
    return _mark(connection, select(each.c.number, since).where(each.c.wake_at.is_not(None)).order_by(since).limit(1))


def oldest_to_leave(
    connection: Connection, sender_id: str, *, now: dt.datetime, except_journeys: Collection[str]
) -> Mark | None:
    """The message of this sender that could have left the longest time ago."""
    first = (
        select(MESSAGES.c.id, MESSAGES.c.hold_until, MESSAGES.c.journey_id)
        .where(MESSAGES.c.sender_id == sender_id, _is(MESSAGES.c.status, "queued"), MESSAGES.c.hold_until <= now)
        .order_by(MESSAGES.c.hold_until, MESSAGES.c.id).limit(LOOK_AT).subquery()
    )  # fmt: skip
    mine = _not_of(func.coalesce(first.c.journey_id, ""), except_journeys)
    query = select(first.c.id, first.c.hold_until).where(*mine).order_by(first.c.hold_until, first.c.id)
    return _mark(connection, query.limit(1))


def _is(column: ColumnElement[Any], status: str) -> ColumnElement[bool]:
    """Written out, so that the partial index for this state serves whatever plan is kept. `status` is a word of ours."""
    assert status.isalpha()
    return column == literal_column(f"'{status}'")


def _holds(condition: str) -> TextClause:
    """The condition of a partial index, as it is written there. As a typed column it would get `= 1` behind it on SQLite, and
    no index would be used."""
    return text(condition)


def _open(status: str) -> list[TextClause]:
    return [_holds("status IN ('sending', 'unknown')")] if status != "queued" else []


def _not_of(column: ColumnElement[Any], journeys: Collection[str]) -> list[ColumnElement[bool]]:
    return [column.not_in(journeys)] if journeys else []


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.execute(select(func.count()).select_from(query.limit(COUNT_TO).subquery())).scalar_one()


def _mark(connection: Connection, query: Select[Any, Any]) -> Mark | None:
    row = connection.execute(query).first()
    return None if row is None else Mark(str(row[0]), row[1])
