"""What came in: kept under a unique key, read once, handed to its shard, done or put aside. Hot path: bulk Core."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, or_, select, update
from sqlalchemy.sql.dml import UpdateBase

from storage.among import among
from storage.bulk import Bulk, given
from storage.core import table
from storage.shards import EVERY, SHARDS
from storage.tables import InboundEvent
from storage.tables.events import FRESH, HELD, NEW, ROUTED, UNHEARD
from storage.upsert import insert_for

EVENTS = table(InboundEvent)
THESE = among(EVENTS.c.id, "ids")


class RawEvent(NamedTuple):
    """One event as it arrived, already verified. `key` is unique for its source, for good."""

    source: str
    key: str
    raw: str
    received_at: dt.datetime
    heard_from: str | None = None
    """The customer's id on the channel, where this is something that they said."""


def _once(dialect: str) -> UpdateBase:
    return insert_for(dialect, EVENTS).on_conflict_do_nothing(index_elements=["source", "dedupe_key"]).inline()


_RAW = ("source", "dedupe_key", "heard_from", "raw", "received_at", "status", "attempts")
_KEEP = Bulk(_once, _RAW)


def keep(connection: Connection, events: Sequence[RawEvent]) -> None:
    """Store each event once, in the order given (the ids must rise in the order of arrival); one that is already there
    changes nothing."""
    rows = [
        {"source": event.source, "dedupe_key": event.key, "heard_from": event.heard_from, "raw": event.raw,
         "received_at": event.received_at, "status": "new", "attempts": 0}
        for event in events
    ]  # fmt: skip
    _KEEP(connection, rows)


_UNREAD = (
    select(EVENTS.c.id, EVENTS.c.source, EVENTS.c.raw, EVENTS.c.attempts, EVENTS.c.received_at)
    .where(NEW, or_(EVENTS.c.retry_at.is_(None), EVENTS.c.retry_at <= bindparam("now")))
    .order_by(EVENTS.c.id)
    .limit(bindparam("most"))
)


def unread(connection: Connection, *, now: dt.datetime, limit: int) -> Sequence[RowMapping]:
    """Events that nobody has interpreted yet (id, source, raw, attempts, received_at), oldest first."""
    return connection.execute(_UNREAD, {"now": now, "most": limit}).mappings().all()


_UNHEARD = select(EVENTS.c.heard_from).where(among(EVENTS.c.heard_from, "ids"), UNHEARD, EVENTS.c.retry_at.is_(None))


def unheard(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these customers (ids on their channel) said something that their journeys have not looked at yet: it may be
    a word that stops everything. What was looked at and put off is none."""
    return set(connection.execute(_UNHEARD, {"ids": ids}).scalars()) if ids else set()


_OLDEST_UNREAD = select(EVENTS.c.received_at).where(FRESH).order_by(EVENTS.c.received_at).limit(1)


def oldest_unread_at(connection: Connection) -> dt.datetime | None:
    """When the oldest event arrived that nobody has interpreted; a reply among them may be older than a time-out."""
    return connection.execute(_OLDEST_UNREAD).scalar()


@dataclass(frozen=True, slots=True)
class Understood:
    """An interpreted event and whom it concerns."""

    id: int
    kind: str
    body: dict[str, Any]
    shard: int
    contact_id: str
    sender_id: str | None
    address_id: str | None
    occurred_at: dt.datetime


_UNDERSTOOD = ("kind", "body", "shard", "contact_id", "sender_id", "address_id", "occurred_at")
_HAND_OVER = Bulk(
    lambda _dialect: (
        update(EVENTS)
        .where(EVENTS.c.id == given("id"))
        .values(status="routed", retry_at=None, **{name: given(name) for name in _UNDERSTOOD})
    )
)


def hand_over(connection: Connection, events: Sequence[Understood]) -> None:
    """Give interpreted events to their shards."""
    _HAND_OVER(connection, [
        {"id": event.id, "kind": event.kind, "body": event.body, "shard": event.shard, "contact_id": event.contact_id,
         "sender_id": event.sender_id, "address_id": event.address_id, "occurred_at": event.occurred_at}
        for event in events
    ])  # fmt: skip


_INTERNAL = (
    "source", "dedupe_key", "status", "kind", "raw", "body", "shard", "contact_id", "sender_id", "address_id",
    "occurred_at", "received_at", "attempts", "result", "reason", "retry_at",
)  # fmt: skip
_USUAL = {
    "source": "engine", "status": "routed", "attempts": 0, "raw": None, "result": None, "reason": None,
    "sender_id": None, "address_id": None, "retry_at": None,
}  # fmt: skip
_ADD_INTERNAL = Bulk(_once, _INTERNAL)


def add_internal(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Events of our own (the outcome of a send, a command of a person) for a shard; each key counts once. How many are new.

    A row holds `dedupe_key, kind, body, shard, contact_id, occurred_at, received_at`; one that waits for a paused journey also
    `status` and `reason`, one that waits for its moment `retry_at`.
    """
    full = [{**_USUAL, **row} for row in rows]
    return _ADD_INTERNAL(connection, full)


_READ = (
    "id", "shard", "source", "dedupe_key", "kind", "body", "contact_id", "sender_id", "address_id", "occurred_at", "attempts",
)  # fmt: skip
_ROUTED = (
    select(*(EVENTS.c[name] for name in _READ))
    .where(ROUTED, or_(EVENTS.c.retry_at.is_(None), EVENTS.c.retry_at <= bindparam("now")))
    .limit(bindparam("most"))
)  # fmt: skip
_OF_SHARD = _ROUTED.where(EVENTS.c.shard == bindparam("of")).order_by(EVENTS.c.id)
_OF_SHARDS = _ROUTED.where(among(EVENTS.c.shard, "numbers"))


def of_shards(
    connection: Connection, numbers: Collection[int], *, now: dt.datetime, limit: int
) -> Sequence[RowMapping]:
    """The interpreted events of these shards, in the order in which they arrived, without what arrived itself. Where there are
    more than `limit`, those of one shard after the other."""
    asked: dict[str, Any] = {"now": now, "most": limit + 1, "numbers": numbers}
    some = connection.execute(_OF_SHARDS, asked).mappings().all()
    if len(some) <= limit:  # that is all of them; to sort what waits in a flood would cost more than its chunk
        return sorted(some, key=itemgetter("id"))
    found: list[RowMapping] = []
    for number in shards_with_events(connection, now=now, of=numbers):
        if left := limit - len(found):
            found += connection.execute(_OF_SHARD, {"of": number, "now": now, "most": left}).mappings().all()
    return found


_FINISH = (
    update(EVENTS).where(THESE)
    .values(status="done", reason=bindparam("why"), handled_at=bindparam("now"), retry_at=None)
)  # fmt: skip


def finish(connection: Connection, ids: Sequence[int], *, now: dt.datetime, reason: str | None = None) -> None:
    """These events had their effect; `unanswered` for a message that no journey understood."""
    if ids:
        connection.execute(_FINISH, {"ids": ids, "why": reason, "now": now})


def set_aside(connection: Connection, reasons: Mapping[int, str], *, now: dt.datetime) -> None:
    """These events could not be handled; they wait for a person, and stop nobody else."""
    for event_id, reason in reasons.items():
        connection.execute(
            update(EVENTS).where(EVENTS.c.id == event_id).values(status="aside", reason=reason[:2000], handled_at=now)
        )


def set_unread_aside(connection: Connection, event_id: int, reason: str, *, now: dt.datetime) -> bool:
    """The same for one that could not even be read; False when somebody read it meanwhile."""
    statement = update(EVENTS).where(EVENTS.c.id == event_id, EVENTS.c.status == "new")
    return connection.execute(statement.values(status="aside", reason=reason[:2000], handled_at=now)).rowcount == 1


def hold(connection: Connection, holds: Mapping[int, str], *, now: dt.datetime) -> None:
    """These events wait for a paused journey (`reason` is `paused:<journey id>`)."""
    for event_id, reason in holds.items():
        connection.execute(
            update(EVENTS).where(EVENTS.c.id == event_id).values(status="held", reason=reason, handled_at=now)
        )


def release(connection: Connection, journey_id: str) -> int:
    """The journey goes on: what was held for it is handed to its shards again, in its old order."""
    statement = update(EVENTS).where(HELD, EVENTS.c.reason == f"paused:{journey_id}")
    return connection.execute(statement.values(status="routed", reason=None, handled_at=None)).rowcount


def journeys_held_for(connection: Connection) -> set[str]:
    """Journeys for which events are held."""
    reasons = connection.execute(select(EVENTS.c.reason).where(HELD).distinct()).scalars()
    return {reason.removeprefix("paused:") for reason in reasons if reason}


def postpone(connection: Connection, ids: Collection[int], *, until: dt.datetime) -> None:
    """Look at these again later (a reply that came while the question's outcome is still unknown to us)."""
    if ids:
        connection.execute(
            update(EVENTS).where(THESE).values(retry_at=until, attempts=EVENTS.c.attempts + 1), {"ids": ids}
        )


# A start that was put off has its own moment.
_HURRY = (
    update(EVENTS).where(among(EVENTS.c.contact_id, "contacts"), EVENTS.c.status == "routed")
    .where(EVENTS.c.retry_at.is_not(None), EVENTS.c.kind == "message").values(retry_at=None)
)  # fmt: skip


def hurry(connection: Connection, contact_ids: Collection[str]) -> int:
    """What was postponed for these contacts may be looked at now; how much it was."""
    return connection.execute(_HURRY, {"contacts": contact_ids}).rowcount if contact_ids else 0


_IS_READY = select(EVENTS.c.id).where(
    EVENTS.c.shard == SHARDS.c.number, ROUTED,
    or_(EVENTS.c.retry_at.is_(None), EVENTS.c.retry_at <= bindparam("now")),
)  # fmt: skip
_WITH_EVENTS = select(SHARDS.c.number).where(_IS_READY.exists(), among(SHARDS.c.number, "numbers"))


def shards_with_events(connection: Connection, *, now: dt.datetime, of: Collection[int] = EVERY) -> list[int]:
    """Shards that have something to do; only `of` these. One look a shard: a DISTINCT would read everything that waits."""
    return list(connection.execute(_WITH_EVENTS, {"now": now, "numbers": of}).scalars())


def find(connection: Connection, *, source: str, key: str) -> RowMapping | None:
    """An event by its key, with its result if it had one."""
    query = select(EVENTS).where(EVENTS.c.source == source, EVENTS.c.dedupe_key == key)
    return connection.execute(query).mappings().first()
