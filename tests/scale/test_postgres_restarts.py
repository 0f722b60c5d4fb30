"""Postgres is stopped and started under a house whose customers talk: nothing is lost, nothing is sent twice.

Short by default. `PARCOURS_OUTAGE=long` (`make outage`): a hundred restarts of both kinds at random moments.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from storage.database import reading
from tests.crash.furnishing import Databases, furnish
from tests.crash.processes import reserved_port
from tests.crash.trial import started_sandbox
from tests.engine.running.wire import inbound, signed

from .cluster import IMPATIENT, Cluster, running
from .conftest import REPORT, Yard
from .disorder import settle
from .own_server import OwnServer, own_server
from .verdict import faults_of

LONG = os.environ.get("PARCOURS_OUTAGE") == "long"
STOPS = int(os.environ.get("PARCOURS_STOPS", "100" if LONG else "2"))
TALKING = 20 if LONG else 5
BACK_WITHIN = 30.0
"""Seconds after its start in which three messages more have reached somebody, on a busy machine."""
STRANGER = "33699000001"


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as made:
        yield made


@pytest.fixture(scope="module")
def databases(server: OwnServer, yard: Yard) -> Databases:
    url = server.migrated("restarts")
    with reserved_port() as unused, started_sandbox(yard.forks, yard.folder, unused, "conversation") as port:
        return furnish(url, f"http://127.0.0.1:{port}")


@dataclass
class Knocks:
    """Somebody whose words no journey knows, posted to the API directly; `kept` and `refused`: ids by what was answered."""

    house: Cluster
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20, trust_env=False, verify=False))
    kept: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])
    others: set[int] = field(default_factory=set[int])

    def knock(self) -> int:
        key = f"01KNOCK{len(self.kept) + len(self.refused):019}"
        body = inbound("bonjour", key, who=STRANGER)
        answer = self.http.post(f"{self._api}/webhooks/sinch", content=body, headers=signed(body))
        (self.kept if answer.status_code == 200 else self.refused).append(key)
        if answer.status_code not in (200, 503):
            self.others.add(answer.status_code)
        return answer.status_code

    def ready(self) -> tuple[int, str]:
        answer = self.http.get(f"{self._api}/readyz")
        return answer.status_code, answer.json().get("part", "")

    @property
    def _api(self) -> str:
        return f"http://127.0.0.1:{self.house.api_port}"

    def lost(self) -> list[str]:
        """Answered 200 and not in the table."""
        with reading(self.house.engine) as connection:
            there = " ".join(connection.execute(text("SELECT raw FROM inbound_event WHERE raw IS NOT NULL")).scalars())
        return [key for key in self.kept if key not in there]


def talk(house: Cluster, knocks: Knocks, seconds: float) -> None:
    """The crowd goes on, and somebody knocks at the API every tenth of a second."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while len(house.crowd.talking) < TALKING:
            house.crowd.come()
        house.crowd.go_on()
        knocks.knock()
        time.sleep(0.1)


def talk_until_heard(house: Cluster, knocks: Knocks, number: int, seconds: float = 60) -> None:
    """Until so many more messages have reached somebody."""
    heard, end = house.crowd.received(), time.monotonic() + seconds
    while house.crowd.received() < heard + number:
        assert time.monotonic() < end, f"nobody is answered: {house.log_of('worker-1')[-2000:]}"
        talk(house, knocks, 0.1)


@pytest.mark.timeout(3600 if LONG else 180)
def test_the_house_goes_on_after_postgres_was_stopped_and_started(
    yard: Yard, server: OwnServer, databases: Databases, tmp_path: Path
) -> None:
    chance, began, slowest = random.Random(7), time.monotonic(), 0.0
    with running(yard.forks, databases, tmp_path, ("api", "worker", "worker"), pace=IMPATIENT) as house:
        knocks = Knocks(house)
        talk_until_api_answers(knocks)
        talk_until_heard(house, knocks, 3)

        for number in range(STOPS):
            server.stop(("fast", "immediate")[number % 2])
            while_down = knocks.knock(), knocks.ready()
            talk(house, knocks, down_for(number, chance))
            server.start()
            back_at = time.monotonic()
            talk_until_heard(house, knocks, 3)
            slowest = max(slowest, time.monotonic() - back_at)

            assert while_down == (503, (503, "database"))
        settled = settle(house, 60)

        assert slowest < BACK_WITHIN
        assert faults_of(house.crowd, house.engine) == []
        assert settled == ""
        assert knocks.lost() == []
        assert knocks.others == set()
        assert house.ended_by_itself() == []
        assert knocks.ready() == (200, "")
        REPORT.append(
            f"Postgres stopped and started: {STOPS} times, {len(house.crowd.customers)} customers, {house.crowd.received()} "
            f"messages, {len(knocks.refused)} of {len(knocks.kept) + len(knocks.refused)} webhooks answered 503, three messages "
            f"more at the latest {slowest:.1f} s after the start, {time.monotonic() - began:.0f} s"
        )


def down_for(number: int, chance: random.Random) -> float:
    """Seconds. Every twenty-fifth is so long that whoever tries again ever more rarely would come back late."""
    if not LONG:
        return 0.6
    return 25.0 if number % 25 == 0 else chance.uniform(0.1, 6.0)


def talk_until_api_answers(knocks: Knocks) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            knocks.ready()
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the API did not start")
