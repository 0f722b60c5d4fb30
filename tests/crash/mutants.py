"""Bugs sown on purpose, one at a time, in an engine that is about to be killed: the harness must find every one.

Each is a mistake that people make in such engines. It is put in by replacing functions in the child process.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import update

from engine.providers.base import Found
from engine.providers.sinch.client import Sinch
from engine.runner import results, sender, shard, worker
from engine.runner.sender import Lane
from engine.runner.unknowns import Patience
from engine.runner.worker import Worker
from engine.webhooks.intake import Intake
from storage import inbox, outbox


class _With:
    """A module with some of its functions replaced, for one reader of it."""

    def __init__(self, module: Any, **replaced: Any) -> None:
        self._module = module
        self.__dict__.update(replaced)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


def orphans_are_queued_again() -> None:
    """What an earlier owner was sending is sent again, although it may have left."""

    def orphan(connection: Any, sender_id: str, epoch: int) -> int:
        of_earlier = (outbox.MESSAGES.c.sender_id == sender_id, outbox.MESSAGES.c.lane_epoch < epoch)
        statement = update(outbox.MESSAGES).where(*of_earlier, outbox.MESSAGES.c.status == "sending")
        return connection.execute(statement.values(status="queued")).rowcount

    outbox.orphan = orphan


def webhooks_are_answered_before_they_are_stored() -> None:
    """2xx at once, the commit later: what is not yet written dies with the process."""
    keep, behind = Intake.keep, set[Any]()

    async def keep_later(self: Intake, events: Any) -> None:
        async def store() -> None:
            await asyncio.sleep(0.05)
            await keep(self, events)

        behind.add(asyncio.create_task(store()))

    Intake.keep = keep_later


def the_result_is_written_before_the_post() -> None:
    """“It will arrive”: the message stands as accepted while no byte has left."""
    post = Lane._post

    async def written_first(self: Lane, row: Any, message: Any, claimed_at: float) -> None:
        await self.database(lambda connection: outbox.note_accepted(connection, [(row["id"], "", self.clock())]))
        await post(self, row, message, claimed_at)

    Lane._post = written_first


def the_claim_is_committed_with_the_result() -> None:
    """Post first, mark afterwards: after a crash the message still looks queued."""
    taken, write = set[str](), sender.write_results

    def claim(_connection: Any, ids: Any, **_rest: Any) -> set[str]:
        fresh = set(ids) - taken
        taken.update(fresh)
        return fresh

    def write_results(connection: Any, done: Any, **rest: Any) -> set[int]:
        rows = [row["id"] for row, *_ in done.accepted + done.failed + done.unknown + done.unsent]
        connection.execute(
            update(outbox.MESSAGES)
            .where(outbox.MESSAGES.c.id.in_(rows), outbox.MESSAGES.c.status == "queued")
            .values(status="sending", lane_epoch=rest["epoch"])
        )
        return write(connection, done, **rest)

    outbox.claim, sender.write_results = claim, write_results


def every_delivery_of_a_webhook_counts() -> None:
    """The provider's repetition of an event is a new event."""
    keep, copies = inbox.keep, iter(range(10**9))

    def keep_all(connection: Any, events: Any) -> None:
        renamed = [
            inbox.RawEvent(it.source, f"{it.key}#{next(copies)}.{it.received_at}", it.raw, it.received_at)
            for it in events
        ]
        keep(connection, renamed)

    inbox.keep = keep_all


def journeys_hear_of_a_result_in_a_later_transaction() -> None:
    """The result of a post is committed, then its outcome: between the two it is nobody's."""
    flush, kept = Lane._flush, list[tuple[Any, ...]]()

    def keep_for_later(_connection: Any, rows: Any, outcomes: Any, now: Any) -> set[int]:
        kept.append((rows, outcomes, now))
        return set()

    tell = results.tell_journeys

    async def flush_in_two(self: Lane) -> None:
        await flush(self)
        while kept:
            told = kept.pop()
            for number in await self.database(lambda connection, told=told: tell(connection, *told)):
                self.wake(f"shard:{number}")

    results.tell_journeys, Lane._flush = keep_for_later, flush_in_two


def unknown_sends_are_repeated_at_once() -> None:
    """Nobody asks the provider; what is not known is taken for not sent."""

    async def look_up(_self: Sinch, _message_id: str, **_rest: Any) -> Found:
        return Found(False)

    settle, none = worker.settle_unknowns, dt.timedelta()

    async def settle_at_once(*what: Any, **how: Any) -> None:
        await settle(*what, **{**how, "patience": Patience(none, none, none)})

    Sinch.look_up, worker.settle_unknowns = look_up, settle_at_once


def events_are_finished_in_a_later_transaction() -> None:
    """An event has its effect, then it is crossed out: between the two it may have it again."""
    advance, finished = Worker._advance, list[Any]()

    def finish_later(_connection: Any, ids: Any, **how: Any) -> None:
        if ids:
            finished.append((ids, how))

    async def advance_and_finish(self: Worker, number: int) -> None:
        await advance(self, number)
        while finished:
            ids, how = finished.pop()
            await self.database(lambda connection, ids=ids, how=how: inbox.finish(connection, ids, **how))

    shard.inbox, Worker._advance = _With(inbox, finish=finish_later), advance_and_finish


def nobody_sweeps() -> None:
    """Wake-ups are trusted: what was asked for before the crash is asked for by nobody after it."""

    async def rest(_self: Worker) -> None:
        await asyncio.Event().wait()

    Worker._sweep_for_ever = rest


MUTANTS: dict[str, tuple[Callable[[], None], str]] = {
    it.__name__: (it, where)
    for it, where in (
        (orphans_are_queued_again, "request POST messages:send, answered"),
        (webhooks_are_answered_before_they_are_stored, "commit inbound_event, before"),
        (the_result_is_written_before_the_post, "request POST messages:send, before"),
        (the_claim_is_committed_with_the_result, "request POST messages:send, answered"),
        (every_delivery_of_a_webhook_counts, "commit inbound_event, after"),
        (journeys_hear_of_a_result_in_a_later_transaction, "commit message+service_window, after"),
        (unknown_sends_are_repeated_at_once, "request POST messages:send, answered"),
        (events_are_finished_in_a_later_transaction, "commit enrollment+message+shard+step_event, after"),
        (nobody_sweeps, "commit enrollment+inbound_event+message+shard+step_event, after"),
    )
}
"""Each bug by its name, with the kind of boundary at which it must show."""
