"""Inserting what is new and replacing what is there, alike on both databases."""

from __future__ import annotations

from sqlalchemy import Engine, select

from storage.core import table
from storage.database import writing
from storage.tables import HouseSetting
from storage.upsert import insert_new, upsert
from tests.storage.house import NOON, minutes

SETTINGS = table(HouseSetting)


def setting(name: str, value: int) -> dict[str, object]:
    return {"name": name, "value": {"is": value}, "changed_at": NOON, "changed_by": None}


def test_only_rows_whose_key_is_new_are_written_and_counted(database: Engine) -> None:
    with writing(database) as connection:
        assert insert_new(connection, SETTINGS, [setting("a", 1)], key=("name",)) == 1

        written = insert_new(connection, SETTINGS, [setting("b", 2), setting("a", 3), setting("c", 4)], key=("name",))

        assert written == 2
        assert insert_new(connection, SETTINGS, [setting("a", 9)], key=("name",)) == 0
        rows = connection.execute(select(SETTINGS.c.name, SETTINGS.c.value).order_by(SETTINGS.c.name)).all()
    assert [(name, value["is"]) for name, value in rows] == [("a", 1), ("b", 2), ("c", 4)]


def test_a_row_that_is_there_takes_the_new_values_of_the_named_columns_only(database: Engine) -> None:
    with writing(database) as connection:
        upsert(connection, SETTINGS, [setting("a", 1)], key=("name",), replace=("value",))

        changed = [{**setting("a", 2), "changed_at": minutes(9)}, setting("b", 3)]
        upsert(connection, SETTINGS, changed, key=("name",), replace=("value",))

        rows = connection.execute(select(SETTINGS).order_by(SETTINGS.c.name)).mappings().all()
    assert [(row["name"], row["value"], row["changed_at"]) for row in rows] == [
        ("a", {"is": 2}, NOON), ("b", {"is": 3}, NOON),
    ]  # fmt: skip


def test_writing_no_rows_does_nothing(sqlite_database: Engine) -> None:
    with writing(sqlite_database) as connection:
        upsert(connection, SETTINGS, [], key=("name",), replace=("value",))

        assert insert_new(connection, SETTINGS, [], key=("name",)) == 0
