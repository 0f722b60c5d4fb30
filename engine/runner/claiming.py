"""Claiming: which queued messages may leave now. Policy is applied here, in the transaction that makes them ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.events import Outcome
from engine.journey.permission import WINDOW, is_window_open, stricter
from engine.providers.base import OutgoingMessage
from engine.runner.bodies import OutcomeRow
from engine.runner.contents import choose_template, outgoing
from engine.runner.policy import LOOP_GUARD, Allowed, Decision, Later, Refused, Standing, decide
from storage import contacts, house, inbox, outbox

LATE_AT_ONCE = 500
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
    what confirms an opt-out leaves. A session message never waits past its window."""
    sender = outbox.hold_lane(connection, sender_id, epoch)
    if sender is None:
        return Claimed()
    claimed = Claimed(rate_per_second=sender["rate_per_second"])
    if sender["paused"]:  # nobody can say until when
        claimed.shards = refuse_what_cannot_wait(connection, sender_id, until=None, now=now)
        return claimed
    is_suspended = house.is_suspended(connection)
    if is_suspended:
        claimed.shards = refuse_what_cannot_wait(connection, sender_id, until=now, now=now)
    rows = outbox.candidates(
        connection, sender_id, now=now, except_journeys=paused_journeys, limit=limit,
        only_kind="confirmation" if is_suspended else None,
    )  # fmt: skip
    if not rows:
        return claimed
    found = _sort(connection, rows, now)
    allowed = _as_strict(connection, found.allowed)
    outbox.postpone(connection, found.later)
    _refuse(connection, found.refused, now, claimed)
    ours = outbox.claim(connection, [row["id"] for row, _ in allowed], epoch=epoch, now=now)
    outbox.change_content(connection, {row_id: body for row_id, body in found.instead.items() if row_id in ours})
    claimed.messages = [
        (row, outgoing(_leaving(row, found.instead), decision.template, sender["number"]))
        for row, decision in allowed if row["id"] in ours
    ]  # fmt: skip
    return claimed


def refuse_what_cannot_wait(
    connection: Connection, sender_id: str, *, until: dt.datetime | None, now: dt.datetime
) -> set[int]:
    """The sender is held until then (None: nobody knows): session messages whose window will be closed by then are refused at
    once, so that their journeys go on (semantics, “Sending”); one with a fallback waits as its template would. The shards
    that learn of it."""
    claimed = Claimed.nothing()
    late = outbox.cannot_wait(
        connection, sender_id, wrote_before=None if until is None else until - WINDOW, limit=LATE_AT_ONCE
    )
    reasons = [(row, row["body"].get("fallback", {}).get("problem", "window_closed")) for row in late]
    _refuse(connection, [(row, Refused(reason, "moment")) for row, reason in reasons], now, claimed)
    return claimed.shards


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


def _sort(connection: Connection, rows: Sequence[RowMapping], now: dt.datetime) -> _Sorted:
    consents = contacts.load_consents(connection, {row["contact_id"] for row in rows})
    answers = outbox.answers_since(
        connection, {row["contact_id"] for row in rows if row["answers_at"] is not None}, since=now - LOOP_GUARD
    )
    templates = _Templates(connection, [body for row in rows for body in _bodies_of(row)])
    found = _Sorted()
    for row in rows:
        standing = Standing(
            consents.get(row["contact_id"], ()), row["last_inbound_at"], templates.chosen_for(row["body"]),
            answers.get(row["address_id"], ()),
        )  # fmt: skip
        decision, fallback = decide(row, standing, now), row["body"].get("fallback")
        if row["kind"] == "session" and fallback and _needs_fallback(decision, standing, now):
            decision = _decide_fallback(row, fallback, replace(standing, template=templates.chosen_for(fallback)), now)
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


def _bodies_of(row: RowMapping) -> list[Mapping[str, Any]]:
    """What may leave for it: itself, or its fallback."""
    body: Mapping[str, Any] = row["body"]
    return [body, body["fallback"]] if "fallback" in body else [body]


def _leaving(row: RowMapping, instead: Mapping[str, dict[str, Any]]) -> Mapping[str, Any] | RowMapping:
    return {**row, "body": instead[row["id"]]} if row["id"] in instead else row


class _Templates:
    """The templates of one claim; each name and language is chosen once."""

    def __init__(self, connection: Connection, bodies: Sequence[Mapping[str, Any]]) -> None:
        names = {body["template"] for body in bodies if body.get("template")}
        self._known = outbox.load_templates(connection, names) if names else {}
        self._chosen: dict[tuple[str, str, str], RowMapping | None] = {}

    def chosen_for(self, body: Mapping[str, Any]) -> RowMapping | None:
        """The one in the language that this content is for; None for a session message."""
        if not body.get("template"):
            return None
        wanted = (body["template"], body["language"], body.get("default_language", "fr"))
        if wanted not in self._chosen:
            self._chosen[wanted] = choose_template(self._known, *wanted)
        return self._chosen[wanted]


def _as_strict(connection: Connection, allowed: list[tuple[RowMapping, Allowed]]) -> list[tuple[RowMapping, Allowed]]:
    """A template that WhatsApp made marketing leaves as marketing, whatever its journey is for: what follows from it (a word
    that means stop only after marketing, what becomes of an unknown send) must know."""
    strict = [row["id"] for row, decision in allowed if _is_stricter(row, decision.template)]
    rows = outbox.make_marketing(connection, strict)
    return [(rows.get(row["id"], row), decision) for row, decision in allowed]


def _is_stricter(row: RowMapping, template: RowMapping | None) -> bool:
    return template is not None and stricter(row["purpose"], template["category"]) != row["purpose"]


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
