"""Insert what is new, replace what is there: `INSERT … ON CONFLICT`, spelled alike by SQLite and Postgres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row: TypeAlias = Mapping[str, Any]
Insert: TypeAlias = sqlite.Insert | postgresql.Insert


def insert_into(connection: Connection, target: Table) -> Insert:
    """An insert of this dialect, ready for `on_conflict_do_nothing` or `on_conflict_do_update`. Its result's
    `rowcount` says how many rows were written (SQLAlchemy forgets it after an insert unless told)."""
    return insert_for(connection.dialect.name, target).execution_options(preserve_rowcount=True)


def insert_for(dialect: str, target: Table) -> Insert:
    """The same by the dialect's name, for `storage.bulk`."""
    return postgresql.insert(target) if dialect == "postgresql" else sqlite.insert(target)


def insert_new(connection: Connection, target: Table, rows: Sequence[Row], *, key: Sequence[str]) -> int:
    """Write the rows whose `key` is not there yet and leave the others as they stand; how many were written.

    `key` is a unique constraint of the table, never null in these rows. All rows have the same columns.
    """
    statement = insert_into(connection, target).on_conflict_do_nothing(index_elements=key)
    return _write(connection, statement, rows, key)


def upsert(
    connection: Connection, target: Table, rows: Sequence[Row], *, key: Sequence[str], replace: Sequence[str]
) -> None:
    """Write the rows; where one with the same `key` stands, its columns in `replace` take the new values.

    `key` is a unique constraint of the table, never null in these rows. All rows have the same columns.
    """
    statement = insert_into(connection, target)
    new = {name: statement.excluded[name] for name in replace}
    _write(connection, statement.on_conflict_do_update(index_elements=key, set_=new), rows, key)


def _write(connection: Connection, statement: Insert, rows: Sequence[Row], key: Sequence[str]) -> int:
    if not rows:
        return 0
    # In the order of the key, so that two writers of the same rows never wait for each other in a circle.
    return connection.execute(statement, sorted(map(dict, rows), key=itemgetter(*key))).rowcount
