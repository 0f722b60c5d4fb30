"""Events that could not be handled: what a person sees of them, and how they are tried again.

An event is worked whole or not at all, so one that was put aside had no effect, and trying it again cannot repeat one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping, literal_column, select, update

from storage.audit import append_entry
from storage.core import Refused, table
from storage.tables import Contact, InboundEvent

EVENTS, CONTACTS = table(InboundEvent), table(Contact)
OURS = ("api", "engine")
"""Sources whose events were understood when they came: nothing has to be read again."""
AT_ONCE = 10_000
IS_ASIDE = EVENTS.c.status == literal_column("'aside'")


@dataclass(frozen=True, slots=True)
class Aside:
    """One of them, without what it says. `aside_at`: since when it waits for a person."""

    id: int
    source: str
    kind: str | None
    reason: str
    received_at: dt.datetime
    aside_at: dt.datetime | None


@dataclass(slots=True)
class Replayed:
    """How many are tried again; event id → why not."""

    count: int = 0
    refused: dict[int, Refused] = field(default_factory=dict[int, Refused])


def list_asides(connection: Connection, *, limit: int = 100) -> list[Aside]:
    """The newest first."""
    columns = EVENTS.c.id, EVENTS.c.source, EVENTS.c.kind, EVENTS.c.reason, EVENTS.c.received_at, EVENTS.c.handled_at
    rows = connection.execute(select(*columns).where(IS_ASIDE).order_by(EVENTS.c.id.desc()).limit(limit)).all()
    return [Aside(row[0], row[1], row[2], row[3] or "", row[4], row[5]) for row in rows]


def find(connection: Connection, event_id: int) -> RowMapping | None:
    """The whole of one event, whatever its state."""
    return connection.execute(select(EVENTS).where(EVENTS.c.id == event_id)).mappings().first()


def replay(
    connection: Connection, event_ids: Collection[int], *, sources: Collection[str], by: str | None, at: dt.datetime
) -> Replayed:
    """Try these again: what arrived from outside is read anew, what was understood goes to its shard. `sources`: the providers
    that are set up. Refused as `no_such_event`, `not_aside` (`found`: its status), `not_ours` (`found`: its source), or
    `contact_gone`: the customer was erased, and an old event must not bring them back."""
    replayed = Replayed()
    for event_id in sorted(event_ids):
        refused = _replay(connection, event_id, sources)
        if refused is not None:
            replayed.refused[event_id] = refused
            continue
        replayed.count += 1
        append_entry(connection, "event.replayed", f"event:{event_id}", by=by, at=at)
    return replayed


def replay_all(connection: Connection, *, sources: Collection[str], by: str | None, at: dt.datetime) -> Replayed:
    """Everything that stands aside, up to 10,000 at once, the oldest first."""
    ids = connection.execute(select(EVENTS.c.id).where(IS_ASIDE).order_by(EVENTS.c.id).limit(AT_ONCE)).scalars()
    return replay(connection, list(ids), sources=sources, by=by, at=at)


def _replay(connection: Connection, event_id: int, sources: Collection[str]) -> Refused | None:
    event = find(connection, event_id)
    refused = Refused("no_such_event", event_id) if event is None else _why_not(connection, event, sources)
    if event is None or refused is not None:
        return refused
    status = "routed" if event["source"] in OURS else "new"
    statement = update(EVENTS).where(EVENTS.c.id == event_id, IS_ASIDE)
    fresh = {"status": status, "reason": None, "handled_at": None, "retry_at": None, "attempts": 0}
    return None if connection.execute(statement.values(**fresh)).rowcount else Refused("not_aside")


def _why_not(connection: Connection, event: RowMapping, sources: Collection[str]) -> Refused | None:
    if event["status"] != "aside":
        return Refused("not_aside", event["status"])
    if event["source"] not in (*OURS, *sources):
        return Refused("not_ours", event["source"])
    contact = event["contact_id"]
    if contact is None:
        return None
    is_there = connection.execute(select(CONTACTS.c.id).where(CONTACTS.c.id == contact)).first() is not None
    return None if is_there else Refused("contact_gone")
