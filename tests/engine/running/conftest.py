"""The fixture `house`: one running house a test, on SQLite, or on Postgres with `PARCOURS_HOUSE=postgres` (`make postgres`);
`either_house` on both databases."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from house import House, running_house
from sqlalchemy import Engine

from tests.databases import BACKENDS


@pytest.fixture
def chosen_database(request: pytest.FixtureRequest) -> Engine:
    """Where the tests of one database run."""
    kind = os.environ.get("PARCOURS_HOUSE", "sqlite")
    assert kind in BACKENDS, f"PARCOURS_HOUSE is “{kind}”; it must be one of {', '.join(BACKENDS)}"
    return request.getfixturevalue(f"{kind}_database")


@pytest.fixture
def house(chosen_database: Engine) -> Iterator[House]:
    with running_house(chosen_database) as running:
        yield running


@pytest.fixture
def either_house(database: Engine) -> Iterator[House]:
    with running_house(database) as running:
        yield running


@pytest.fixture
def forgetful_house(chosen_database: Engine) -> Iterator[House]:
    """At a provider that keeps nothing to look in, as Sinch does by default."""
    with running_house(chosen_database, retention="none") as running:
        yield running
