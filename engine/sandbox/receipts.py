"""The life of an accepted message: which channels are tried, and the callbacks that tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .callbacks import report_event, submit_event, tell
from .outcome import Refusal, judge
from .store import Entry, Phone
from .wire import JsonObject

if TYPE_CHECKING:
    from .sandbox import Sandbox

WITHOUT_READ = frozenset({"SMS", "MMS"})
WORTH = {"QUEUED": 0, "SWITCHING_CHANNEL": 0, "QUEUED_ON_CHANNEL": 1, "FAILED": 2, "DELIVERED": 3, "READ": 4}


class Attempt(NamedTuple):
    """One channel tried, with its refusal when there is one. Only the last attempt may have none."""

    phone: Phone
    refusal: Refusal | None


def try_channels(sandbox: Sandbox, body: JsonObject, at: datetime) -> list[Attempt]:
    """At least one attempt; the last tells how it ends (reference, section 2.5)."""
    attempts: list[Attempt] = []
    for phone in _route(sandbox, body):
        refusal = _ordered_refusal(sandbox) or judge(sandbox, phone, body["message"], at)
        attempts.append(Attempt(phone, refusal))
        if refusal is None:
            break
    return attempts or [_nowhere(sandbox, body)]


def _nowhere(sandbox: Sandbox, body: JsonObject) -> Attempt:
    known = "contact_id" not in body["recipient"]
    code = "NO_CHANNEL_IDENTITY_FOR_CONTACT" if known else "CONTACT_NOT_FOUND"
    return Attempt(sandbox.store.phone(sandbox.settings.channels[0], ""), Refusal(code, "", "nobody to send to"))


def _route(sandbox: Sandbox, body: JsonObject) -> Iterator[Phone]:
    """The phones in the order in which channels are tried (reference, section 2.2)."""
    recipient: JsonObject = body["recipient"]
    if "contact_id" in recipient:
        phone = sandbox.store.find_contact(recipient["contact_id"])
        yield from [phone] if phone else []
        return
    identities: list[JsonObject] = recipient["identified_by"]["channel_identities"]
    order: list[str] = body.get("channel_priority_order") or [found["channel"] for found in identities]
    for channel in dict.fromkeys(order):
        for found in identities:
            if found["channel"] == channel:
                yield sandbox.store.phone(channel, str(found["identity"]).removeprefix("+"))


def _ordered_refusal(sandbox: Sandbox) -> Refusal | None:
    wanted = sandbox.behaviour.refuse
    if wanted is None or wanted.http_status is not None or sandbox.sources.chance() >= wanted.share:
        return None
    return Refusal(wanted.code, "", "refused because the sandbox was asked to")


def schedule_receipts(sandbox: Sandbox, entry: Entry, attempts: list[Attempt]) -> None:
    """Plan the submit notification, the reports, and the status the phone shows."""
    delays, after = sandbox.settings.receipt_delays, sandbox.courier.after
    sandbox.outbound_size += 1
    pace = 0.75 + sandbox.sources.chance() / 2
    after(delays.submitted.total_seconds() * pace, partial(_tell_submitted, sandbox, entry, attempts[0].phone))
    for attempt in attempts[:-1]:
        switch = partial(_report, sandbox, entry, attempt, "SWITCHING_CHANNEL")
        after(delays.queued.total_seconds() * pace, switch)
    for status, seconds in _end(sandbox, attempts[-1]):
        after(seconds * pace, partial(_report, sandbox, entry, attempts[-1], status))


def _end(sandbox: Sandbox, last: Attempt) -> Iterator[tuple[str, float]]:
    delays, behaviour = sandbox.settings.receipt_delays, sandbox.behaviour
    if last.refusal:
        yield "FAILED", delays.queued.total_seconds()
        return
    yield "QUEUED_ON_CHANNEL", delays.queued.total_seconds()
    if behaviour.deliver:
        yield "DELIVERED", delays.delivered.total_seconds()
    if behaviour.deliver and behaviour.read and last.phone.channel not in WITHOUT_READ:
        yield "READ", delays.read.total_seconds()


def _tell_submitted(sandbox: Sandbox, entry: Entry, first: Phone) -> None:
    if sandbox.webhooks.listening("MESSAGE_SUBMIT"):
        event = submit_event(entry, first)
        tell(sandbox, "MESSAGE_SUBMIT", event, at=sandbox.sources.now(), correlation_id=entry.correlation_id)


def _report(sandbox: Sandbox, entry: Entry, attempt: Attempt, status: str) -> None:
    reason = attempt.refusal.show() if attempt.refusal else None
    if WORTH[status] > WORTH[entry.status]:
        sandbox.outbound_size -= entry.status == "QUEUED"
        entry.status, entry.reason = status, reason
    tell(
        sandbox,
        "MESSAGE_DELIVERY",
        report_event(entry, attempt.phone, status, reason),
        at=sandbox.sources.now(),
        correlation_id=entry.correlation_id,
        callback_url=entry.callback_url,
    )
