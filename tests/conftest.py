"""Fixtures for every test."""

from __future__ import annotations

from tests.databases import (  # noqa: F401
    database,
    empty_database,
    migrated_postgres,
    migrated_sqlite,
    postgres_database,
    postgres_server,
    sqlite_database,
)
