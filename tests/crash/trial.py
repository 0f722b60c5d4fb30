"""One trial: a scene is played, the engine is killed once where it is aimed at, started again, and left to settle."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, text

from storage.database import reading

from .boundaries import KILLED, Aim
from .conversation import Held, Talk
from .engine_process import TOKEN
from .furnishing import Databases
from .processes import Child, Forks, reserved_port
from .scene import Act, Says, Scene, Taps, Tells

STEP = 0.03
PAUSE = 0.3
"""Seconds without a new message after which somebody looks whether the house stands still."""
CALM = 0.2
"""Seconds in which nothing is on its way, so that what the sandbox had planned has happened."""
STANDSTILL = 2.0
"""Seconds of calm after which a conversation that is not over will not go on by itself."""

PENDING = """
SELECT 1 FROM inbound_event WHERE status IN ('new', 'routed') UNION ALL
SELECT 1 FROM message WHERE status IN ('queued', 'sending') UNION ALL
SELECT 1 FROM http_call WHERE status IN ('queued', 'calling') UNION ALL
SELECT 1 FROM start_run WHERE status IN ('planned', 'running') UNION ALL
SELECT 1 FROM enrollment WHERE status = 'active' AND waiting IN ('time', 'call')
"""
BEGUN = "SELECT 1 FROM start_run WHERE status = 'done'"
UNKNOWN = "SELECT m.id, a.value FROM message m JOIN address a ON a.id = m.address_id WHERE m.status = 'unknown'"
LEFT_BEHIND = {
    "message": "SELECT m.*, a.value AS recipient FROM message m JOIN address a ON a.id = m.address_id ORDER BY m.id",
    "enrollment": """
        SELECT e.*, j.key AS journey, a.value AS who FROM enrollment e JOIN journey j ON j.id = e.journey_id
        JOIN address a ON a.contact_id = e.contact_id ORDER BY e.id
    """,
    "http_call": "SELECT * FROM http_call ORDER BY id",
    "start_run": "SELECT * FROM start_run ORDER BY id",
    "consent": "SELECT * FROM consent ORDER BY id",
    "inbound_event": "SELECT * FROM inbound_event ORDER BY id",
    "step_event": "SELECT * FROM step_event ORDER BY id",
}


@dataclass(slots=True)
class Record:
    """What is left after a trial. `crossed`: the boundaries of the first engine, up to its end. `asked`: what another system
    got."""

    scene: Scene
    aim: Aim
    retention: str
    settled: bool = False
    killed_at: str | None = None
    restarts: int = 0
    dropped: int = 0
    crossed: list[str] = field(default_factory=list[str])
    phones: dict[str, list[Held]] = field(default_factory=dict[str, list[Held]])
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    log: str = ""


class Trial:
    """The parent's part: starts, restarts, plays the customers, and waits."""

    def __init__(
        self, forks: Forks, engine: Engine, folder: Path, scene: Scene, port: int, sandbox_port: int, mutant: str
    ) -> None:
        self.forks, self.engine, self.folder, self.scene = forks, engine, folder, scene
        self.port, self.mutant = port, mutant
        self.sandbox_url = f"http://127.0.0.1:{sandbox_port}"
        self.http = httpx.Client(
            timeout=10, trust_env=False, verify=False
        )  # loading certificates takes longer than a talk
        self.ledger = folder / "ledger"
        self.talks = [
            Talk(who, [self._play(who, act) for act in scene.acts.get(who, ())], len(messages))
            for who, messages in scene.expected.items()
        ]
        self.process: Child | None = None

    def hold(self, record: Record, patience: float) -> None:
        """Until everything is said and settled, or nothing has moved for `patience` (seconds)."""
        self._start(record.aim)
        moved_at, calm_since = time.monotonic(), None
        before: tuple[int, ...] = ()
        while (now := time.monotonic()) < moved_at + patience and not record.settled:
            if self.process is not None and not self.process.is_alive():
                record.restarts += 1
                if record.restarts > 1:
                    break  # nobody aims at the second engine: it ended by itself
                self._start(Aim())
            phones = self._go_on()
            counts = (record.restarts, *(talk.done for talk in self.talks), *map(len, phones.values()))
            if counts != before:
                before, moved_at, calm_since = counts, now, None
            if self._is_over(phones) or now - moved_at > PAUSE:
                calm_since = (calm_since or now) if self._is_calm(record.retention, phones) else None
                calm = now - calm_since if calm_since else 0.0
                record.settled = calm >= CALM and self._all_said(phones, record.retention)
                if calm >= STANDSTILL:
                    break
            time.sleep(STEP)
        self._write_down(record)

    def _go_on(self) -> dict[str, list[Held]]:
        phones = self.phones()
        for talk in self.talks:
            talk.go_on(phones[talk.who])
        return phones

    def _is_over(self, phones: dict[str, list[Held]]) -> bool:
        return all(talk.is_over(phones[talk.who]) for talk in self.talks)

    def _start(self, aim: Aim) -> None:
        order = {"number": aim.number, "within": aim.within, "mutant": self.mutant, "port": self.port}
        trace = self.folder / ("trace" if self.process is None else "trace-after")
        self.process = self.forks.start(
            "engine", **order, trace=str(trace), log=str(self.folder / "engine.log"), sandbox=self.sandbox_url,
            database=self.engine.url.render_as_string(hide_password=False),
        )  # fmt: skip

    def phones(self) -> dict[str, list[Held]]:
        """What each phone holds, from the provider's ledger."""
        held: dict[str, list[Held]] = {who: [] for who in self.scene.expected}
        for line in _lines(self.ledger):
            held[line["to"]].append(Held(line["message_id"], line["metadata"], line["message"]))
        return held

    def _is_calm(self, retention: str, phones: dict[str, list[Held]]) -> bool:
        """Nothing is to be handled, sent, settled or told by the provider or by the shop."""
        if any(talk.is_held_up(phones[talk.who]) for talk in self.talks) or self._query(PENDING):
            return False
        if len(self._query(BEGUN)) < self.scene.runs:
            return False
        arrived = {message.ours for phone in phones.values() for message in phone}
        if any(retention != "none" or row["id"] in arrived for row in self._query(UNKNOWN)):
            return False
        return self._callbacks()["waiting"] == 0

    def _all_said(self, phones: dict[str, list[Held]], retention: str) -> bool:
        """Where the provider keeps nothing, a talk ends at a message of which nobody can know."""
        cut = {row["value"] for row in self._query(UNKNOWN)} if retention == "none" else set[str]()
        return all(talk.who in cut or talk.is_over(phones[talk.who]) for talk in self.talks)

    def _callbacks(self) -> dict[str, int]:
        return self.http.get(f"{self.sandbox_url}/healthz").json()["callbacks"]

    def _query(self, query: str) -> list[dict[str, Any]]:
        with reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(text(query)).mappings()]

    # The customers, and the shop ---------------------------------------------------------------------------------

    def _play(self, who: str, act: Act) -> Callable[[Sequence[Held]], bool]:
        match act:
            case Says():
                return lambda _phone: self._inbound({"from": who, "text": act.words})
            case Taps():
                return lambda phone: self._inbound({"from": who, "tap": phone[0].tap(act.title)})
            case Tells():
                return lambda _phone: self._event(act.event)

    def _inbound(self, body: dict[str, Any]) -> bool:
        return self.http.post(f"{self.sandbox_url}/sandbox/inbound", json=body).status_code == 200

    def _event(self, event: Mapping[str, Any]) -> bool:
        """Another system repeats its event, under the same id, until it is taken."""
        try:
            answer = self.http.post(
                f"http://127.0.0.1:{self.port}/api/events", json=event, headers={"Authorization": f"Bearer {TOKEN}"}
            )
        except httpx.HTTPError:
            return False
        return answer.status_code == 202

    def _write_down(self, record: Record) -> None:
        trace = (self.folder / "trace").read_text().splitlines()
        record.killed_at = trace[-2] if trace[-1:] == [KILLED] else None
        record.crossed = [name for name in trace if name != KILLED]
        record.phones, record.dropped = self.phones(), self._callbacks()["dropped"]
        record.asked = list(_lines(self.folder / "elsewhere"))
        record.log = (self.folder / "engine.log").read_text()
        record.rows = {name: self._query(query) for name, query in LEFT_BEHIND.items()}


def _lines(ledger: Path) -> Iterator[Any]:
    """The whole lines of a ledger."""
    return map(json.loads, ledger.read_bytes().split(b"\n")[:-1] if ledger.exists() else [])


_numbers = itertools.count(1)


def hold_trial(
    forks: Forks,
    databases: Databases,
    folder: Path,
    scene: Scene,
    aim: Aim,
    *,
    retention: str,
    mutant: str = "",
    patience: float = 40.0,
    slowness: int = 1,
) -> Record:
    """One trial from an empty house to its record; `slowness`: see `started_sandbox`."""
    folder = folder / f"trial-{next(_numbers)}"
    folder.mkdir()
    record = Record(scene, aim, retention)
    with (
        databases.copy(folder) as engine,
        reserved_port() as port,
        started_sandbox(forks, folder, port, retention, slowness=slowness) as sandbox,
    ):
        trial = Trial(forks, engine, folder, scene, port, sandbox, mutant)
        try:
            trial.hold(record, patience)
        finally:
            if trial.process is not None:
                trial.process.kill()
            trial.http.close()
    return record


@contextmanager
def started_sandbox(
    forks: Forks, folder: Path, engine_port: int, retention: str, *, slowness: int = 1
) -> Iterator[int]:
    """Its port, once it answers. Receipts come 5 to 30 milliseconds after each send, `slowness` times as late."""
    with reserved_port() as port:
        process = forks.start(
            "sandbox", port=port, webhook=f"http://127.0.0.1:{engine_port}/webhooks/sinch", retention=retention, slowness=slowness,
            ledger=str(folder / "ledger"), elsewhere=str(folder / "elsewhere"), log=str(folder / "sandbox.log"),
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process, folder / "sandbox.log")
            yield port
        finally:
            process.kill()


def _wait_for(url: str, process: Child, log: Path) -> None:
    end = time.monotonic() + 30
    with httpx.Client(timeout=10, trust_env=False, verify=False) as http:
        while time.monotonic() < end and process.is_alive():
            try:
                http.get(url)
                return
            except httpx.HTTPError:
                time.sleep(STEP)
    raise AssertionError(f"the sandbox did not start: {log.read_text() if log.exists() else ''}")
