"""Bugs sown on purpose, one at a time: the simulation is believed because it finds every one of them.

Each is a mistake that people make in such engines, or one that this engine once had.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import select, update

from engine.providers.base import Found
from engine.providers.sinch.client import Sinch
from engine.runner import sender, worker
from engine.runner.lease import Hold
from engine.runner.pacer import Pacer
from engine.runner.sender import Lane
from engine.runner.unknowns import Patience
from engine.runner.worker import Worker
from engine.webhooks.intake import Intake
from storage import inbox, lanes, unknown_sends
from storage.core import table
from storage.tables import Enrollment, Sender

Replace = Callable[[Any, str, Any], None]
MESSAGES, SENDERS = unknown_sends.MESSAGES, table(Sender)


def what_was_being_sent_is_queued_again(replace: Replace) -> None:
    """The new owner of a lane sends what the old one was sending, although it may have left."""

    def orphan(connection: Any, sender_id: str, epoch: int) -> int:
        left = (MESSAGES.c.sender_id == sender_id, MESSAGES.c.lane_epoch < epoch, MESSAGES.c.status == "sending")
        return connection.execute(update(MESSAGES).where(*left).values(status="queued")).rowcount

    replace(unknown_sends, "orphan", orphan)


def webhooks_are_answered_before_they_are_stored(replace: Replace) -> None:
    """2xx at once, the commit later: what is not yet written dies with the process."""
    keep = Intake.keep

    async def keep_later(self: Intake, events: Any) -> None:
        async def store() -> None:
            await asyncio.sleep(0.5)
            await keep(self, events)

        self.__dict__.setdefault("behind", []).append(asyncio.ensure_future(store()))

    replace(Intake, "keep", keep_later)


def every_delivery_of_a_webhook_counts(replace: Replace) -> None:
    """The provider's repetition of an event is a new event."""
    keep, copies = inbox.keep, itertools.count()

    def keep_all(connection: Any, events: Any) -> None:
        renamed = [
            inbox.RawEvent(it.source, f"{it.key}#{next(copies)}", it.raw, it.received_at, it.heard_from)
            for it in events
        ]
        keep(connection, renamed)

    replace(inbox, "keep", keep_all)


def unknown_sends_are_repeated_at_once(replace: Replace) -> None:
    """Nobody asks the provider; what is not known is taken for not sent."""

    async def look_up(_self: Sinch, _message_id: str, **_rest: Any) -> Found:
        return Found(False)

    settle, none = worker.settle_unknowns, dt.timedelta()

    async def settle_at_once(*what: Any, **how: Any) -> None:
        await settle(*what, **{**how, "patience": Patience(none, none, none)})

    replace(Sinch, "look_up", look_up)
    replace(worker, "settle_unknowns", settle_at_once)


def nobody_sweeps(replace: Replace) -> None:
    """Wake-ups are trusted: what was asked for before a kill is asked for by nobody after it."""

    async def rest(_self: Worker) -> None:
        await asyncio.Event().wait()

    replace(Worker, "_sweep_for_ever", rest)


def a_late_riser_posts_what_it_had_claimed(replace: Replace) -> None:
    """A process that stood still does not look at the time before it posts, nor who owns the lane."""
    replace(Hold, "lasts", lambda _self: True)
    replace(sender, "DEADLINE", 1e9)


def a_lane_is_taken_from_the_living(replace: Replace) -> None:
    """Every process believes that the lane is free, with a pace of its own."""

    def take(connection: Any, sender_id: str, **_rest: Any) -> lanes.Taken:
        epoch = connection.execute(select(SENDERS.c.lane_epoch).where(SENDERS.c.id == sender_id)).scalar_one()
        return lanes.Taken(epoch, None)

    replace(lanes, "take", take)


def nobody_keeps_the_pace(replace: Replace) -> None:
    """Messages leave as fast as they can."""

    async def turn(_self: Pacer) -> None:
        return

    replace(Pacer, "turn", turn)


def posts_wait_for_a_token_together(replace: Replace) -> None:
    """The pace is asked before the token: what waited for it leaves in one go."""

    async def at_once(_self: Lane) -> None:
        return

    replace(Lane, "_prepare", at_once)


def signatures_are_not_checked(replace: Replace) -> None:
    """Whoever knows the address may say anything."""
    replace(Sinch, "verify", lambda _self, _headers, _body, _now: True)


def a_wait_has_no_timer(replace: Replace) -> None:
    """A passage waits for a reply, and nobody will come when there is none."""
    finish, enrollments = inbox.finish, table(Enrollment)

    def without(connection: Any, ids: Any, **how: Any) -> None:
        finish(connection, ids, **how)
        connection.execute(update(enrollments).where(enrollments.c.waiting == "reply").values(wake_at=None))

    replace(inbox, "finish", without)


SOWN: dict[str, Callable[[Replace], None]] = {
    it.__name__: it
    for it in (
        what_was_being_sent_is_queued_again, webhooks_are_answered_before_they_are_stored,
        every_delivery_of_a_webhook_counts, unknown_sends_are_repeated_at_once, nobody_sweeps,
        a_late_riser_posts_what_it_had_claimed, a_lane_is_taken_from_the_living, nobody_keeps_the_pace,
        posts_wait_for_a_token_together, signatures_are_not_checked, a_wait_has_no_timer,
    )
}  # fmt: skip
"""Each bug by its name."""


@contextmanager
def sown(name: str) -> Generator[None]:
    """The bug is there while the block runs."""
    with ExitStack() as undone:
        SOWN[name](lambda where, what, instead: undone.enter_context(patch.object(where, what, instead)) and None)
        yield
