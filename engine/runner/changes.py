"""What one chunk of a shard writes: gathered event by event, written at once with bulk statements."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from engine.runner.second_chances import Again, Trouble
from storage import calls, contacts, inbox, outbox, outcomes, passages, receipts, senders, start_runs
from storage.receipts import Merged

Row = dict[str, Any]


@dataclass(slots=True)
class Changes:
    """Nothing here is written before `write`; what a failing event gathered is thrown away with it."""

    new_passages: dict[str, Row] = field(default_factory=lambda: {})
    moved_passages: dict[str, Row] = field(default_factory=lambda: {})
    messages: list[Row] = field(default_factory=lambda: [])
    calls: list[Row] = field(default_factory=lambda: [])
    step_events: list[Row] = field(default_factory=lambda: [])
    contacts: dict[str, Row] = field(default_factory=lambda: {})
    consents: list[Row] = field(default_factory=lambda: [])
    receipts: list[Merged] = field(default_factory=lambda: [])
    events: list[Row] = field(default_factory=lambda: [])
    """Events of our own for the next chunk, each under a key that counts once."""
    runs: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """(planned start of many, what became of this person's) → how many."""
    again: list[Again] = field(default_factory=list[Again])
    troubles: dict[str, Trouble] = field(default_factory=dict[str, Trouble])
    """sender id → what failed and concerns all of its messages."""
    reached: list[tuple[str, str, dt.datetime, str]] = field(default_factory=lambda: [])
    """(sender, address, when, purpose) of sends that a receipt settled."""
    by_sms: list[str] = field(default_factory=list[str])
    """Messages that WhatsApp could not bring, and an SMS did."""
    read: list[tuple[str, dt.datetime]] = field(default_factory=lambda: [])
    """(message id, when) of those that the customer answered or tapped."""
    silenced: dict[str, str] = field(default_factory=lambda: {})
    """contact id → purpose whose queued messages are cancelled (`all` or `marketing`)."""
    kept: list[Row] = field(default_factory=lambda: [])
    """Events of our own for later (see `storage.inbox.add_internal`)."""
    problems: dict[str, str] = field(default_factory=lambda: {})
    hurried: set[str] = field(default_factory=set[str])
    let_go: int = 0
    """Once written: replies that were postponed for them and may be looked at now."""
    left: dict[str, str] = field(default_factory=lambda: {})
    """enrollment id → why it ended: what it had queued is cancelled."""

    def take_in(self, other: Changes) -> None:
        """Add what a successful event gathered; the newest state of a passage or contact wins."""
        self.new_passages.update(other.new_passages)
        for enrollment_id, moved in other.moved_passages.items():
            if (
                enrollment_id in self.new_passages
            ):  # entered in this very chunk: its row is written once, as it stands now
                self.new_passages[enrollment_id] |= moved
            else:
                self.moved_passages[enrollment_id] = moved
        self.messages += other.messages
        self.calls += other.calls
        self.step_events += other.step_events
        self.contacts.update(other.contacts)
        self.consents += other.consents
        self.receipts += other.receipts
        self.by_sms += other.by_sms
        self.again += other.again
        self.troubles.update(other.troubles)
        self.events += other.events
        self.runs.update(other.runs)
        self.reached += other.reached
        self.silenced.update(other.silenced)
        self.problems.update(other.problems)
        self.kept += other.kept
        self.read += other.read
        self.hurried |= other.hurried
        self.left.update(other.left)

    def write(self, connection: Connection, now: dt.datetime) -> None:
        """Consents first; passages that ended before those that begin, which may take their place; messages last."""
        contacts.add_consents(connection, self.consents)
        contacts.change_contacts(connection, self.contacts)
        for contact_id, purpose in self.silenced.items():
            outbox.cancel_queued_of(connection, contact_id, purpose=purpose, now=now, reason="opted_out")
        passages.move(connection, list(self.moved_passages.values()))
        outbox.cancel_queued_in(connection, self.left, now=now)
        calls.cancel_of(connection, self.left, now=now)
        passages.add(connection, list(self.new_passages.values()))
        outbox.add(connection, self.messages)
        calls.add(connection, self.calls)
        passages.add_step_events(connection, self.step_events)
        contacts.note_outbound(connection, self.reached)
        receipts.merge(connection, self.receipts)
        receipts.note_channel(connection, self.by_sms, channel="sms")
        for one in self.again:
            outcomes.send_again(
                connection, one.message_id, hold_until=one.hold_until, reason=one.reason, body=one.body,
                failed_id=one.failed_id,
            )  # fmt: skip
        for sender_id, trouble in self.troubles.items():
            senders.note_block(connection, sender_id, until=trouble.until, reason=trouble.reason, detail=trouble.detail)
        for enrollment_id, problem in self.problems.items():
            passages.report_problem(connection, enrollment_id, problem)
        outcomes.note_read(connection, self.read)
        inbox.add_internal(connection, [*self.kept, *self.events])
        self.let_go = inbox.hurry(connection, self.hurried)
        start_runs.add_counts(connection, self.runs)

    def lanes(self) -> set[str]:
        """Senders that have something to send now."""
        return {message["sender_id"] for message in self.messages}
