"""One chunk of a lot of shards: their events in order, then what is due, written in one transaction.

A contact belongs to one shard and a shard to one worker at a time, so everything about one person happens in order. An
event that fails is put aside with its reason; it never stops the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
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
    """What a chunk did: lanes that have something to send, whether other systems are to be asked, whether there is more to
    do, whether some of the shards were in other hands, and whether the chunk was full: much more may be waiting."""

    lanes: set[str] = field(default_factory=set[str])
    more: bool = False
    calls: bool = False
    in_other_hands: bool = False
    is_full: bool = False


def advance_shards(
    connection: Connection,
    numbers: Collection[int],
    library: Library,
    *,
    now: dt.datetime,
    new_id: NewId,
    house_language: str,
    only: Only | None = None,
) -> Progress:
    """Work one chunk of those of these shards that are free. Call it in a transaction of its own, again while `more` holds.
    `only`: nothing but this."""
    free = shards.take_free(connection, numbers) if numbers else []
    missed = len(free) < len(numbers)
    journeys = library.journeys(connection)
    work = _work(connection, free, journeys, now, limit=CHUNK if only is None else 1)
    if only is not None:
        work.keep(only)
    if not work.events and not work.due:
        return Progress(in_other_hands=missed)
    people = load_people(
        connection, library, journeys,
        {row["contact_id"] for row in (*work.events, *work.due)}, written=voices_in(work.events),
    )  # fmt: skip
    chunk = Chunk(connection, journeys, people, work.events, now, new_id, house_language, house_zone(connection))
    for event in work.events:
        chunk.handle(event)
    for row in work.due:
        chunk.wake(row)
    _write(chunk)
    return Progress(
        chunk.changes.lanes(), work.is_full or chunk.has_more, bool(chunk.changes.calls), missed, work.is_full
    )


@dataclass(frozen=True, slots=True)
class Only:
    """The first piece of some shards' work: an event, or a passage that is due."""

    shard: int
    event: int | None = None
    passage: str | None = None

    def put_aside(self, connection: Connection, reason: str, now: dt.datetime) -> None:
        """It cannot be written: it waits for a person, with its reason."""
        if self.event is not None:
            inbox.set_aside(connection, {self.event: reason}, now=now)
        if self.passage is not None:
            passages.report_problem(connection, self.passage, reason)


def first_work(connection: Connection, numbers: Collection[int], library: Library, now: dt.datetime) -> Only | None:
    """What `advance_shards` would begin with; None when there is nothing to do."""
    work = _work(connection, numbers, library.journeys(connection), now, limit=1)
    for row in work.events:
        return Only(row["shard"], event=row["id"])
    for row in work.due:
        return Only(row["shard"], passage=row["id"])
    return None


@dataclass(slots=True)
class _Work:
    limit: int
    events: list[RowMapping] = field(default_factory=list[RowMapping])
    due: list[RowMapping] = field(default_factory=list[RowMapping])

    @property
    def is_full(self) -> bool:
        return max(len(self.events), len(self.due)) >= self.limit

    def keep(self, only: Only) -> None:
        """Nothing but this, if nobody else did it meanwhile."""
        self.events = [row for row in self.events if row["id"] == only.event]
        self.due = [row for row in self.due if row["id"] == only.passage]


def _work(
    connection: Connection, numbers: Collection[int], journeys: Mapping[str, Known], now: dt.datetime, *, limit: int
) -> _Work:
    """Events, and passages whose moment has come. A stored reply is applied before a time-out: what came in before the
    time-out and has not been interpreted yet holds it back."""
    work, oldest = _Work(limit), inbox.oldest_unread_at(connection)
    until = now if oldest is None else min(now, oldest)
    paused = [journey.id for journey in journeys.values() if journey.state == "paused"]
    work.events += inbox.of_shards(connection, numbers, now=now, limit=limit)
    work.due += passages.due(connection, numbers, until=until, except_journeys=paused, limit=limit)
    return work


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
