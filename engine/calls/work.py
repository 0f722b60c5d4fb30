"""The job `calls`: claim questions, ask them, bring the answers to their passages.

`queued → calling` is committed before the first byte leaves. A call whose claimant ended is made again only where it reads
(GET); what would change something (POST) counts as failed, `unknown`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.calls.caller import Answer, Caller, Question
from engine.clock import Clock
from engine.journey.events import Called
from engine.journey.steps.call_http import pick
from engine.logs import get_logger
from engine.providers.transport import leaving_only_while
from engine.runner import bodies
from engine.runner.jobs import jobs_of
from engine.runner.lease import Database
from storage import calls, inbox

AT_ONCE = 20
CLAIM = dt.timedelta(seconds=90)
"""Longer than any exchange (30 s) and the writing of its result."""
START_WITHIN = 10.0
"""Seconds after the claim in which a call may begin; later it is given back."""
LEAVES_WITHIN = 45.0
"""Seconds after the claim in which its first byte may leave: others take the claimant for dead after `CLAIM`."""
TRIES = 3
TRY_AGAIN = dt.timedelta(seconds=2)

log = get_logger(__name__)


@dataclass(slots=True)
class CallDesk:
    """Works the calls of this process; may be run again whenever there may be something to do."""

    caller: Caller
    database: Database
    clock: Clock
    monotonic: Callable[[], float]
    wake: Callable[[str], None]
    paused_journeys: Callable[[Connection], list[str]]

    async def run(self) -> None:
        """Until nothing may be asked."""
        while True:
            rows, shards = await self.database(self._claim)
            self._wake(shards)
            if not rows:
                return
            claimed_at = self.monotonic()
            await asyncio.gather(*(self._ask(row, claimed_at) for row in rows))

    def _claim(self, connection: Connection) -> tuple[Sequence[RowMapping], set[int]]:
        now = self.clock()
        told = [
            _settle_left_behind(connection, row, now) for row in calls.left_behind(connection, now=now, limit=AT_ONCE)
        ]
        rows = calls.claim(
            connection, now=now, until=now + CLAIM, limit=AT_ONCE, except_journeys=self.paused_journeys(connection)
        )
        return rows, {shard for shard in told if shard is not None}

    async def _ask(self, row: RowMapping, claimed_at: float) -> None:
        answer = Answer("late", unsent=True)
        if self.monotonic() - claimed_at > START_WITHIN:
            await self.database(lambda connection: calls.give_back(connection, row, at=self.clock(), reason="late"))
            return
        if self.clock() < row["until"]:
            with leaving_only_while(lambda: self.monotonic() - claimed_at < LEAVES_WITHIN):
                answer = await self._exchange(row)
        shard = await self.database(lambda connection: write_answer(connection, row, answer, self.clock()))
        self._wake({shard} if shard is not None else set())

    async def _exchange(self, row: RowMapping) -> Answer:
        try:
            return await self.caller.ask(_question(row["request"]))
        except Exception as problem:
            log.exception("call failed in an unforeseen way", call=row["id"])
            return Answer(f"no_answer:{type(problem).__name__}")

    def _wake(self, shards: set[int]) -> None:
        for name in jobs_of(shards):
            self.wake(name)


def _question(request: dict[str, Any]) -> Question:
    return Question(
        request["method"], request["url"], request["headers"], request["body"], dt.timedelta(seconds=request["wait"])
    )


def write_answer(connection: Connection, row: RowMapping, answer: Answer, now: dt.datetime) -> int | None:
    """Keep what became of a call and tell its passage; the shard that has something to do now."""
    request = row["request"]
    if _may_ask_again(request, answer, row["attempts"]) and now + TRY_AGAIN < row["until"]:
        calls.give_back(connection, row, at=now + TRY_AGAIN * row["attempts"], reason=answer.reason)
        return None
    body: object = answer.body
    is_readable = not request["save"] or isinstance(body, dict | list)
    return _end(connection, row, answer if answer.reason or is_readable else Answer("not_json", answer.status), now)


def _may_ask_again(request: dict[str, Any], answer: Answer, attempts: int) -> bool:
    """Surely nothing left, or it only reads. What the operator or the address forbids stays forbidden."""
    passing = answer.reason in (
        "unreachable",
        "timeout",
        "no_answer",
        "unknown",
        "http_429",
        "http_502",
        "http_503",
        "http_504",
    )
    return attempts < TRIES and passing and (answer.unsent or request["method"] == "GET")


def _settle_left_behind(connection: Connection, row: RowMapping, now: dt.datetime) -> int | None:
    return write_answer(connection, row, Answer("unknown"), now)


def _end(connection: Connection, row: RowMapping, answer: Answer, now: dt.datetime) -> int | None:
    status = "failed" if answer.reason else "done"
    if not calls.finish(
        connection, row, status=status, reason=answer.reason, http_status=answer.status, now=now
    ):  # someone else has ended it
        return None
    values = {} if answer.reason else pick(answer.body, row["request"]["save"])
    called = Called(row["id"], now, answer.status, values, answer.reason)
    inbox.add_internal(connection, [bodies.called_row(called, row, now)])
    return row["shard"]
