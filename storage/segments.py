"""Segments in the database: what is known of each person in comparable forms, and who fits a description. The caller
says what a condition means (`engine.audience`); here it becomes SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from storage.core import records, table
from storage.tables import Contact, ContactFact, Segment
from storage.upsert import upsert

CONTACTS, FACTS, SEGMENTS = table(Contact), table(ContactFact), table(Segment)


def keep_segments(
    connection: Connection, segments: Mapping[str, Mapping[str, Any]], *, by: str | None, at: dt.datetime
) -> None:
    """Keep these descriptions by their keys, to be used again; the newest of a key stands."""
    rows = [
        {"key": key, "name": str(one.get("name") or ""), "definition": dict(one), "changed_at": at, "changed_by": by}
        for key, one in segments.items()
    ]
    upsert(connection, SEGMENTS, rows, key=("key",), replace=("name", "definition", "changed_at", "changed_by"))


def list_segments(connection: Connection) -> list[Segment]:
    """Every kept description, by name."""
    return records(connection, Segment, select(SEGMENTS).order_by(SEGMENTS.c.name, SEGMENTS.c.key))


def unindexed(connection: Connection, *, limit: int) -> Sequence[RowMapping]:
    """Contacts whose facts are to be made anew. Ones that somebody else is at are left out."""
    stale = CONTACTS.c.revision != CONTACTS.c.indexed_revision
    query = select(CONTACTS).where(stale).order_by(CONTACTS.c.id).limit(limit)
    return connection.execute(query.with_for_update(skip_locked=True)).mappings().all()


def count_unindexed(connection: Connection) -> int:
    """How many contacts a count would see as they were before."""
    stale = CONTACTS.c.revision != CONTACTS.c.indexed_revision
    return connection.execute(select(func.count()).select_from(CONTACTS).where(stale)).scalar_one()


def some_unindexed(connection: Connection) -> bool:
    """Whether there are contacts whose facts are still to be made, also where somebody else is at them."""
    stale = select(CONTACTS.c.id).where(CONTACTS.c.revision != CONTACTS.c.indexed_revision)
    return connection.execute(stale.limit(1)).first() is not None


def are_to_be_read(connection: Connection) -> bool:
    """Whether facts wait to be made and somebody asks for them."""
    is_asked_for = connection.execute(select(SEGMENTS.c.key).limit(1)).first() is not None
    return is_asked_for and some_unindexed(connection)


def write_facts(connection: Connection, revisions: Mapping[str, int], rows: Sequence[Mapping[str, Any]]) -> None:
    """Replace the facts of these contacts (id → the revision they were made from). A contact that changed meanwhile has
    a newer revision, and its turn comes again."""
    connection.execute(delete(FACTS).where(FACTS.c.contact_id.in_(sorted(revisions))))
    if rows:
        connection.execute(insert(FACTS), list(rows))
    made = update(CONTACTS).where(CONTACTS.c.id == bindparam("of_id")).values(indexed_revision=bindparam("made_from"))
    connection.execute(made, [{"of_id": one, "made_from": revision} for one, revision in sorted(revisions.items())])


def has_fact(name: str, *where: ColumnElement[bool], items: bool = False) -> ColumnElement[bool]:
    """Whether a contact has a value of this name that meets all of `where`; with `items`, an item of a list."""
    place = FACTS.c.place > 0 if items else FACTS.c.place == 0
    return exists().where(FACTS.c.contact_id == CONTACTS.c.id, FACTS.c.name == name, place, *where)


def count_people(connection: Connection, fits: ColumnElement[bool]) -> int:
    """How many people fit."""
    return connection.execute(select(func.count()).select_from(CONTACTS).where(_there(), fits)).scalar_one()


def page_of_people(
    connection: Connection, fits: ColumnElement[bool], *, after: str, limit: int
) -> Sequence[tuple[str, int]]:
    """(contact id, shard) of the next people who fit, by id."""
    query = select(CONTACTS.c.id, CONTACTS.c.shard).where(_there(), fits, CONTACTS.c.id > after)
    return [(row.id, row.shard) for row in connection.execute(query.order_by(CONTACTS.c.id).limit(limit))]


def page_with_day(connection: Connection, name: str, days: Collection[int], *, after: str, limit: int) -> Sequence[str]:
    """Contacts whose date of this name falls on one of these days of a year (`month * 100 + day`), by id."""
    query = (
        select(FACTS.c.contact_id)
        .where(FACTS.c.name == name, FACTS.c.place == 0, FACTS.c.day.in_(sorted(days)), FACTS.c.contact_id > after)
        .order_by(FACTS.c.contact_id).limit(limit)
    )  # fmt: skip
    return list(connection.execute(query).scalars())


def count_undated(connection: Connection, name: str) -> int:
    """Contacts with a value of this name that is no date."""
    unreadable = and_(FACTS.c.day.is_(None), FACTS.c.kind != "empty")
    query = select(func.count()).select_from(FACTS).where(FACTS.c.name == name, FACTS.c.place == 0, unreadable)
    return connection.execute(query).scalar_one()


def _there() -> ColumnElement[bool]:
    return CONTACTS.c.erased_at.is_(None)
