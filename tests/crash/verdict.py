"""What must hold after every trial, from the ledgers of the provider and of another system, and our tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from .scene import Way
from .trial import Record

FINAL = {"accepted", "sent", "delivered", "read"}


def faults_of(record: Record) -> list[str]:
    """Sentences; none when the trial went well."""
    found = [
        *_unsettled(record), *_phones(record), *_messages(record), *_events(record), *_passages(record),
        *_elsewhere(record), *_starts(record),
    ]  # fmt: skip
    return [f"{it} (killed at: {record.killed_at or 'nowhere'})" for it in found]


def unknowable(record: Record) -> list[dict[str, Any]]:
    """Messages of which nobody can know, where the provider keeps nothing: their passage stands still, for a person."""
    arrived = {message.ours for phone in record.phones.values() for message in phone}
    if record.retention != "none":
        return []
    return [row for row in record.rows["message"] if row["status"] == "unknown" and row["id"] not in arrived]


def _cut(record: Record) -> set[str]:
    """People of whom a message is unknowable: what they go through ends there."""
    return {row["recipient"] for row in unknowable(record)}


def count_doubles(record: Record) -> int:
    sent = Counter(message.ours for phone in record.phones.values() for message in phone)
    return sum(times - 1 for times in sent.values())


def count_lost(record: Record) -> int:
    """Messages that should be on a phone, are not, and do not stand behind an unknown one."""
    cut = _cut(record)
    return sum(
        max(0, len(wanted) - len(record.phones[who])) for who, wanted in record.scene.expected.items() if who not in cut
    )


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
    cut = _cut(record)
    for who, wanted in record.scene.expected.items():
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
    said, wanted = [row for row in rows if row["kind"] == "message"], record.scene.inbound()
    if len(said) > wanted or (len(said) < wanted and not unknowable(record)):
        yield f"{len(said)} messages of customers are kept, {wanted} were written"
    for row in rows:
        if row["status"] != "done" or row["reason"]:
            yield f"event {row['kind']} {row['dedupe_key']} stands as {row['status']} ({row['reason']})"


def _passages(record: Record) -> Iterator[str]:
    cut, seen = _cut(record), Counter((row["who"], row["journey"]) for row in record.rows["enrollment"])
    wanted = {(who, key): way for who, ways in record.scene.ways.items() for key, way in ways.items()}
    if wrong := [place for place in {*wanted, *seen} if seen[place] != 1 and not (place[0] in cut and not seen[place])]:
        yield f"passages: {[(*place, seen[place]) for place in sorted(wrong)]}"
    for row in record.rows["enrollment"]:
        key, is_cut = row["journey"], row["who"] in cut
        way = [(it["step_id"], it["port"]) for it in record.rows["step_event"] if it["enrollment_id"] == row["id"]]
        if not is_cut and row["exit_reason"] != "end":
            yield f"a passage of {key} stands at {row['step_id']} ({row['exit_reason']}, {row['problem']})"
        if not _goes(way, wanted.get((row["who"], key), ()), partly=is_cut):
            yield f"a passage of {key} went {way}"


def _goes(way: Sequence[tuple[str, str | None]], wanted: Way, *, partly: bool) -> bool:
    if len(way) > len(wanted) or (len(way) < len(wanted) and not partly):
        return False
    steps = zip(way, wanted, strict=False)
    return all(
        here == there and port in (ports.split("|") if ports else [None]) for (here, port), (there, ports) in steps
    )


def _elsewhere(record: Record) -> Iterator[str]:
    """What would change something is asked once at most, and once where the answer came; what reads may be asked again."""
    times, cut = Counter(it["method"] for it in record.asked), _cut(record)
    for method, wanted in record.scene.elsewhere.items():
        if method == "POST" and times[method] > wanted:
            yield f"another system was told {times[method]} times, such as {record.asked[-1]}"
        answered = sum(row["status"] == "done" and row["request"]["method"] == method for row in _calls(record))
        if times[method] < answered or (method == "GET" and answered < wanted and not cut):
            yield f"{answered} answers to {times[method]} requests of {method}"
    for row in _calls(record):
        is_unknown = row["request"]["method"] == "POST" and row["reason"] == "unknown" and record.killed_at
        if row["status"] != "done" and not is_unknown:
            yield f"the call of {row['step_id']} stands as {row['status']} ({row['reason']})"


def _calls(record: Record) -> list[dict[str, Any]]:
    return [{**row, "request": _json(row["request"])} for row in record.rows["http_call"]]


def _json(value: Any) -> Any:
    """SQLite gives a text."""
    return json.loads(value) if isinstance(value, str) else value


def _starts(record: Record) -> Iterator[str]:
    """Everybody of the segment is started, and counted, once; what was agreed to is kept once."""
    people, rows = len(record.scene.found), record.rows["start_run"]
    counts = [(row["status"], row["found"], row["entered"], row["refused"], row["missed"]) for row in rows]
    if counts != [("done", people, people, 0, 0)] * record.scene.runs:
        yield f"starts of many: {counts}"
    agreed = len(record.rows["consent"])
    if agreed > record.scene.agreed or (agreed < record.scene.agreed and not _cut(record)):
        yield f"{agreed} consents are kept, {record.scene.agreed} were given"
