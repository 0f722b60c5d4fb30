"""Claiming: which queued messages may leave now. Policy is applied here, in the transaction that makes them ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping

from engine.journey.events import Outcome
from engine.journey.permission import WINDOW, stricter
from engine.providers.base import OutgoingMessage
from engine.runner.bodies import OutcomeRow
from engine.runner.contents import choose_template, outgoing
from engine.runner.policy import LOOP_GUARD, Allowed, Later, Refused, Standing, decide
from storage import contacts, house, inbox, outbox

LATE_AT_ONCE = 500


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
    allowed, later, refused = _sort(connection, rows, now)
    allowed = _as_strict(connection, allowed)
    outbox.postpone(connection, later)
    _refuse(connection, refused, now, claimed)
    ours = outbox.claim(connection, [row["id"] for row, _ in allowed], epoch=epoch, now=now)
    claimed.messages = [
        (row, outgoing(row, decision.template, sender["number"])) for row, decision in allowed if row["id"] in ours
    ]
    return claimed


def refuse_what_cannot_wait(
    connection: Connection, sender_id: str, *, until: dt.datetime | None, now: dt.datetime
) -> set[int]:
    """The sender is held until then (None: nobody knows): session messages whose window will be closed by then are refused at
    once, so that their journeys go on (semantics, “Sending”). The shards that learn of it."""
    claimed = Claimed.nothing()
    late = outbox.cannot_wait(
        connection, sender_id, wrote_before=None if until is None else until - WINDOW, limit=LATE_AT_ONCE
    )
    _refuse(connection, [(row, Refused("window_closed", "moment")) for row in late], now, claimed)
    return claimed.shards


def _sort(
    connection: Connection, rows: Sequence[RowMapping], now: dt.datetime
) -> tuple[list[tuple[RowMapping, Allowed]], dict[str, tuple[dt.datetime, str]], list[tuple[RowMapping, Refused]]]:
    consents = contacts.load_consents(connection, {row["contact_id"] for row in rows})
    answers = outbox.answers_since(
        connection, {row["contact_id"] for row in rows if row["answers_at"] is not None}, since=now - LOOP_GUARD
    )
    templates = _Templates(connection, rows)
    allowed: list[tuple[RowMapping, Allowed]] = []
    later: dict[str, tuple[dt.datetime, str]] = {}
    refused: list[tuple[RowMapping, Refused]] = []
    for row in rows:
        standing = Standing(
            consents.get(row["contact_id"], ()), row["last_inbound_at"], templates.chosen_for(row),
            answers.get(row["address_id"], ()),
        )  # fmt: skip
        match decide(row, standing, now):
            case Allowed() as decision:
                allowed.append((row, decision))
            case Later(until, reason):
                later[row["id"]] = (until, reason)
            case Refused() as decision:
                refused.append((row, decision))
    return allowed, later, refused


class _Templates:
    """The templates of one claim; each name and language is chosen once."""

    def __init__(self, connection: Connection, rows: Sequence[RowMapping]) -> None:
        names = {row["body"].get("template") for row in rows if row["kind"] == "template"}
        self._known = outbox.load_templates(connection, names - {None, ""}) if names else {}
        self._chosen: dict[tuple[str, str, str], RowMapping | None] = {}

    def chosen_for(self, row: RowMapping) -> RowMapping | None:
        body = row["body"]
        if row["kind"] != "template" or not body.get("template"):
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
