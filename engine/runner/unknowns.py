"""Settling sends of which nobody knows what became: by receipts (in the shard), else by asking the provider, else by the
message's policy after a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from engine.clock import Clock
from engine.journey.effects import WhenUnconfirmed
from engine.journey.events import Outcome
from engine.logs import get_logger
from engine.providers.base import Found, Provider, ProviderError
from engine.runner.jobs import jobs_of
from engine.runner.lease import Database
from engine.runner.results import tell_journeys
from storage import contacts, outcomes, unknown_sends

log = get_logger(__name__)
Asked = tuple[RowMapping, Found, dt.datetime]
"""A send, what the provider says of it, and when it was asked: a process may be stopped between the answer and its writing,
and “not there” says nothing about a later moment."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to ask before believing that a message is not there. The delay between an accepted send and its appearance
    in the provider's list is not documented, so “not there” counts only after `believe_absence_after`. What nobody can know
    is settled by the message's own policy after `settle_after`."""

    ask_every: dt.timedelta = dt.timedelta(seconds=10)
    believe_absence_after: dt.timedelta = dt.timedelta(seconds=60)
    settle_after: dt.timedelta = dt.timedelta(minutes=15)


async def settle_unknowns(
    sender_id: str,
    provider: Provider,
    database: Database,
    *,
    clock: Clock,
    wake: Callable[[str], None],
    patience: Patience,
) -> None:
    """Ask the provider about each open send of this sender, once."""
    now = clock()
    rows = await database(
        lambda connection: unknown_sends.to_look_up(
            connection, sender_id, looked_up_before=now - patience.ask_every, limit=50
        )
    )
    answers: list[Asked] = []
    for row in rows:
        asked_at = clock()
        since = (row["sending_at"] or row["created_at"]) - dt.timedelta(minutes=1)
        try:
            answers.append((row, await provider.look_up(row["id"], to=row["to"], since=since), asked_at))
        except ProviderError as problem:
            log.warning("look-up failed", sender=sender_id, reason=str(problem))
            break
    if answers:
        shards, lanes = await database(lambda connection: _write(connection, answers, clock(), patience))
        for name in (*jobs_of(shards), *(f"lane:{lane}" for lane in lanes)):
            wake(name)


def _write(
    connection: Connection, answers: Sequence[Asked], now: dt.datetime, patience: Patience
) -> tuple[set[int], set[str]]:
    there = [(row, found) for row, found, _ in answers if found.found]
    unknown_sends.note_looked_up(connection, [row["id"] for row, *_ in answers], now=now)
    outcomes.note_accepted(
        connection, [(row["id"], found.provider_message_id, found.at or now) for row, found in there]
    )
    contacts.note_outbound(
        connection, [(row["sender_id"], row["address_id"], found.at or now, row["purpose"]) for row, found in there]
    )
    absent = [
        row for row, found, asked_at in answers
        if found.found is False and _age(row, asked_at) >= patience.believe_absence_after
    ]  # fmt: skip
    late = [
        row for row, found, asked_at in answers if found.found is None and _age(row, asked_at) >= patience.settle_after
    ]
    again = [row for row in late if policy_of(row) == "resend"]
    requeued = unknown_sends.requeue(connection, [*absent, *again], now=now)
    dropped = _drop(connection, [row for row in late if policy_of(row) == "drop"], now)
    news = [Outcome(row["id"], "accepted", found.at or now) for row, found in there]
    news += [Outcome(row["id"], "dropped", now, "unknown") for row in dropped]
    shards = tell_journeys(connection, [*(row for row, _ in there), *dropped], news, now)
    return shards, {row["sender_id"] for row, *_ in answers if row["id"] in requeued}


def policy_of(row: RowMapping) -> WhenUnconfirmed:
    """The message's own, else marketing is given up and a person is asked about service. Sent once more means once: after
    the second try a person is asked."""
    chosen: WhenUnconfirmed | None = row["body"].get("if_unconfirmed")
    if chosen == "resend" and row["attempts"] > 1:
        return "ask"
    return chosen or ("drop" if row["purpose"] == "marketing" else "ask")


def _drop(connection: Connection, late: Sequence[RowMapping], now: dt.datetime) -> list[RowMapping]:
    """Given up: rather not at all than twice."""
    closed = outcomes.settle(
        connection, [row["id"] for row in late], status="dropped", reason="unknown", detail="", now=now,
        from_status=("unknown",),
    )  # fmt: skip
    return [row for row in late if row["id"] in closed]


def _age(row: RowMapping, now: dt.datetime) -> dt.timedelta:
    return now - (row["sending_at"] or row["created_at"])
