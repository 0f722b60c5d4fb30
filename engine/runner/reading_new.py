"""Reading what came in, whatever is in it: one event that spoils the writing of a chunk does not stop those behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from sqlalchemy import Connection

from engine.clock import Clock
from engine.logs import get_logger
from engine.runner.lease import Database
from engine.runner.router import CHUNK, own
from storage import inbox
from storage.database import is_not_well

log = get_logger(__name__)


class Interpret(Protocol):
    """`router.interpret` with all but these given."""

    def __call__(self, connection: Connection, *, now: dt.datetime, limit: int) -> tuple[set[int], bool]: ...


async def read_new(database: Database, interpret: Interpret, clock: Clock) -> tuple[set[int], bool]:
    """Shards that have something to do now, and whether more may be waiting. Where the chunk cannot be written its events
    are read one by one."""

    def some(limit: int) -> Callable[[Connection], tuple[set[int], bool]]:
        def read(connection: Connection) -> tuple[set[int], bool]:
            own(connection)
            return interpret(connection, now=clock(), limit=limit)

        return read

    try:
        return await database(some(CHUNK))
    except Exception as problem:
        if is_not_well(problem):
            raise  # nothing in the chunk is to blame
        log.exception("a chunk of what came in could not be written; it is read one by one")
    touched, more = set[int](), True
    for _ in range(CHUNK):
        first = await database(lambda connection: inbox.unread(connection, now=clock(), limit=1))
        if not first or not more:
            return touched, False
        try:
            shards, more = await database(some(1))
            touched |= shards
        except Exception as problem:
            if is_not_well(problem):
                raise
            await _put_aside(database, first[0]["id"], problem, clock)
    return touched, more


async def _put_aside(database: Database, event_id: int, problem: Exception, clock: Clock) -> None:
    """Unless another worker read it meanwhile: then what failed here is first in the next round."""
    reason = f"{type(problem).__name__}: {problem}"
    log.error("event put aside", event_id=event_id, exc_info=problem)
    await database(lambda connection: inbox.set_unread_aside(connection, event_id, reason, now=clock()))
