"""One chunk of one shard: its events in order, then what is due, written in one transaction.

A contact belongs to one shard and a shard to one worker at a time, so everything about one person happens in order. An
event that fails is put aside with its reason; it never stops the shard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping

from engine.ids import NewId
from engine.runner.chunk import Chunk, voices_in
from engine.runner.house_zone import house_zone
from engine.runner.library import Known, Library
from engine.runner.people import load_people
from storage import inbox, passages, shards

CHUNK = 500
LOOK_AGAIN = dt.timedelta(seconds=2)


@dataclass(slots=True)
class Progress:
    """What a chunk did: lanes that have something to send, whether other systems are to be asked, and whether the shard has
    more to do."""

    lanes: set[str] = field(default_factory=set[str])
    more: bool = False
    calls: bool = False


def advance_shard(
    connection: Connection,
    shard: int,
    library: Library,
    *,
    now: dt.datetime,
    new_id: NewId,
    house_language: str,
    only: Only | None = None,
) -> Progress:
    """Work one chunk. Call it in a transaction of its own, again while `more` holds. `only`: nothing but this."""
    shards.take(connection, shard)
    journeys = library.journeys(connection)
    limit = CHUNK if only is None else 1
    events = list(inbox.of_shard(connection, shard, now=now, limit=limit if only is None or only.event else 0))
    due = _due(connection, shard, journeys, now, limit if only is None or only.passage else 0)
    people = load_people(
        connection, library, journeys,
        {event["contact_id"] for event in events} | {row["contact_id"] for row in due}, written=voices_in(events),
    )  # fmt: skip
    chunk = Chunk(connection, journeys, people, events, now, new_id, house_language, house_zone(connection))
    for event in events:
        chunk.handle(event)
    for row in due:
        chunk.wake(row)
    _write(chunk)
    more = len(events) == limit or len(due) == limit or chunk.has_more
    return Progress(chunk.changes.lanes(), more, bool(chunk.changes.calls))


@dataclass(frozen=True, slots=True)
class Only:
    """The first piece of a shard's work: an event, or a passage that is due."""

    event: int | None = None
    passage: str | None = None

    def put_aside(self, connection: Connection, reason: str, now: dt.datetime) -> None:
        """It cannot be written: it waits for a person, with its reason."""
        if self.event is not None:
            inbox.set_aside(connection, {self.event: reason}, now=now)
        if self.passage is not None:
            passages.report_problem(connection, self.passage, reason)


def first_work(connection: Connection, shard: int, library: Library, now: dt.datetime) -> Only | None:
    """What `advance_shard` would begin with; None when there is nothing to do."""
    if events := inbox.of_shard(connection, shard, now=now, limit=1):
        return Only(event=events[0]["id"])
    due = _due(connection, shard, library.journeys(connection), now, 1)
    return Only(passage=due[0]["id"]) if due else None


def _due(
    connection: Connection, shard: int, journeys: Mapping[str, Known], now: dt.datetime, limit: int
) -> list[RowMapping]:
    """Passages whose moment has come. A stored reply is applied before a time-out: what came in before the time-out and
    has not been interpreted yet holds it back."""
    oldest = inbox.oldest_unread_at(connection)
    until = now if oldest is None else min(now, oldest)
    paused = [journey.id for journey in journeys.values() if journey.state == "paused"]
    return list(passages.due(connection, shard, until=until, except_journeys=paused, limit=limit))


def _write(chunk: Chunk) -> None:
    connection, now = chunk.connection, chunk.now
    chunk.changes.write(connection, now)
    inbox.finish(connection, chunk.done, now=now)
    inbox.finish(connection, chunk.unanswered, now=now, reason="unanswered")
    inbox.hold(connection, chunk.held, now=now)
    inbox.set_aside(connection, chunk.aside, now=now)
    # Where the awaited outcome came in this very chunk, the reply before it is looked at in the next one, at once.
    later = [event_id for event_id, contact_id in chunk.later.items() if contact_id not in chunk.changes.hurried]
    inbox.postpone(connection, later, until=now + LOOK_AGAIN)
