"""What must hold when the talking is over: every expected message once, in its order, and nothing left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Engine, text

from storage.database import reading

from .crowd import TALK, Crowd

OPEN = {
    "messages": "SELECT status, count(*) FROM message WHERE status NOT IN ('accepted', 'sent', 'delivered', 'read') GROUP BY 1",
    "events": "SELECT status, count(*) FROM inbound_event WHERE status <> 'done' GROUP BY 1",
    "passages": "SELECT coalesce(exit_reason, step_id), count(*) FROM enrollment WHERE coalesce(exit_reason, '') <> 'end' GROUP BY 1",
    "passages with a problem": "SELECT problem, count(*) FROM enrollment WHERE problem IS NOT NULL GROUP BY 1",
}


def count_doubles(crowd: Crowd) -> int:
    times = Counter(message.ours for customer in crowd.customers.values() for message in customer.phone)
    return sum(number - 1 for number in times.values())


def left_open(engine: Engine) -> dict[str, dict[str, int]]:
    """What is not at its end: of what, in which state, how many."""
    with reading(engine) as connection:
        found = {name: {row[0]: row[1] for row in connection.execute(text(query))} for name, query in OPEN.items()}
    return {name: states for name, states in found.items() if states}


def faults_of(crowd: Crowd, engine: Engine) -> list[str]:
    """Sentences; none when all went well."""
    return [*_phones(crowd), *_rows(crowd, engine)]


def _phones(crowd: Crowd) -> Iterator[str]:
    if doubles := count_doubles(crowd):
        yield f"{doubles} messages were sent twice"
    for customer in crowd.customers.values():
        held = [message.said for message in customer.phone]
        if held != list(TALK):
            yield f"the phone {customer.who} holds {held}"


def _rows(crowd: Crowd, engine: Engine) -> Iterator[str]:
    for name, states in left_open(engine).items():
        yield f"{name} are left open: {states}"
    with reading(engine) as connection:
        sent = connection.execute(text("SELECT count(*) FROM message")).scalar_one()
    if sent != len(crowd.customers) * len(TALK):
        yield f"{sent} messages are kept, {len(crowd.customers) * len(TALK)} were to be sent"
