"""Bugs sown on purpose, one at a time, in an engine that is about to be killed: the harness must find every one.

Each is a mistake that people make in such engines. It is put in by replacing functions in the child process.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.calls import work
from engine.calls.caller import Answer
from engine.ids import new_id
from engine.providers.base import Found
from engine.providers.sinch.client import Sinch
from engine.runner import results, sender, shard, start_runs, worker
from engine.runner.jobs import jobs_of
from engine.runner.sender import Lane
from engine.runner.unknowns import Patience
from engine.runner.worker import Worker
from engine.webhooks.intake import Intake
from storage import claims, inbox, outbox, outcomes, unknown_sends
from storage import start_runs as store

from .conversation import TALKING
from .orders import ORDERING
from .scene import Scene


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

    unknown_sends.orphan = orphan


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
        await self.database(lambda connection: outcomes.note_accepted(connection, [(row["id"], "", self.clock())]))
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

    claims.claim, sender.write_results = claim, write_results


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

    def keep_for_later(_connection: Any, rows: Any, news: Any, now: Any) -> set[int]:
        kept.append((rows, news, now))
        return set()

    tell = results.tell_journeys

    async def flush_in_two(self: Lane) -> None:
        await flush(self)
        while kept:
            told = kept.pop()
            for job in jobs_of(await self.database(lambda connection, told=told: tell(connection, *told))):
                self.wake(job)

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
    finished = list[Any]()

    def finish_later(_connection: Any, ids: Any, **how: Any) -> None:
        if ids:
            finished.append((ids, how))

    def and_finish(work: Callable[[Worker, Any], Any]) -> Callable[[Worker, Any], Any]:
        async def both(self: Worker, what: Any) -> Any:
            result = await work(self, what)
            while finished:
                ids, how = finished.pop()
                await self.database(lambda connection, ids=ids, how=how: inbox.finish(connection, ids, **how))
            return result

        return both

    shard.inbox = _With(inbox, finish=finish_later)
    Worker._advance, Worker._take_turn = and_finish(Worker._advance), and_finish(Worker._take_turn)


def nobody_sweeps() -> None:
    """Wake-ups are trusted: what was asked for before the crash is asked for by nobody after it."""

    async def rest(_self: Worker) -> None:
        await asyncio.Event().wait()

    Worker._sweep_for_ever = rest


def a_post_is_asked_again_after_a_crash() -> None:
    """A call that nobody brought to its end is made again, whatever it does."""
    may_ask_again = work._may_ask_again

    def always(request: Any, answer: Answer, attempts: int) -> bool:
        return may_ask_again({**request, "method": "GET"}, answer, attempts)

    work._may_ask_again = always


def a_run_starts_its_people_again() -> None:
    """How far a start of many has come is known to its process alone, and each start has a key of its own."""
    places, keep, hold, change = dict[str, str](), inbox.add_internal, store.hold, store.change

    def keep_each(connection: Any, rows: Any) -> int:
        return keep(connection, [{**row, "dedupe_key": f"{row['dedupe_key']}:{new_id()}"} for row in rows])

    def hold_here(connection: Any, run_id: str) -> Any:
        row = hold(connection, run_id)
        return row and {**row, "cursor": places.get(run_id, "")}

    def change_here(connection: Any, run_id: str, **fields: Any) -> None:
        places[run_id] = fields.pop("cursor", "")
        change(connection, run_id, **fields)

    start_runs.start_runs = _With(store, hold=hold_here, change=change_here)
    start_runs.inbox = _With(inbox, add_internal=keep_each)


@dataclass(frozen=True, slots=True)
class Mutant:
    """`where`: the kind of boundary at which it must show, in this scene. `slowness`: how many times as late as usual
    receipts come, for a bug that an early receipt hides."""

    sow: Callable[[], None]
    where: str
    scene: Scene = TALKING
    slowness: int = 1


MUTANTS: dict[str, Mutant] = {
    it.sow.__name__: it
    for it in (
        Mutant(orphans_are_queued_again, "request POST messages:send, answered"),
        Mutant(webhooks_are_answered_before_they_are_stored, "commit inbound_event, before"),
        Mutant(the_result_is_written_before_the_post, "request POST messages:send, before"),
        Mutant(the_claim_is_committed_with_the_result, "request POST messages:send, answered"),
        Mutant(every_delivery_of_a_webhook_counts, "commit inbound_event, after"),
        Mutant(journeys_hear_of_a_result_in_a_later_transaction, "commit message+service_window, after"),
        Mutant(unknown_sends_are_repeated_at_once, "request POST messages:send, answered", slowness=100),
        Mutant(
            events_are_finished_in_a_later_transaction,
            "commit enrollment+inbound_event+message+service_window+shard+step_event, after",
        ),
        Mutant(nobody_sweeps, "commit enrollment+inbound_event+message+shard+step_event, after"),
        Mutant(a_post_is_asked_again_after_a_crash, "request POST bookings", ORDERING),
        Mutant(a_run_starts_its_people_again, "commit inbound_event+start_run, after", ORDERING),
    )
}
"""Each bug by its name."""
