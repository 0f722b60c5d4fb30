"""Two workers on one Postgres database, with the waits of production: they share the work, and one that dies or is stopped
is replaced within ten seconds (`make kill`)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from .cluster import REAL, Cluster
from .conftest import Yard
from .disorder import settle
from .verdict import faults_of

WITHIN = 10.0 if os.environ.get("PARCOURS_KILL") == "long" else 30.0
"""Seconds. Ten on a machine that does nothing else, which the suite's is not."""
TALKING = 6
WORKERS = ("worker-1", "worker-2")


def keep_talking(house: Cluster, *, until: Callable[[], bool], seconds: float) -> None:
    """New customers come as others leave; fails when `until` does not become true in time."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "what the test waited for did not happen in time"
        while len(house.crowd.talking) < TALKING:
            house.crowd.come()
        house.crowd.go_on()
        time.sleep(0.02)


def when_sending(house: Cluster) -> str:
    """The worker that holds the lane, at a moment when messages are in its hands."""
    found: list[str] = []

    def is_sending() -> bool:
        found.extend(filter(None, [house.sender_at_work()]))
        return bool(found)

    keep_talking(house, until=is_sending, seconds=20)
    return found[-1]


@pytest.mark.timeout(240)
def test_two_workers_share_the_work_and_go_on_when_one_is_killed(yard: Yard) -> None:
    with yard.house("api", "worker", "worker", pace=REAL) as house:
        keep_talking(house, until=lambda: all(len(house.jobs_of(it)) >= 3 for it in WORKERS), seconds=60)
        house.crowd.longest_silence = 0.0

        house.kill(when_sending(house))
        heard = house.crowd.received()
        keep_talking(house, until=lambda: house.crowd.received() >= heard + 12, seconds=60)

        assert house.crowd.longest_silence < WITHIN
        assert settle(house, 60) == ""
        assert faults_of(house.crowd, house.engine) == []


@pytest.mark.timeout(240)
def test_a_worker_that_is_stopped_and_continued_does_no_harm(yard: Yard) -> None:
    """It is stopped while it holds the lane, with messages in its hands; the other takes over; then it wakes up."""
    with yard.house("api", "worker", "worker", pace=REAL, rate=6) as house:
        keep_talking(house, until=lambda: house.crowd.received() >= 6, seconds=60)
        house.crowd.longest_silence = 0.0

        house.stop(stopped := when_sending(house))
        heard = house.crowd.received()
        keep_talking(house, until=lambda: house.crowd.received() >= heard + 6, seconds=60)
        taken_over_by = when_sending(house)
        house.go_on(stopped)

        assert house.crowd.longest_silence < WITHIN
        assert taken_over_by != stopped
        assert settle(house, 60) == ""
        assert faults_of(house.crowd, house.engine) == []
        assert house.ended_by_itself() == []
