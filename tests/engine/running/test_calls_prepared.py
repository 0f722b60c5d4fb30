"""What a provider's calls need is fetched before the pace is asked: posts that waited for a token together would leave together."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

from lane import SENDER, Queue
from sqlalchemy import Engine

from engine.providers.base import Accepted, OutgoingMessage, Unreachable
from engine.runner.background import BackgroundDatabase
from engine.runner.sender import Lane


class Noting:
    """A provider and a pacer that write down what is asked of them, in order."""

    def __init__(self, *, fails: bool = False, sends: bool = False) -> None:
        self.asked: list[str] = []
        self.sent: list[str] = []
        self._fails, self._sends = fails, sends or not fails

    async def prepare_calls(self) -> None:
        await asyncio.sleep(0)
        self.asked.append("token")
        if self._fails:
            raise Unreachable("the token server sleeps", retry_after=dt.timedelta(seconds=5))

    async def turn(self) -> None:
        self.asked.append("turn")

    async def send(self, message: OutgoingMessage) -> Accepted:
        if not self._sends:
            raise Unreachable("the token server sleeps", retry_after=dt.timedelta(seconds=5))
        self.sent.append(message.message_id)
        return Accepted(f"theirs of {message.message_id}", None)


def run_lane(queue: Queue, provider: Noting) -> None:
    database = BackgroundDatabase(queue.engine)
    lane = Lane(
        SENDER, provider, database, clock=lambda: queue.now, monotonic=time.monotonic,  # pyright: ignore[reportArgumentType]
        wake=lambda _name: None, paused_journeys=lambda _connection: [],
    )  # fmt: skip
    lane.pacer.turn = provider.turn
    asyncio.run(lane.run())
    database.close()


def test_a_message_is_given_its_moment_when_nothing_but_its_bytes_is_missing(sqlite_database: Engine) -> None:
    queue, provider = Queue(sqlite_database), Noting()
    queue.people("a", "b", "c")
    queue.queue("a", "b", "c", kind="parcel")

    run_lane(queue, provider)

    assert provider.asked == ["token", "turn"] * 3
    assert queue.rows("SELECT status FROM message") == [("accepted",)] * 3


def test_without_a_token_the_message_waits_and_its_lane_says_why(sqlite_database: Engine) -> None:
    queue, provider = Queue(sqlite_database), Noting(fails=True)
    queue.people("a")
    queue.queue("a", kind="parcel")

    run_lane(queue, provider)

    assert queue.rows("SELECT status, hold_reason FROM message") == [("queued", "unreachable")]
    assert queue.rows("SELECT blocked_reason FROM sender") == [("unreachable",)]
    assert provider.asked == ["token"]


def test_what_found_no_token_does_not_leave_beside_those_that_are_paced_after_it(sqlite_database: Engine) -> None:
    queue, provider = Queue(sqlite_database), Noting(fails=True, sends=True)
    queue.people("a")
    queue.queue("a", kind="parcel")

    run_lane(queue, provider)

    assert provider.sent == []
    assert queue.rows("SELECT status FROM message") == [("queued",)]
