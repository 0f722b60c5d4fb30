"""What one chunk of a shard writes: gathered event by event, written at once with bulk statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from storage import calls, contacts, inbox, outbox, passages

Row = dict[str, Any]


@dataclass(slots=True)
class Changes:
    """Nothing here is written before `write`; what a failing event gathered is thrown away with it."""

    new_passages: dict[str, Row] = field(default_factory=dict[str, Row])
    moved_passages: dict[str, Row] = field(default_factory=dict[str, Row])
    messages: list[Row] = field(default_factory=list[Row])
    calls: list[Row] = field(default_factory=list[Row])
    step_events: list[Row] = field(default_factory=list[Row])
    contacts: dict[str, Row] = field(default_factory=dict[str, Row])
    consents: list[Row] = field(default_factory=list[Row])
    receipts: list[Row] = field(default_factory=list[Row])
    reached: list[tuple[str, str, dt.datetime, str]] = field(default_factory=list[tuple[str, str, dt.datetime, str]])
    """(sender, address, when, purpose) of sends that a receipt settled."""
    silenced: dict[str, str] = field(default_factory=dict[str, str])
    """contact id → purpose whose queued messages are cancelled (`all` or `marketing`)."""
    problems: dict[str, str] = field(default_factory=dict[str, str])
    hurried: set[str] = field(default_factory=set[str])
    left: dict[str, str] = field(default_factory=dict[str, str])
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
        for mine, theirs in (
            (self.contacts, other.contacts), (self.silenced, other.silenced), (self.problems, other.problems), (self.left, other.left),
        ):  # fmt: skip
            mine.update(theirs)  # pyright: ignore[reportArgumentType, reportCallIssue]
        for mine, theirs in (
            (self.messages, other.messages), (self.calls, other.calls), (self.step_events, other.step_events),
            (self.consents, other.consents), (self.receipts, other.receipts), (self.reached, other.reached),
        ):  # fmt: skip
            mine.extend(theirs)  # pyright: ignore[reportArgumentType, reportUnknownMemberType]
        self.hurried |= other.hurried

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
        for receipt in self.receipts:
            outbox.merge_receipt(connection, **receipt)
        for enrollment_id, problem in self.problems.items():
            passages.report_problem(connection, enrollment_id, problem)
        inbox.hurry(connection, self.hurried)

    def lanes(self) -> set[str]:
        """Senders that have something to send now."""
        return {message["sender_id"] for message in self.messages}
