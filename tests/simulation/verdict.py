"""What must hold after every run, from the provider's ledger, what was seen on the way, and our tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import orjson

from engine.runner.choices import CONFIRMATIONS
from tests.crash.conversation import Held

from .furnishing import RATE
from .network import STRANGER
from .people import Customer
from .world import World

SENT = {"accepted", "sent", "delivered", "read"}
STOPPED = set(CONFIRMATIONS["out"].values())
MESSAGES = "SELECT m.*, a.value AS who FROM message m JOIN address a ON a.id = m.address_id"
PASSAGES = """
SELECT e.*, a.value AS who FROM enrollment e JOIN address a ON a.contact_id = e.contact_id AND a.channel = 'whatsapp'
"""


def faults_of(world: World, customers: Sequence[Customer], rested: bool) -> list[str]:
    """Sentences; none when all went well."""
    held = _ledger(world)
    found = [
        *_twice(held), *_open(world), *_pace(world), *_timers(world), *_after_stop(world, held), *_strangers(world),
        *_books(world, held), *([] if rested else ["the house does not come to rest"]),
    ]  # fmt: skip
    passages = {row["id"]: row for row in world.query(PASSAGES)}
    for customer in customers:
        found += _phone(world, customer, held[customer.who], passages)
    return found


def _ledger(world: World) -> dict[str, list[Held]]:
    held = defaultdict[str, list[Held]](list)
    for line in map(orjson.loads, world.ledger.read_bytes().splitlines()):
        held[line["to"]].append(Held(line["message_id"], line["metadata"], line["message"]))
    return held


def _twice(held: dict[str, list[Held]]) -> Iterator[str]:
    for who, messages in held.items():
        for ours, times in Counter(it.ours for it in messages).items():
            if times > 1:
                yield f"{who} got {ours} {times} times"


def _phone(world: World, customer: Customer, held: list[Held], passages: dict) -> Iterator[str]:
    """Each journey once, all of it and in its order, up to a message that the provider refused; after STOP a part of it, and
    the confirmation."""
    ways = defaultdict[str, list[str]](list)
    for row in passages.values():
        if row["who"] == customer.who:
            ways[row["journey_id"]].append(row["id"])
    refused = {it.ours for it in world.got if it.fault == "refused"}
    for journey, wanted in customer.expected.items():
        if len(ways[journey]) != 1:
            if ways[journey] or not customer.has_stopped:
                yield f"{customer.who} has {len(ways[journey])} passages of {journey}"
            continue
        said = [it.said for it in held if it.ours.startswith(f"{ways[journey][0]}.")]
        is_cut = customer.has_stopped or any(it.startswith(f"{ways[journey][0]}.") for it in refused)
        if said != list(wanted[: len(said)] if is_cut else wanted):
            yield f"{customer.who}, {journey}, {customer.way}: the phone holds {said}, not {list(wanted)}"
    if strange := ways.keys() - customer.expected.keys():
        yield f"{customer.who} is in {sorted(strange)}"
    confirmed = [it.ours for it in held if it.content.get("text_message", {}).get("text") in STOPPED]
    was_refused = any(
        it.ours.startswith("choice.") and it.to == customer.who and it.fault == "refused" for it in world.got
    )
    if len(confirmed) != customer.has_stopped and not was_refused:
        yield f"{customer.who} {'stopped' if customer.has_stopped else 'never stopped'} and got {len(confirmed)} confirmations"


def _open(world: World) -> Iterator[str]:
    for row in world.query(f"{MESSAGES} WHERE m.status IN ('queued', 'sending', 'unknown')"):
        yield f"{row['id']} to {row['who']} is left {row['status']} ({row['reason']}, {row['hold_reason']})"
    for row in world.query("SELECT * FROM inbound_event WHERE status != 'done'"):
        yield f"event {row['dedupe_key']} is left {row['status']} ({row['reason']})"


def _books(world: World, held: dict[str, list[Held]]) -> Iterator[str]:
    """What we say of a message is what the provider says."""
    arrived = {it.ours: it for messages in held.values() for it in messages}
    for row in world.query(MESSAGES):
        if (row["id"] in arrived) != (row["status"] in SENT):
            yield f"{row['id']} to {row['who']} stands as {row['status']}, and did {'' if row['id'] in arrived else 'not '}arrive"
        elif row["id"] in arrived and row["delivered_at"] is None:
            yield f"the receipt of {row['id']} to {row['who']} had no effect"
    if missing := arrived.keys() - {row["id"] for row in world.query(MESSAGES)}:
        yield f"nobody knows of {sorted(missing)}"


def _timers(world: World) -> Iterator[str]:
    for row in world.query(f"{PASSAGES} WHERE e.status = 'active'"):
        if row["problem"] or (row["wake_at"] is None):
            yield f"{row['id']} of {row['who']} waits for {row['waiting']} at {row['step_id']} without a timer ({row['problem']})"


def _after_stop(world: World, held: dict[str, list[Held]]) -> Iterator[str]:
    """From the commit that stored it on, nothing becomes ours to send but the confirmation."""
    whose = {it.ours: who for who, messages in held.items() for it in messages}
    for (ours, attempt), claimed in world.claimed.items():
        stopped = world.stopped.get(whose.get(ours, ""))
        if stopped is not None and claimed > stopped and not ours.startswith("choice."):
            yield f"try {attempt} of {ours} was begun in commit {claimed}, {whose[ours]} had stopped in {stopped}"


def _pace(world: World) -> Iterator[str]:
    """In any second, as the receiver counts."""
    times = [it.at for it in world.got]
    for place, at in enumerate(times):
        together = sum(at <= other < at + 1.0 for other in times[place : place + 4 * RATE])
        if together > RATE:
            yield f"{together} messages came within a second from {at:.3f} on, {RATE} are allowed"


def _strangers(world: World) -> Iterator[str]:
    if world.query(f"SELECT 1 FROM address WHERE value = '{STRANGER}'"):
        yield "somebody whom only forged webhooks name has an address"
