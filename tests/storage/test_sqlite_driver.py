"""Which SQLite opens the file, and in which journal."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from storage.database import open_database, reading
from storage.sqlite_driver import DRIVER, choose_driver, journal_mode


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (4, 0, 0), (3, 44, 6), (3, 50, 7)])
def test_a_version_without_the_race_writes_a_wal(version: tuple[int, ...]) -> None:
    assert journal_mode(version) == "WAL"


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)])
def test_a_version_with_the_race_never_does(version: tuple[int, ...]) -> None:
    assert journal_mode(version) == "PERSIST"


def test_pythons_own_sqlite_is_taken_where_it_is_safe() -> None:
    present = SimpleNamespace(sqlite_version_info=(3, 52, 0))

    assert choose_driver(present) is present


def test_pythons_own_sqlite_is_taken_where_none_is_carried_along() -> None:
    old = SimpleNamespace(sqlite_version_info=(3, 40, 1))

    assert choose_driver(old, carried="no_such_module") is old


def test_one_that_is_carried_along_and_has_the_race_itself_helps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    old, carried = (SimpleNamespace(sqlite_version_info=version) for version in ((3, 40, 1), (3, 51, 1)))
    monkeypatch.setitem(sys.modules, "carried_along", carried)

    assert choose_driver(old, carried="carried_along") is old


def test_the_file_is_opened_by_what_was_chosen_in_its_journal(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'one.db'}")

    with reading(engine) as connection:
        journal = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        version = connection.execute(text("SELECT sqlite_version()")).scalar()
    engine.dispose()

    assert version == DRIVER.sqlite_version
    assert journal.upper() == journal_mode(DRIVER.sqlite_version_info)
