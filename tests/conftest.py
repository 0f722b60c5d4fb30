"""Fixtures for every test."""

from __future__ import annotations

import pytest

from tests.databases import (  # noqa: F401
    database,
    empty_database,
    migrated_postgres,
    migrated_sqlite,
    postgres_database,
    postgres_server,
    sqlite_database,
)

SLOWEST = ("tests/crash/test_crash.py", "tests/storage/test_plans.py", "tests/engine/generated/", "tests/scale/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no worker is left with it at the end while the others rest."""
    items.sort(key=lambda item: (not item.nodeid.startswith(SLOWEST), item.get_closest_marker("browser") is None))
