"""Fixtures for every test."""

from __future__ import annotations

import os
from typing import Any

import hypothesis
import pytest

from storage import database as database_module
from tests.compiled import create_sharing_engine
from tests.databases import (  # noqa: F401
    database,
    empty_database,
    migrated_postgres,
    migrated_sqlite,
    postgres_database,
    postgres_server,
    postgres_shelf,
    sqlite_database,
)
from tests.heavy import order

# Generated cases are others at every run, except where a run decides about somebody's work.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

# Tests kill processes and never pull the plug of the machine: here SQLite need not wait for the disk.
database_module.SYNCHRONOUS = "OFF"
database_module.create_engine = create_sharing_engine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: order(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    from tests.scheduling import TwoKinds  # needs xdist, which is not there in every environment

    return TwoKinds(config, log)
