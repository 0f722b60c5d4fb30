"""What became of posts: gathered while they come in, written together, told to the journeys in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.events import Outcome
from engine.providers.base import ProviderError, SpamLimited
from engine.runner import bodies
from engine.runner.second_chances import Again, second_chance
from storage import claims, contacts, inbox, outcomes, senders
from storage.senders import Told


@dataclass(slots=True)
class Results:
    """Each with its row, waiting to be written."""

    accepted: list[tuple[RowMapping, str, dt.datetime]] = field(default_factory=list[Any])
    failed: list[tuple[RowMapping, ProviderError]] = field(default_factory=list[Any])
    unknown: list[tuple[RowMapping, ProviderError]] = field(default_factory=list[Any])
    unsent: list[tuple[RowMapping, ProviderError]] = field(default_factory=list[Any])
    trouble: ProviderError | None = None
    """With the whole sender."""

    def __len__(self) -> int:
        return len(self.accepted) + len(self.failed) + len(self.unknown) + len(self.unsent)

    def before(self, later: Results) -> Results:
        """Both, these first: what could not be written waits for the next time."""
        return Results(
            self.accepted + later.accepted, self.failed + later.failed,
            self.unknown + later.unknown, self.unsent + later.unsent, later.trouble or self.trouble,
        )  # fmt: skip


def write_results(
    connection: Connection, results: Results, *, epoch: int, now: dt.datetime, hold_until: dt.datetime
) -> set[int]:
    """Write what became of posts and tell the journeys; the shards that have something to do now."""
    # Windows before messages, as everybody who writes both: two who wait for each other would lose a second.
    contacts.note_outbound(
        connection, [(row["sender_id"], row["address_id"], at, row["purpose"]) for row, _, at in results.accepted]
    )
    outcomes.note_accepted(connection, [(row["id"], provider_id, at) for row, provider_id, at in results.accepted])
    rows: list[RowMapping] = [row for row, _, _ in results.accepted]
    news = [Outcome(row["id"], "accepted", at) for row, _, at in results.accepted]
    for row, error in results.failed:
        if (again := _instead(row, error, now)) is not None:
            outcomes.send_again(connection, again.message_id, hold_until=now, reason="", body=again.body, epoch=epoch)
            continue
        if not outcomes.settle(
            connection, [row["id"]], status="failed", reason=error.code, detail=str(error), now=now, epoch=epoch
        ):  # settled by a receipt, or sent again by somebody else while we were stopped
            continue
        fault = "person" if error.scope == "person" else "moment"
        rows.append(row)
        news.append(Outcome(row["id"], "failed", now, error.provider_code or error.code, fault))
    for row, error in results.unknown:
        outcomes.settle(connection, [row["id"]], status="unknown", reason=error.code, detail=str(error), now=now,
                        from_status=("sending",), epoch=epoch)  # fmt: skip
    for (reason, until), ids in _by_reason(results.unsent, now, hold_until).items():
        claims.give_back(connection, ids, epoch=epoch, hold_until=until, reason=reason)
    _note_trouble(connection, results, now, hold_until)
    return tell_journeys(connection, rows, news, now)


def _instead(row: RowMapping, error: ProviderError, now: dt.datetime) -> Again | None:
    """A free reply that the provider refuses as too late leaves as its template."""
    failure = {"code": error.provider_code, "retryable": False}
    return second_chance(row, failure, row["body"].get("fallback"), now)


def _note_trouble(connection: Connection, results: Results, now: dt.datetime, hold_until: dt.datetime) -> None:
    """What concerns the whole sender stands in its row, for everybody to see."""
    trouble, rows = results.trouble, [row for row, _ in results.unsent]
    if trouble is not None and rows:
        senders.note_block(connection, rows[0]["sender_id"], until=hold_until, reason=trouble.code, detail=str(trouble))
    for row, error in results.unsent:
        sender = senders.find(connection, row["sender_id"]) if isinstance(error, SpamLimited) else None
        if sender is not None:
            senders.note_told(connection, sender, Told(quality="red"), at=now)


def _by_reason(
    unsent: Sequence[tuple[RowMapping, ProviderError]], now: dt.datetime, hold_until: dt.datetime
) -> dict[tuple[str, dt.datetime], list[str]]:
    """What is given back together. A message that alone must wait waits as long as the provider says."""
    ids: dict[tuple[str, dt.datetime], list[str]] = {}
    for row, error in unsent:
        alone = error.scope != "sender" and error.retry_after is not None
        until = now + error.retry_after if alone and error.retry_after else hold_until
        ids.setdefault((error.code, until), []).append(row["id"])
    return ids


def tell_journeys(
    connection: Connection, rows: Sequence[RowMapping], news: Sequence[Outcome], now: dt.datetime
) -> set[int]:
    """Hand outcomes to the shards of their contacts, in the caller's transaction. Messages of no journey have none."""
    told = [
        bodies.OutcomeRow(outcome, row["shard"], row["contact_id"])
        for row, outcome in zip(rows, news, strict=True) if row["enrollment_id"] is not None
    ]  # fmt: skip
    inbox.add_internal(connection, [outcome.to_row(now) for outcome in told])
    return {outcome.shard for outcome in told}
