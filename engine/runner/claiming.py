"""Claiming: which queued messages may leave now. Policy is applied here, in the transaction that makes them ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.events import Outcome
from engine.journey.permission import is_window_open
from engine.providers.base import OutgoingMessage
from engine.runner.bodies import OutcomeRow
from engine.runner.contents import choose_template, outgoing
from engine.runner.policy import LOOP_GUARD, Allowed, Decision, Later, Refused, Standing, decide
from storage import contacts, house, inbox, outbox

LEAVES_WITHIN = dt.timedelta(seconds=10)
"""A claimed message has left by then, or is given back (`sender.DEADLINE`)."""


@dataclass(slots=True)
class Claimed:
    """Messages that are ours to post, with the sender's present rate; `shards` learn of refusals."""

    messages: list[tuple[RowMapping, OutgoingMessage]] = field(default_factory=list[tuple[RowMapping, OutgoingMessage]])
    shards: set[int] = field(default_factory=set[int])
    rate_per_second: int = 20

    @classmethod
    def nothing(cls) -> Claimed:
        return cls()


def claim_messages(
    connection: Connection,
    sender_id: str,
    *,
    epoch: int,
    now: dt.datetime,
    limit: int,
    paused_journeys: Collection[str],
) -> Claimed:
    """One round. Nothing when another owner took the lane or the sender is paused; while all sending is suspended, only
    what confirms an opt-out leaves."""
    sender = outbox.hold_lane(connection, sender_id, epoch)
    if sender is None or sender["paused"]:
        return Claimed()
    claimed = Claimed(rate_per_second=sender["rate_per_second"])
    rows = outbox.candidates(
        connection, sender_id, now=now, except_journeys=paused_journeys, limit=limit,
        only_kind="confirmation" if house.is_suspended(connection) else None,
    )  # fmt: skip
    if not rows:
        return claimed
    sorted_ = _sort(connection, rows, sender_id, now)
    outbox.postpone(connection, sorted_.later)
    _refuse(connection, sorted_.refused, now, claimed)
    ours = outbox.claim(connection, [row["id"] for row, _ in sorted_.allowed], epoch=epoch, now=now)
    outbox.change_content(connection, {row_id: body for row_id, body in sorted_.instead.items() if row_id in ours})
    claimed.messages = [
        (row, outgoing(_leaving(row, sorted_.instead), decision.template, sender["number"]))
        for row, decision in sorted_.allowed if row["id"] in ours
    ]  # fmt: skip
    return claimed


@dataclass(slots=True)
class _Sorted:
    """What policy says of each candidate. `instead`: session message → the body of the template that leaves for it."""

    allowed: list[tuple[RowMapping, Allowed]] = field(default_factory=list[tuple[RowMapping, Allowed]])
    later: dict[str, tuple[dt.datetime, str]] = field(default_factory=dict[str, tuple[dt.datetime, str]])
    refused: list[tuple[RowMapping, Refused]] = field(default_factory=list[tuple[RowMapping, Refused]])
    instead: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def put(self, row: RowMapping, decision: Decision) -> None:
        match decision:
            case Allowed():
                self.allowed.append((row, decision))
            case Later(until, reason):
                self.later[row["id"]] = (until, reason)
            case Refused():
                self.refused.append((row, decision))


def _sort(connection: Connection, rows: Sequence[RowMapping], sender_id: str, now: dt.datetime) -> _Sorted:
    consents = contacts.load_consents(connection, {row["contact_id"] for row in rows})
    windows = contacts.load_windows(connection, {row["address_id"] for row in rows})
    answers = outbox.answers_since(
        connection, {row["contact_id"] for row in rows if row["answers_at"] is not None}, since=now - LOOP_GUARD
    )
    templates = outbox.load_templates(connection, {name for row in rows for name in _templates_of(row["body"])})
    found = _Sorted()
    for row in rows:
        window = windows.get((sender_id, row["address_id"]))
        standing = Standing(
            consents.get(row["contact_id"], []), window["last_inbound_at"] if window else None,
            _choose(templates, row["body"]), answers.get(row["address_id"], ()),
        )  # fmt: skip
        decision, fallback = decide(row, standing, now), row["body"].get("fallback")
        if row["kind"] == "session" and fallback and _needs_fallback(decision, standing, now):
            decision = _decide_fallback(row, fallback, replace(standing, template=_choose(templates, fallback)), now)
            found.instead[row["id"]] = fallback
        found.put(row, decision)
    return found


def _needs_fallback(decision: Decision, standing: Standing, now: dt.datetime) -> bool:
    """The window is closed, or would be before the message has left."""
    if isinstance(decision, Refused):
        return decision.reason == "window_closed"
    return isinstance(decision, Allowed) and not is_window_open(standing.last_inbound_at, now + LEAVES_WITHIN)


def _decide_fallback(row: RowMapping, fallback: Mapping[str, Any], standing: Standing, now: dt.datetime) -> Decision:
    """A template has its own rules; one that could not be filled leaves nothing."""
    if "problem" in fallback:
        return Refused(fallback["problem"], "moment")
    return decide({**row, "kind": "fallback"}, standing, now)


def _templates_of(body: Mapping[str, Any]) -> list[str]:
    return [named for named in (body.get("template"), body.get("fallback", {}).get("template")) if named]


def _choose(templates: Mapping[tuple[str, str], RowMapping], body: Mapping[str, Any]) -> RowMapping | None:
    """The template in the language that this content is for; None for a session message."""
    if not body.get("template"):
        return None
    return choose_template(templates, body["template"], body["language"], body.get("default_language", "fr"))


def _leaving(row: RowMapping, instead: Mapping[str, dict[str, Any]]) -> Mapping[str, Any] | RowMapping:
    return {**row, "body": instead[row["id"]]} if row["id"] in instead else row


def _refuse(
    connection: Connection, refused: Sequence[tuple[RowMapping, Refused]], now: dt.datetime, claimed: Claimed
) -> None:
    told: list[OutcomeRow] = []
    for row, decision in refused:
        closed = outbox.settle(
            connection, [row["id"]], status="refused", reason=decision.reason, detail="", now=now,
            from_status=("queued",),
        )  # fmt: skip
        if closed and row["enrollment_id"] is not None:
            outcome = Outcome(row["id"], "refused", now, decision.reason, decision.fault)
            told.append(OutcomeRow(outcome, row["shard"], row["contact_id"]))
    inbox.add_internal(connection, [outcome.to_row(now) for outcome in told])
    claimed.shards |= {outcome.shard for outcome in told}
