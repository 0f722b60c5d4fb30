"""The fixture `house`: one running house a test, on SQLite; `either_house` on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from house import House, running_house
from sqlalchemy import Engine


@pytest.fixture
def house(sqlite_database: Engine) -> Iterator[House]:
    with running_house(sqlite_database) as running:
        yield running


@pytest.fixture
def either_house(database: Engine) -> Iterator[House]:
    with running_house(database) as running:
        yield running


@pytest.fixture
def forgetful_house(sqlite_database: Engine) -> Iterator[House]:
    """At a provider that keeps nothing to look in, as Sinch does by default."""
    with running_house(sqlite_database, retention="none") as running:
        yield running
