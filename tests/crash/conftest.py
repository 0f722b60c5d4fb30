"""One forking process and one furnished database of each kind a run; the figures are printed at its end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.engine import URL

from .boundaries import Aim
from .campaign import Figures
from .furnishing import Databases, command, furnish
from .processes import Forks, reserved_port
from .trial import Record, hold_trial, started_sandbox

FIGURES: list[Figures] = []


@dataclass
class Workshop:
    """What a trial needs, and the boundaries of the undisturbed run on each kind of database."""

    forks: Forks
    folder: Path
    databases: dict[str, Databases]
    undisturbed: dict[tuple[str, str], Record] = field(default_factory=dict[tuple[str, str], Record])

    def hold(self, backend: str, retention: str, aim: Aim, **how: Any) -> Record:
        return hold_trial(self.forks, self.databases[backend], self.folder, aim, retention=retention, **how)

    def run_undisturbed(self, backend: str, retention: str = "conversation") -> Record:
        """The conversation without a kill; held once."""
        if (backend, retention) not in self.undisturbed:
            self.undisturbed[backend, retention] = self.hold(backend, retention, Aim())
        return self.undisturbed[backend, retention]

    def figures(self, name: str, points: int) -> Figures:
        FIGURES.append(Figures(name, points))
        return FIGURES[-1]


@pytest.fixture(scope="session")
def workshop(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, migrated_postgres: URL
) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("crash")
    forks = Forks()
    shutil.copy(migrated_sqlite, folder / "furnished.db")
    command(migrated_postgres, "CREATE DATABASE crash_furnished TEMPLATE parcours_template")
    addresses = {
        "sqlite": make_url(f"sqlite:///{folder / 'furnished.db'}"),
        "postgres": migrated_postgres.set(database="crash_furnished"),
    }
    with reserved_port() as unused, started_sandbox(forks, folder, unused, "conversation") as port:
        databases = {name: furnish(url, f"http://127.0.0.1:{port}") for name, url in addresses.items()}
    yield Workshop(forks, folder, databases)
    forks.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if FIGURES:
        terminalreporter.section("killed with SIGKILL")
    for figures in FIGURES:
        terminalreporter.write_line(str(figures))
