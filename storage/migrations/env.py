"""How Alembic reaches the database: through the connection that `storage.upgrade` hands over or, from a shell
(`alembic -c storage/migrations/alembic.ini revision --autogenerate`), through `PARCOURS_DATABASE_URL`."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import storage.tables as _schema  # noqa: F401  # pyright: ignore[reportUnusedImport] — fills the metadata
from storage.database import open_database, writing


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,  # SQLite changes a table by copying it
        transactional_ddl=True,  # our SQLite connections begin at once, so it rolls back there too
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate_from_shell() -> None:
    url = os.environ.get("PARCOURS_DATABASE_URL")
    if not url:
        raise SystemExit(
            "PARCOURS_DATABASE_URL is not set; give the database to compare with, sqlite:///data/parcours.db"
        )
    with writing(open_database(url)) as connection:
        migrate(connection)


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    migrate_from_shell()
else:
    migrate(given)
