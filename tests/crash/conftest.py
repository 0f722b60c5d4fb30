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
from .conversation import TALKING
from .furnishing import Databases, command, furnish
from .orders import ORDERING
from .processes import Forks, reserved_port
from .scene import Scene
from .trial import Record, hold_trial, started_sandbox

SCENES = (TALKING, ORDERING)
FIGURES: list[Figures] = []


@dataclass
class Workshop:
    """What a trial needs, and the boundaries of the undisturbed run on each kind of database."""

    forks: Forks
    folder: Path
    furnished: dict[tuple[str, str], Databases]
    undisturbed: dict[tuple[str, str, str], Record] = field(default_factory=dict[tuple[str, str, str], Record])

    def hold(self, scene: Scene, backend: str, retention: str, aim: Aim, **how: Any) -> Record:
        databases = self.furnished[backend, scene.name]
        return hold_trial(self.forks, databases, self.folder, scene, aim, retention=retention, **how)

    def run_undisturbed(self, scene: Scene, backend: str, retention: str = "conversation") -> Record:
        """The scene without a kill; played once."""
        if (scene.name, backend, retention) not in self.undisturbed:
            self.undisturbed[scene.name, backend, retention] = self.hold(scene, backend, retention, Aim())
        return self.undisturbed[scene.name, backend, retention]

    def figures(self, name: str, points: int) -> Figures:
        FIGURES.append(Figures(name, points))
        return FIGURES[-1]


@pytest.fixture(scope="session")
def workshop(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, migrated_postgres: URL
) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("crash")
    forks = Forks()
    furnished: dict[tuple[str, str], Databases] = {}
    with reserved_port() as unused, started_sandbox(forks, folder, unused, "conversation") as port:
        for scene in SCENES:
            file, name = folder / f"{scene.name}.db", f"crash_furnished_{scene.name}"
            shutil.copy(migrated_sqlite, file)
            command(migrated_postgres, f"CREATE DATABASE {name} TEMPLATE parcours_template")
            for url in (make_url(f"sqlite:///{file}"), migrated_postgres.set(database=name)):
                furnished[url.get_backend_name().removesuffix("ql"), scene.name] = furnish(
                    url, f"http://127.0.0.1:{port}", scene
                )
    yield Workshop(forks, folder, furnished)
    forks.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if FIGURES:
        terminalreporter.section("killed with SIGKILL")
    for figures in FIGURES:
        terminalreporter.write_line(str(figures))
