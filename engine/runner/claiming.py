"""Claiming: which queued messages may leave now. Policy is applied here, in the transaction that makes them ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.events import Outcome
from engine.journey.permission import WINDOW, is_window_open, stricter
from engine.providers.base import OutgoingMessage
from engine.runner.bodies import OutcomeRow
from engine.runner.contents import outgoing
from engine.runner.counted_links import LinkCounting, count_links
from engine.runner.limit_state import keep_limits, prepare_limits
from engine.runner.limits import Limits
from engine.runner.pair_rate import PairRate
from engine.runner.policy import TEMPLATES, Allowed, Refused
from engine.runner.sorting import Sorted, sort_candidates
from storage import claims, house, inbox, lanes, outbox, outcomes
from storage.senders import is_stopped, rate_of

LATE_AT_ONCE = 500
PAGE = 250
LOOK_AT_MOST = 1_000
"""Candidates of one claim: many that must wait do not stand in the way of the few that may leave."""
RULES = (house.SENDING, house.FREQUENCY_CAP, house.QUIET_HOURS)


@dataclass(slots=True)
class Claimed:
    """Messages that are ours to post, with the sender's present rate; `shards` learn of refusals. `more`: there may be others
    that may leave now."""

    messages: list[tuple[RowMapping, OutgoingMessage]] = field(default_factory=list[tuple[RowMapping, OutgoingMessage]])
    shards: set[int] = field(default_factory=set[int])
    refused: list[str] = field(default_factory=list[str])
    """The reason of each refusal."""
    rate_per_second: int = 20
    more: bool = False


def claim_messages(
    connection: Connection,
    sender_id: str,
    *,
    epoch: int,
    now: dt.datetime,
    limit: int,
    paused_journeys: Collection[str],
    pairs: PairRate,
    counting: LinkCounting | None = None,
) -> Claimed:
    """One claim. Nothing when another owner took the lane or nothing may leave from this number; while all sending is
    suspended, only what confirms an opt-out leaves. A session message never waits past its window. `pairs`: what this lane sent
    to each person a moment ago."""
    sender = lanes.hold(connection, sender_id, epoch)
    if sender is None:
        return Claimed()
    claimed = Claimed(rate_per_second=rate_of(sender))
    if is_stopped(sender, now):  # nobody can say until when, unless WhatsApp does
        until = None if sender["paused"] else sender["restricted_until"]
        return refuse_what_cannot_wait(connection, sender_id, until=until, now=now)
    if sender["blocked_until"] is not None and sender["blocked_until"] > now:
        return claimed
    rules = house.get_settings(connection, RULES)
    is_suspended = bool(rules.get(house.SENDING, {}).get("suspended"))
    if is_suspended:
        late = refuse_what_cannot_wait(connection, sender_id, until=now, now=now)
        claimed.shards, claimed.refused = late.shards, late.refused
    only_kind = "confirmation" if is_suspended else None
    limits = prepare_limits(connection, sender, rules, pairs, now)
    _Claim(connection, sender, claimed, limits, paused_journeys, only_kind, counting).work(epoch, limit)
    return claimed


class _Claim:
    """Page after page of candidates, until enough may leave."""

    def __init__(
        self, connection: Connection, sender: RowMapping, claimed: Claimed, limits: Limits,
        paused_journeys: Collection[str], only_kind: str | None, counting: LinkCounting | None,
    ) -> None:  # fmt: skip
        self.connection, self.sender, self.claimed, self.limits = connection, sender, claimed, limits
        self.paused_journeys, self.only_kind, self.now = paused_journeys, only_kind, limits.now
        self.counting = counting
        self.reached: list[str] = []

    def work(self, epoch: int, limit: int) -> None:
        asked, looked_at = limit, 0
        self.claimed.more = True
        while self.claimed.more and len(self.claimed.messages) < limit and looked_at < LOOK_AT_MOST:
            rows = claims.candidates(
                self.connection, self.sender["id"], now=self.now, except_journeys=self.paused_journeys, limit=asked,
                only_kind=self.only_kind,
            )  # fmt: skip
            self.claimed.more = len(rows) == asked
            looked_at += len(rows)
            if rows:
                self._take(rows, epoch, limit - len(self.claimed.messages))
            self.claimed.more |= len(self.claimed.messages) == limit
            asked = PAGE
        keep_limits(self.connection, self.limits, self.reached)

    def _take(self, rows: Sequence[RowMapping], epoch: int, room: int) -> None:
        found = sort_candidates(self.connection, self._still_wanted(rows), self.limits, room=room)
        allowed = _as_strict(self.connection, found.allowed)
        claims.postpone(self.connection, found.later)
        _refuse(self.connection, found.refused, self.now, self.claimed)
        ours = claims.claim(self.connection, [row["id"] for row, _ in allowed], epoch=epoch, now=self.now)
        claims.change_content(self.connection, {row: body for row, body in found.instead.items() if row in ours})
        mine = [(row, decision) for row, decision in allowed if row["id"] in ours]
        self.reached += [row["address_id"] for row, _ in mine if _is_first_word(row, found, self.now)]
        leaving = [
            (row, outgoing(_leaving(row, found.instead), decision.template, self.sender["number"]), decision.template)
            for row, decision in mine
        ]
        self.claimed.messages += count_links(self.connection, leaving, self.counting, self.now)

    def _still_wanted(self, rows: Sequence[RowMapping]) -> Sequence[RowMapping]:
        """Without what came back to the queue after its journey was left. What never left was cancelled at that moment."""
        tried = [row["id"] for row in rows if row["attempts"] and row["enrollment_id"]]
        gone = outbox.cancel_left_behind(self.connection, tried, now=self.now)
        return [row for row in rows if row["id"] not in gone] if gone else rows


def _is_first_word(row: RowMapping, found: Sorted, now: dt.datetime) -> bool:
    """Whether it leaves outside the window, where only templates do."""
    return found.kind_of(row) in TEMPLATES and not is_window_open(row["last_inbound_at"], now)


def refuse_what_cannot_wait(
    connection: Connection, sender_id: str, *, until: dt.datetime | None, now: dt.datetime
) -> Claimed:
    """The sender is held until then (None: nobody knows): session messages whose window will be closed by then are refused at
    once, so that their journeys go on (semantics, “Sending”); one with a fallback waits as its template would. What was
    refused; nothing to post."""
    late = claims.cannot_wait(
        connection, sender_id, wrote_before=None if until is None else until - WINDOW, limit=LATE_AT_ONCE
    )
    return _refuse_late(connection, late, now)


def refuse_late_of(connection: Connection, paused_journeys: Collection[str], *, now: dt.datetime) -> None:
    """A paused journey may go on at any moment, so its free replies wait, but not past their window: these are refused now,
    and their journeys hear of it when they go on."""
    late = claims.late_of_journeys(connection, paused_journeys, wrote_before=now - WINDOW, limit=LATE_AT_ONCE)
    _refuse_late(connection, late, now)


def has_late_of(connection: Connection, paused_journeys: Collection[str], *, now: dt.datetime) -> bool:
    """Whether `refuse_late_of` would refuse something."""
    return bool(claims.late_of_journeys(connection, paused_journeys, wrote_before=now - WINDOW, limit=1))


def _refuse_late(connection: Connection, late: Sequence[RowMapping], now: dt.datetime) -> Claimed:
    claimed = Claimed()
    reasons = [(row, row["body"].get("fallback", {}).get("problem", "window_closed")) for row in late]
    _refuse(connection, [(row, Refused(reason, "moment")) for row, reason in reasons], now, claimed)
    return claimed


def _leaving(row: RowMapping, instead: Mapping[str, dict[str, Any]]) -> Mapping[str, Any] | RowMapping:
    return {**row, "body": instead[row["id"]]} if row["id"] in instead else row


def _as_strict(connection: Connection, allowed: list[tuple[RowMapping, Allowed]]) -> list[tuple[RowMapping, Allowed]]:
    """A template that WhatsApp made marketing leaves as marketing, whatever its journey is for: what follows from it (a word
    that means stop only after marketing, what becomes of an unknown send) must know."""
    strict = [row["id"] for row, decision in allowed if _is_stricter(row, decision.template)]
    rows = claims.make_marketing(connection, strict)
    return [(rows.get(row["id"], row), decision) for row, decision in allowed]


def _is_stricter(row: RowMapping, template: RowMapping | None) -> bool:
    return template is not None and stricter(row["purpose"], template["category"]) != row["purpose"]


def _refuse(
    connection: Connection, refused: Sequence[tuple[RowMapping, Refused]], now: dt.datetime, claimed: Claimed
) -> None:
    told: list[OutcomeRow] = []
    for row, decision in refused:
        closed = outcomes.settle(
            connection, [row["id"]], status="refused", reason=decision.reason, detail="", now=now,
            from_status=("queued",),
        )  # fmt: skip
        claimed.refused += [decision.reason] * len(closed)
        if closed and row["enrollment_id"] is not None:
            outcome = Outcome(row["id"], "refused", now, decision.reason, decision.fault)
            told.append(OutcomeRow(outcome, row["shard"], row["contact_id"]))
    inbox.add_internal(connection, [outcome.to_row(now) for outcome in told])
    claimed.shards |= {outcome.shard for outcome in told}
