"""The people who work in the designer."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, insert, select, update

from storage.audit import append_entry
from storage.core import Refused, one, records, table
from storage.tables import Person

PEOPLE = table(Person)

Role: TypeAlias = Literal["marketing", "reviewer", "agent", "owner"]


def create_person(
    connection: Connection,
    *,
    person_id: str,
    name: str,
    role: Role = "owner",
    language: str = "fr",
    by: str | None,
    at: dt.datetime,
) -> Person:
    """Someone new. The first one of a house is created by nobody (`by=None`)."""
    person = Person(id=person_id, name=name, role=role, language=language, created_at=at)
    connection.execute(insert(PEOPLE).values(person.model_dump()))
    append_entry(connection, "person.created", f"person:{person_id}", by=by, at=at, name=name, role=role)
    return person


def find_person(connection: Connection, *, person_id: str) -> Person | None:
    """A person by id, also one who no longer works here."""
    return one(connection, Person, select(PEOPLE).where(PEOPLE.c.id == person_id))


def list_people(connection: Connection) -> list[Person]:
    """Everyone who works here, in the order in which they came."""
    query = select(PEOPLE).where(PEOPLE.c.active).order_by(PEOPLE.c.created_at, PEOPLE.c.id)
    return records(connection, Person, query)


def rename_person(
    connection: Connection, *, person_id: str, name: str, by: str | None, at: dt.datetime
) -> Person | Refused:
    """Refused as `no_such_person`."""
    return _change(connection, person_id, "person.renamed", by=by, at=at, name=name)


def change_language(
    connection: Connection, *, person_id: str, language: str, by: str | None, at: dt.datetime
) -> Person | Refused:
    """The language in which this person reads the designer (`fr`, `en`). Refused as `no_such_person`."""
    return _change(connection, person_id, "person.language_changed", by=by, at=at, language=language)


def _change(
    connection: Connection, person_id: str, act: str, *, by: str | None, at: dt.datetime, **changes: Any
) -> Person | Refused:
    person = find_person(connection, person_id=person_id)
    if person is None:
        return Refused("no_such_person", person_id)
    connection.execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(**changes))
    append_entry(connection, act, f"person:{person_id}", by=by, at=at, **changes)
    return person.model_copy(update=changes)
