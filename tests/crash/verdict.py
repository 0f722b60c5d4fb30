"""What must hold after every trial, from the provider's ledger and our tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .conversation import EXPECTED, INBOUND, STEPS
from .trial import Record

FINAL = {"accepted", "sent", "delivered", "read"}


def faults_of(record: Record) -> list[str]:
    """Sentences; none when the trial went well."""
    found = [*_unsettled(record), *_phones(record), *_messages(record), *_events(record), *_passages(record)]
    return [f"{it} (killed at: {record.killed_at or 'nowhere'})" for it in found]


def unknowable(record: Record) -> list[dict[str, Any]]:
    """Messages of which nobody can know, where the provider keeps nothing: their passage stands still, for a person."""
    arrived = {message.ours for phone in record.phones.values() for message in phone}
    if record.retention != "none":
        return []
    return [row for row in record.rows["message"] if row["status"] == "unknown" and row["id"] not in arrived]


def count_doubles(record: Record) -> int:
    sent = Counter(message.ours for phone in record.phones.values() for message in phone)
    return sum(times - 1 for times in sent.values())


def count_lost(record: Record) -> int:
    """Messages that should be on a phone, are not, and do not stand behind an unknown one."""
    cut = {row["recipient"] for row in unknowable(record)}
    return sum(max(0, len(wanted) - len(record.phones[who])) for who, wanted in EXPECTED.items() if who not in cut)


def _unsettled(record: Record) -> Iterator[str]:
    if not record.settled:
        yield "the house did not settle"
    if record.restarts > (record.killed_at is not None):
        yield f"the engine ended {record.restarts} times, not as it was aimed at: {record.log[-500:]}"
    if record.dropped:
        yield f"the provider gave up {record.dropped} callbacks"


def _phones(record: Record) -> Iterator[str]:
    if doubles := count_doubles(record):
        yield f"{doubles} messages were sent twice"
    cut = {row["recipient"] for row in unknowable(record)}
    for who, wanted in EXPECTED.items():
        held = [message.said for message in record.phones[who]]
        if held != list(wanted[: len(held)] if who in cut else wanted):
            yield f"the phone {who} holds {held}"


def _messages(record: Record) -> Iterator[str]:
    arrived = {message.ours for phone in record.phones.values() for message in phone}
    open_ones = {row["id"] for row in unknowable(record)}
    for row in record.rows["message"]:
        if row["id"] in open_ones:
            continue
        if row["status"] not in FINAL or row["id"] not in arrived:
            yield f"message {row['step_id']} stands as {row['status']} ({row['reason']})"
        elif row["delivered_at"] is None:
            yield f"the receipt of message {row['step_id']} had no effect"


def _events(record: Record) -> Iterator[str]:
    rows = record.rows["inbound_event"]
    if copies := [raw for raw, times in Counter(row["raw"] for row in rows if row["raw"]).items() if times > 1]:
        yield f"{len(copies)} events are kept more than once, such as {copies[0][:200]}"
    said = [row for row in rows if row["kind"] == "message"]
    if len(said) > INBOUND or (len(said) < INBOUND and not unknowable(record)):
        yield f"{len(said)} messages of customers are kept, {INBOUND} were written"
    for row in rows:
        if row["status"] != "done" or row["reason"]:
            yield f"event {row['kind']} {row['dedupe_key']} stands as {row['status']} ({row['reason']})"


def _passages(record: Record) -> Iterator[str]:
    seen = Counter(row["journey"] for row in record.rows["enrollment"])
    if seen != dict.fromkeys(STEPS, 1):
        yield f"passages: {dict(seen)}"
    cut = {row["enrollment_id"] for row in unknowable(record)}
    for row in record.rows["enrollment"]:
        key, wanted = row["journey"], list(STEPS[row["journey"]])
        way = [(it["step_id"], it["port"]) for it in record.rows["step_event"] if it["enrollment_id"] == row["id"]]
        if row["id"] in cut:
            wanted = wanted[: len(way)]
        elif row["exit_reason"] != "end":
            yield f"a passage of {key} stands at {row['step_id']} ({row['exit_reason']}, {row['problem']})"
        if way != wanted:
            yield f"a passage of {key} went {way}"
