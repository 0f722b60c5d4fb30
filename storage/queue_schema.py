"""The tables of the queue on Postgres. They are Procrastinate's own, so they stand in a schema of their own."""

from __future__ import annotations

from sqlalchemy import Connection, text

SCHEMA = "parcours_queue"


def create(connection: Connection) -> None:
    """Make the schema and all that Procrastinate needs in it, in the caller's transaction. Nothing on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    from procrastinate.schema import SchemaManager

    before = connection.execute(text("SELECT current_setting('search_path')")).scalar_one()
    connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    _search_in(connection, f"{SCHEMA}, public")
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(SchemaManager.get_schema())  # it holds percent signs, which no parameter style may touch
    _search_in(connection, before)


def drop(connection: Connection) -> None:
    """Remove the schema with everything in it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))


def _search_in(connection: Connection, path: str) -> None:
    connection.execute(text("SELECT set_config('search_path', :path, true)"), {"path": path})
