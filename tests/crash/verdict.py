"""What must hold after every trial, from the provider's ledger and our tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .conversation import EXPECTED, INBOUND, STEPS
from .trial import Record

FINAL = {"accepted", "sent", "delivered", "read"}


def faults_of(record: Record) -> list[str]:
    """Sentences; none when the trial went well."""
    found = [*_unsettled(record), *_phones(record), *_messages(record), *_events(record), *_passages(record)]
    return [f"{it} (killed at: {record.killed_at or 'nowhere'})" for it in found]


def cut_off(record: Record) -> set[str]:
    """Passages that stand at a message of which nobody can know, where the provider keeps nothing."""
    unknown = [row for row in record.rows["message"] if row["status"] == "unknown"]
    return {row["enrollment_id"] for row in unknown} if record.retention == "none" else set()


def count_doubles(record: Record) -> int:
    sent = Counter(message.ours for phone in record.phones.values() for message in phone)
    return sum(times - 1 for times in sent.values())


def count_lost(record: Record) -> int:
    """Messages that should be on a phone, are not, and do not stand as unknown."""
    missing = sum(max(0, len(wanted) - len(record.phones[who])) for who, wanted in EXPECTED.items())
    return 0 if cut_off(record) else missing


def _unsettled(record: Record) -> Iterator[str]:
    if not record.settled:
        yield "the house did not settle"
    if record.restarts != (record.killed_at is not None):
        yield f"the engine ended {record.restarts} times, by itself: {record.log[-2000:]}"
    if record.dropped:
        yield f"the provider gave up {record.dropped} callbacks"


def _phones(record: Record) -> Iterator[str]:
    if doubles := count_doubles(record):
        yield f"{doubles} messages were sent twice"
    cut = {row["address_id"] for row in record.rows["message"] if row["enrollment_id"] in cut_off(record)}
    whose = {row["id"]: row["address_id"] for row in record.rows["message"]}
    for who, wanted in EXPECTED.items():
        held = [message.said for message in record.phones[who]]
        is_cut = any(row["status"] == "unknown" for row in record.rows["message"]) and bool(cut) and (
            not record.phones[who] or whose.get(record.phones[who][0].ours) in cut
        )
        if held != list(wanted[: len(held)]) or (len(held) < len(wanted) and not is_cut):
            yield f"the phone {who} holds {held}"


def _messages(record: Record) -> Iterator[str]:
    arrived = {message.ours for phone in record.phones.values() for message in phone}
    for row in record.rows["message"]:
        known = row["status"] in FINAL and row["id"] in arrived
        unknowable = record.retention == "none" and row["status"] == "unknown" and row["id"] not in arrived
        if not known and not unknowable:
            yield f"message {row['step_id']} stands as {row['status']} ({row['reason']})"
        if known and row["delivered_at"] is None:
            yield f"the receipt of message {row['step_id']} had no effect"


def _events(record: Record) -> Iterator[str]:
    rows = record.rows["inbound_event"]
    said = [row for row in rows if row["kind"] == "message"]
    if len(said) > INBOUND or (len(said) < INBOUND and not cut_off(record)):
        yield f"{len(said)} messages of customers are kept, {INBOUND} were written"
    for row in rows:
        if row["status"] != "done" or row["reason"]:
            yield f"event {row['kind']} {row['dedupe_key']} stands as {row['status']} ({row['reason']})"


def _passages(record: Record) -> Iterator[str]:
    keys = {row["id"]: row["key"] for row in record.rows["journey"]}
    seen = Counter(keys[row["journey_id"]] for row in record.rows["enrollment"])
    if seen != dict.fromkeys(STEPS, 1):
        yield f"passages: {dict(seen)}"
    for row in record.rows["enrollment"]:
        key = keys[row["journey_id"]]
        way = [(it["step_id"], it["port"]) for it in record.rows["step_event"] if it["enrollment_id"] == row["id"]]
        wanted = list(STEPS[key])
        if row["id"] in cut_off(record):
            wanted = wanted[: len(way)]
        elif row["exit_reason"] != "end":
            yield f"a passage of {key} stands at {row['step_id']} ({row['exit_reason']}, {row['problem']})"
        if way != wanted:
            yield f"a passage of {key} went {way}"
