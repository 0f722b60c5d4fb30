"""Enrollments and the steps they took. Hot path: bulk Core statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, not_, select, update

from storage.among import among
from storage.bulk import Bulk, given
from storage.core import table
from storage.shards import EVERY, SHARDS
from storage.tables import Enrollment, HttpCall, Message, StepEvent
from storage.tables.passages import DUE
from storage.upsert import insert_for

ENROLLMENTS, STEP_EVENTS, MESSAGES = table(Enrollment), table(StepEvent), table(Message)
CALLS = table(HttpCall)
MOVING = ("status", "step_id", "waiting", "wake_at", "state", "moved_at", "exited_at", "exit_reason")


_OPEN = (
    "id", "shard", "journey_id", "version_id", "contact_id", "sender_id", "address_id", "trigger_id", "waiting", "state",
)  # fmt: skip
_ACTIVE_OF = (
    select(*(ENROLLMENTS.c[name] for name in _OPEN))
    .where(among(ENROLLMENTS.c.contact_id, "contacts"), ENROLLMENTS.c.status == "active")
    .order_by(ENROLLMENTS.c.moved_at.desc(), ENROLLMENTS.c.id.desc())
)


def active_of(connection: Connection, contact_ids: Collection[str]) -> dict[str, list[RowMapping]]:
    """Each contact's open passages, the one that moved last first."""
    grouped: dict[str, list[RowMapping]] = {}
    for row in connection.execute(_ACTIVE_OF, {"contacts": contact_ids}).mappings().all():
        grouped.setdefault(row["contact_id"], []).append(row)
    return grouped


_RUNS = not_(among(ENROLLMENTS.c.journey_id, "paused"))
_ALL_DUE = (
    select(ENROLLMENTS.c.id, ENROLLMENTS.c.shard, ENROLLMENTS.c.contact_id, ENROLLMENTS.c.wake_at)
    .where(DUE, ENROLLMENTS.c.wake_at <= bindparam("until"), _RUNS)
    .limit(bindparam("most"))
)
_DUE = _ALL_DUE.where(ENROLLMENTS.c.shard == bindparam("of")).order_by(ENROLLMENTS.c.wake_at)
_DUE_OF_SHARDS = _ALL_DUE.where(among(ENROLLMENTS.c.shard, "numbers"))
_IS_DUE = select(ENROLLMENTS.c.id).where(
    ENROLLMENTS.c.shard == SHARDS.c.number, DUE, ENROLLMENTS.c.wake_at <= bindparam("until"), _RUNS
)
_SHARDS_DUE = select(SHARDS.c.number).where(_IS_DUE.exists(), among(SHARDS.c.number, "numbers"))


def due(
    connection: Connection,
    numbers: Collection[int],
    *,
    until: dt.datetime,
    except_journeys: Collection[str],
    limit: int,
) -> Sequence[RowMapping]:
    """Passages of these shards whose moment has come, the longest overdue first; where there are more than `limit`, those of one
    shard after the other. Cost follows what is due, not what waits."""
    asked: dict[str, Any] = {"until": until, "paused": except_journeys}
    some = connection.execute(_DUE_OF_SHARDS, {**asked, "most": limit + 1, "numbers": numbers}).mappings().all()
    if len(some) <= limit:
        return sorted(some, key=itemgetter("wake_at"))
    found: list[RowMapping] = []
    for number in shards_due(connection, now=until, except_journeys=except_journeys, of=numbers):
        if left := limit - len(found):
            found += connection.execute(_DUE, {**asked, "of": number, "most": left}).mappings().all()
    return found


def shards_due(
    connection: Connection, *, now: dt.datetime, except_journeys: Collection[str], of: Collection[int] = EVERY
) -> list[int]:
    """Shards with a passage that is due; only `of` these. One look a shard: a DISTINCT would read everything that waits."""
    asked = {"until": now, "paused": except_journeys, "numbers": of}
    return list(connection.execute(_SHARDS_DUE, asked).scalars())


_BLANK = {"exited_at": None, "exit_reason": None}
_NEW = (
    "id", "shard", "journey_id", "version_id", "contact_id", "sender_id", "address_id", "entry_key", "trigger_id",
    "status", "step_id", "waiting", "wake_at", "state", "entered_at", "moved_at", "exited_at", "exit_reason",
)  # fmt: skip
_ADD = Bulk(lambda dialect: insert_for(dialect, ENROLLMENTS).on_conflict_do_nothing(), _NEW)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """New passages. One that collides with an open passage of the same journey, contact and key is left out: read back
    which ids are there."""
    _ADD(connection, [{**_BLANK, **row} for row in rows])


def existing(connection: Connection, ids: Collection[str]) -> set[str]:
    return set(connection.execute(select(ENROLLMENTS.c.id).where(ENROLLMENTS.c.id.in_(ids))).scalars())


_MOVE = Bulk(
    lambda _dialect: (
        update(ENROLLMENTS)
        .where(ENROLLMENTS.c.id == given("id"), ENROLLMENTS.c.status == "active")
        .values({name: given(name) for name in MOVING})
    )
)


def move(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write where passages stand now. A passage that was ended meanwhile (a stopped journey) stays ended."""
    _MOVE(connection, rows)


def end(connection: Connection, enrollment_id: str, *, now: dt.datetime, reason: str) -> None:
    """End one passage at once and cancel what it queued, messages and calls."""
    connection.execute(
        update(ENROLLMENTS).where(ENROLLMENTS.c.id == enrollment_id, ENROLLMENTS.c.status == "active").values(
            status="exited", exit_reason=reason, exited_at=now, moved_at=now, wake_at=None, waiting=None)
    )  # fmt: skip
    connection.execute(
        update(MESSAGES).where(MESSAGES.c.enrollment_id == enrollment_id, MESSAGES.c.status == "queued").values(
            status="cancelled", reason=reason, failed_at=now)
    )  # fmt: skip
    connection.execute(
        update(CALLS).where(CALLS.c.enrollment_id == enrollment_id, CALLS.c.status == "queued").values(
            status="cancelled", reason=reason, ended_at=now)
    )  # fmt: skip


def end_all(connection: Connection, journey_id: str, *, now: dt.datetime, reason: str) -> None:
    """End every passage of a journey at once and cancel what they queued, messages and calls."""
    connection.execute(
        update(ENROLLMENTS).where(ENROLLMENTS.c.journey_id == journey_id, ENROLLMENTS.c.status == "active").values(
            status="exited", exit_reason=reason, exited_at=now, moved_at=now, wake_at=None, waiting=None)
    )  # fmt: skip
    connection.execute(
        update(MESSAGES).where(MESSAGES.c.journey_id == journey_id, MESSAGES.c.status == "queued").values(
            status="cancelled", reason=reason, failed_at=now)
    )  # fmt: skip
    connection.execute(
        update(CALLS).where(CALLS.c.journey_id == journey_id, CALLS.c.status == "queued").values(
            status="cancelled", reason=reason, ended_at=now)
    )  # fmt: skip


def report_problem(connection: Connection, enrollment_id: str, problem: str) -> None:
    """A passage that cannot go on: it sleeps with its reason, seen by a person, and stops nobody else."""
    connection.execute(
        update(ENROLLMENTS).where(ENROLLMENTS.c.id == enrollment_id).values(wake_at=None, problem=problem[:2000])
    )


_PASSED = ("enrollment_id", "journey_id", "version_id", "step_id", "port", "why", "at")
_ADD_STEP_EVENTS = Bulk(lambda dialect: insert_for(dialect, STEP_EVENTS).inline(), _PASSED)


def add_step_events(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    _ADD_STEP_EVENTS(connection, rows)


def last_passages(connection: Connection, *, journey_id: str, contact_id: str, entry_key: str) -> Sequence[RowMapping]:
    """The contact's passages of this journey and key, newest first: what entry rules ask."""
    query = (
        select(ENROLLMENTS.c.id, ENROLLMENTS.c.status, ENROLLMENTS.c.entered_at, ENROLLMENTS.c.exited_at)
        .where(ENROLLMENTS.c.journey_id == journey_id, ENROLLMENTS.c.contact_id == contact_id,
               ENROLLMENTS.c.entry_key == entry_key)
        .order_by(ENROLLMENTS.c.entered_at.desc()).limit(5)
    )  # fmt: skip
    return connection.execute(query).mappings().all()
