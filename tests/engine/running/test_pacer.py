"""The pace of a lane, on a clock that only moves when it is told."""

from __future__ import annotations

import asyncio
import itertools

from engine.runner.pacer import Pacer


class Clock:
    """Seconds; sleeping moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def moments(pacer: Pacer, clock: Clock, count: int) -> list[float]:
    async def take() -> list[float]:
        taken: list[float] = []
        for _ in range(count):
            await pacer.turn()
            taken.append(clock.now)
        return taken

    return asyncio.run(take())


def most_in_a_second(taken: list[float]) -> int:
    return max(sum(1 for other in taken if start <= other < start + 1.0) for start in taken)


def test_no_rolling_second_holds_more_than_the_rate() -> None:
    clock = Clock()

    taken = moments(Pacer(80, clock, clock.sleep), clock, 400)

    assert most_in_a_second(taken) <= 80


def test_messages_leave_evenly_and_not_in_bursts() -> None:
    clock = Clock()

    taken = moments(Pacer(20, clock, clock.sleep), clock, 100)

    gaps = [later - earlier for earlier, later in itertools.pairwise(taken)]
    assert max(gaps[25:]) < 0.06
    assert taken[-1] - taken[0] > 4.5


def test_a_pause_is_not_made_up_for_by_a_burst() -> None:
    clock = Clock()
    pacer = Pacer(10, clock, clock.sleep)
    moments(pacer, clock, 10)

    clock.now += 60
    taken = moments(pacer, clock, 30)

    assert most_in_a_second(taken) <= 10


def test_a_slower_rate_counts_from_the_next_message() -> None:
    clock = Clock()
    pacer = Pacer(100, clock, clock.sleep)
    moments(pacer, clock, 50)

    pacer.rate = 5
    taken = moments(pacer, clock, 20)

    assert most_in_a_second(taken[5:]) <= 5
