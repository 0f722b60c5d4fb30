"""One turn of the router: it reads what came in and goes on with it in the same transaction, so that a customer waits for one
commit, not for two and the queue between them. What is too much for one turn is left to the lots of shards, which several
workers share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from engine.clock import Clock
from engine.runner.jobs import lots_of
from engine.runner.reading_new import Interpret
from engine.runner.router import CHUNK, own
from engine.runner.shard import Progress
from storage import inbox, passages
from storage.waiting import paused_journeys


class Advance(Protocol):
    """`shard.advance_shards` with all but these given."""

    def __call__(self, connection: Connection, numbers: Collection[int], *, now: dt.datetime) -> Progress: ...


@dataclass(slots=True)
class Turn:
    """What it did, the jobs for what it left to others, and whether there is more for the next turn."""

    progress: Progress
    lots: list[str] = field(default_factory=list[str])
    more: bool = False


def take_turn(connection: Connection, interpret: Interpret, advance: Advance, clock: Clock) -> Turn:
    """Call it in a transaction of its own, again while `more` holds."""
    own(connection)
    now = clock()
    touched, more = interpret(connection, now=now, limit=CHUNK)
    busy = touched | busy_shards(connection, now)
    if more:
        return Turn(Progress(), lots_of(busy), more=True)
    progress = advance(connection, busy, now=now) if busy else Progress()
    if progress.is_full:
        return Turn(progress, lots_of(busy))
    return Turn(progress, more=progress.more or progress.in_other_hands)


def busy_shards(connection: Connection, now: dt.datetime) -> set[int]:
    """Those that have something to do now."""
    return {
        *inbox.shards_with_events(connection, now=now),
        *passages.shards_due(connection, now=now, except_journeys=paused_journeys(connection)),
    }
