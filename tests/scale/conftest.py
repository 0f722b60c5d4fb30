"""One forking process and one furnished Postgres database a run; the figures are printed at its end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.engine import URL

from tests.crash.furnishing import Databases, command, furnish
from tests.crash.processes import Forks, reserved_port
from tests.crash.trial import started_sandbox

from .cluster import Cluster, running
from .disorder import Figures

FIGURES: list[Figures] = []
REPORT: list[str] = []
"""Sentences of other tests for the end of the run."""


@dataclass
class Yard:
    """Where houses of several processes are built."""

    forks: Forks
    folder: Path
    databases: dict[str, Databases]

    def house(self, *parts: str, backend: str = "postgres", **how: Any) -> AbstractContextManager[Cluster]:
        return running(self.forks, self.databases[backend], self.folder, parts, **how)


@pytest.fixture(scope="session")
def yard(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, migrated_postgres: URL) -> Iterator[Yard]:
    folder = tmp_path_factory.mktemp("scale")
    forks = Forks()
    shutil.copy(migrated_sqlite, folder / "furnished.db")
    command(migrated_postgres, "CREATE DATABASE scale_furnished TEMPLATE parcours_template")
    addresses: Sequence[tuple[str, URL]] = (
        ("sqlite", make_url(f"sqlite:///{folder / 'furnished.db'}")),
        ("postgres", migrated_postgres.set(database="scale_furnished")),
    )
    with reserved_port() as unused, started_sandbox(forks, folder, unused, "conversation") as port:
        databases = {name: furnish(url, f"http://127.0.0.1:{port}") for name, url in addresses}
    yield Yard(forks, folder, databases)
    forks.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if FIGURES:
        terminalreporter.section("killed and paused at random")
    for figures in FIGURES:
        terminalreporter.write_line(str(figures))
    for sentence in REPORT:
        terminalreporter.write_line(sentence)
