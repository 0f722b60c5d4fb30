"""The migrations make exactly the schema that the models describe, on both databases."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

import storage.tables  # noqa: F401
from storage.database import open_database, reading
from storage.upgrade import current, is_current, upgrade


def test_an_empty_database_gets_every_table_and_says_what_was_applied(empty_database: Engine) -> None:
    assert not is_current(empty_database)

    applied = upgrade(empty_database)

    assert applied == ["0001"]
    assert current(empty_database) == "0001"
    assert is_current(empty_database)
    assert set(SQLModel.metadata.tables) <= set(inspect(empty_database).get_table_names())


def test_upgrading_twice_changes_nothing(empty_database: Engine) -> None:
    upgrade(empty_database)

    assert upgrade(empty_database) == []


def test_two_processes_that_start_together_migrate_once(empty_database: Engine) -> None:
    other = open_database(empty_database.url)

    with ThreadPoolExecutor(2) as threads:
        applied = list(threads.map(upgrade, (empty_database, other)))

    other.dispose()
    assert sorted(applied) == [[], ["0001"]]


def test_models_and_migrations_agree(database: Engine) -> None:
    with reading(database) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        differences = compare_metadata(context, SQLModel.metadata)

    assert differences == []


def test_partial_indexes_have_the_same_condition_in_models_and_migrations(database: Engine) -> None:
    with reading(database) as connection:
        declared = {
            (index.name, _words(index.dialect_options[connection.dialect.name]["where"]))
            for table in SQLModel.metadata.tables.values()
            for index in table.indexes
        }
        made = {
            (index["name"], _words(index.get("dialect_options", {}).get(f"{connection.dialect.name}_where")))
            for table in SQLModel.metadata.tables
            for index in inspect(connection).get_indexes(table)
            if not index.get("duplicates_constraint") and not str(index["name"]).startswith("uq_")
        }

    assert made == declared


def _words(condition: object) -> tuple[str, ...]:
    """A condition without the brackets, casts and operators by which a database rewrites it."""
    text = "" if condition is None else re.sub(r"::[a-z ]+(\[\])?", "", str(condition).lower())
    return tuple(word for word in re.findall(r"\w+", text) if word not in {"any", "array", "in"})
