"""Questions to other systems on their way. `queued → calling` is committed before the first byte leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select, update

from storage.bulk import Bulk, given
from storage.core import table
from storage.tables import HttpCall
from storage.upsert import insert_new

CALLS = table(HttpCall)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Queue calls; one whose id is there already is left alone."""
    insert_new(connection, CALLS, rows, key=("id",))


def is_work(connection: Connection, *, now: dt.datetime, except_journeys: Collection[str]) -> bool:
    """Whether a call may be made now, or was left behind by someone who ended."""
    query = select(CALLS.c.id).where(_ready(now), *_not_of(except_journeys)).limit(1)
    return connection.execute(query).first() is not None


def claim(
    connection: Connection,
    *,
    now: dt.datetime,
    until: dt.datetime,
    limit: int,
    except_journeys: Collection[str],
) -> Sequence[RowMapping]:
    """Make these calls ours until `until`. Commit before the first byte leaves."""
    ready = select(CALLS.c.id).where(CALLS.c.status == "queued", CALLS.c.hold_until <= now, *_not_of(except_journeys))
    ids = list(connection.execute(ready.order_by(CALLS.c.hold_until, CALLS.c.id).limit(limit)).scalars())
    statement = (
        update(CALLS).where(CALLS.c.id.in_(ids), CALLS.c.status == "queued")
        .values(status="calling", hold_until=until, attempts=CALLS.c.attempts + 1).returning(CALLS)
    )  # fmt: skip
    return connection.execute(statement).mappings().all() if ids else []


def left_behind(connection: Connection, *, now: dt.datetime, limit: int) -> Sequence[RowMapping]:
    """Calls whose claim has ended without a result: nobody knows what became of them."""
    query = select(CALLS).where(CALLS.c.status == "calling", CALLS.c.hold_until <= now)
    return connection.execute(query.limit(limit)).mappings().all()


def give_back(connection: Connection, row: RowMapping, *, at: dt.datetime, reason: str) -> None:
    """It may be made again from `at` on."""
    connection.execute(_own(row).values(status="queued", hold_until=at, reason=reason))


def finish(
    connection: Connection, row: RowMapping, *, status: str, reason: str, http_status: int | None, now: dt.datetime
) -> bool:
    """Write what became of it; False when the call is not the claimant's any more."""
    values = {"status": status, "reason": reason or None, "http_status": http_status, "ended_at": now}
    return connection.execute(_own(row).values(**values)).rowcount == 1


_CANCEL = Bulk(
    lambda _dialect: (
        update(CALLS)
        .where(CALLS.c.enrollment_id == given("enrollment_id"), CALLS.c.status == "queued")
        .values(status="cancelled", reason=given("reason"), ended_at=given("at"))
    )
)


def cancel_of(connection: Connection, left: Mapping[str, str], *, now: dt.datetime) -> None:
    """enrollment id → why it ended: what these passages had queued is not asked any more."""
    _CANCEL(
        connection,
        [{"enrollment_id": enrollment_id, "reason": reason, "at": now} for enrollment_id, reason in left.items()],
    )


def _own(row: RowMapping) -> Any:
    return update(CALLS).where(
        CALLS.c.id == row["id"], CALLS.c.status == "calling", CALLS.c.attempts == row["attempts"]
    )


def _ready(now: dt.datetime) -> ColumnElement[bool]:
    return (or_(CALLS.c.status == "queued", CALLS.c.status == "calling")) & (CALLS.c.hold_until <= now)


def _not_of(journeys: Collection[str]) -> list[ColumnElement[bool]]:
    return [CALLS.c.journey_id.not_in(journeys)] if journeys else []
