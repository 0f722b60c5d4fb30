"""Several processes of one house on one database, each of which may be killed, stopped and continued."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, text

from storage.database import reading, writing
from tests.crash.furnishing import Databases
from tests.crash.processes import Child, Forks, reserved_port
from tests.crash.trial import started_sandbox

from .crowd import Crowd

AT_WORK = text("SELECT lane_owner FROM sender WHERE EXISTS (SELECT 1 FROM message WHERE status = 'sending')")
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds: after how long a silent worker is taken for dead, and a message not found for not sent."""

    dead_after: int
    believe_after: int


REAL = Pace(4000, 5000)
"""As in production, but for the 60 seconds after which “not there” is believed."""
RATE = 16
"""Messages a second: so few that some are always claimed and not yet posted."""
IMPATIENT = Pace(1000, 2000)


@dataclass
class Cluster:
    """`parts`: name → what it is (`api`, `worker`, `both`)."""

    forks: Forks
    engine: Engine
    folder: Path
    sandbox_port: int
    api_port: int
    crowd: Crowd
    pace: Pace
    mutant: str = ""
    parts: dict[str, str] = field(default_factory=dict[str, str])
    processes: dict[str, Child] = field(default_factory=dict[str, Child])

    def start(self, name: str) -> None:
        self.processes[name] = self.forks.start(
            "part", part=self.parts[name], port=self.api_port, mutant=self.mutant,
            dead_after=self.pace.dead_after, believe_after=self.pace.believe_after,
            database=self.engine.url.render_as_string(hide_password=False),
            sandbox=f"http://127.0.0.1:{self.sandbox_port}",
            trace=str(self.folder / f"{name}.trace"), log=str(self.folder / f"{name}.log"),
        )  # fmt: skip

    def kill(self, name: str) -> None:
        self.processes.pop(name).kill()

    def stop(self, name: str) -> None:
        self.processes[name].send(signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        self.processes[name].send(signal.SIGCONT)

    def ended_by_itself(self) -> list[str]:
        """Processes that nobody killed and that are there no more."""
        return [name for name, process in self.processes.items() if not process.is_alive()]

    def sender_at_work(self) -> str | None:
        """Who holds the lane, when messages are in its hands."""
        with reading(self.engine) as connection:
            owner = connection.execute(AT_WORK).scalar()
        return next((name for name in self.processes if f"owner:{owner}" in self.jobs_of(name)), None)

    def jobs_of(self, name: str) -> list[str]:
        path = self.folder / f"{name}.trace"
        return path.read_text().splitlines() if path.exists() else []

    def log_of(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text() if path.exists() else ""


@contextmanager
def running(
    forks: Forks,
    databases: Databases,
    folder: Path,
    parts: Sequence[str],
    *,
    pace: Pace,
    rate: int = RATE,
    mutant: str = "",
    slowness: int = 150,
) -> Iterator[Cluster]:
    """A house of these parts and its provider, on a furnished database of its own; all killed at the end."""
    folder = folder / f"cluster-{next(_numbers)}"
    folder.mkdir()
    with (
        databases.copy(folder) as engine,
        reserved_port() as port,
        started_sandbox(forks, folder, port, "conversation", slowness=slowness) as sandbox,
    ):
        with writing(engine) as connection:
            connection.execute(text("UPDATE sender SET rate_per_second = :rate"), {"rate": rate})
        crowd = Crowd(f"http://127.0.0.1:{sandbox}", folder / "ledger")
        cluster = Cluster(forks, engine, folder, sandbox, port, crowd, pace, mutant)
        cluster.parts = {f"{part}-{number}": part for number, part in enumerate(parts)}
        try:
            for name in cluster.parts:
                cluster.start(name)
            yield cluster
        finally:
            for process in cluster.processes.values():
                process.kill()
            crowd.http.close()
