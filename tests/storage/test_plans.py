"""The hot path never reads a whole table: its cost follows what is due, not what waits. The databases' own plans say so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from storage import claims, contacts, holds, inbox, lanes, outbox, passages, portfolios, receipts, waiting
from storage.database import writing
from storage.receipts import Merged
from tests.benchmarks import population
from tests.benchmarks.population import NOON, SENDER, SHARD
from tests.databases import BACKENDS, fresh

LATER = NOON + dt.timedelta(days=3)
MANY = range(3_000)
BIG = (
    "enrollment",
    "message",
    "inbound_event",
    "contact",
    "address",
    "service_window",
    "consent",
    "step_event",
    "portfolio_reach",
)
FIVE = range(5)
CONTACTS, MESSAGES = [f"c{n:07}" for n in FIVE], [f"e{n:07}.2" for n in FIVE]
PARTIAL = {f"inbound_{state}" for state in ("aside", "fresh", "held", "new", "routed", "unheard")}
Work = Callable[[Connection], object]

HOT: dict[str, Work] = {
    "what is due in a shard": lambda it: passages.due(it, [SHARD, 8], until=NOON, except_journeys=[], limit=500),
    "which shards have something due": lambda it: passages.shards_due(it, now=NOON, except_journeys=[]),
    "what may leave": lambda it: claims.candidates(it, SENDER, now=NOON, except_journeys=[], limit=500),
    "claiming": lambda it: claims.claim(it, MESSAGES, epoch=1, now=NOON),
    "which lanes have something to send": lambda it: lanes.with_work(it, now=NOON, except_journeys=[]),
    "what nobody has read": lambda it: inbox.unread(it, now=NOON, limit=500),
    "since when nobody has read it": inbox.oldest_unread_at,
    "what was held for a journey": lambda it: inbox.release(it, "j1"),
    "which journeys hold something": inbox.journeys_held_for,
    "which shards have something to do": lambda it: inbox.shards_with_events(it, now=NOON, of=range(8)),
    "a shard's events": lambda it: inbox.of_shards(it, [SHARD, 8], now=NOON, limit=500),
    "finishing events": lambda it: inbox.finish(it, [1, 2, 3], now=NOON),
    "postponing events": lambda it: inbox.postpone(it, [1, 2, 3], until=LATER),
    "hurrying what was postponed": lambda it: inbox.hurry(it, CONTACTS),
    "contacts": lambda it: contacts.load_contacts(it, CONTACTS),
    "their open passages": lambda it: passages.active_of(it, CONTACTS),
    "their consents": lambda it: contacts.load_consents(it, CONTACTS),
    "who stands behind an address": lambda it: contacts.find_addresses(it, [("whatsapp", f"3360{n:07}") for n in FIVE]),
    "whose message a receipt is about": lambda it: receipts.owners(it, MESSAGES),
    "the same by the provider's id": lambda it: receipts.owners_by_provider_id(it, ["P1", "P2"]),
    "how messages stand": lambda it: receipts.standing(it, MESSAGES),
    "merging receipts": lambda it: receipts.merge(it, [Merged(name, "read", NOON) for name in MESSAGES]),
    "which questions have left": lambda it: outbox.left_of(it, MESSAGES),
    "who said something that nobody read": lambda it: inbox.unheard(it, [f"3360{n:07}" for n in FIVE]),
    "marketing that counts for the cap": lambda it: holds.marketing_since(it, CONTACTS, since=NOON),
    "who was written to first": lambda it: portfolios.reached_among(it, "sandbox", CONTACTS, now=NOON),
    "what monitoring asks": lambda it: (
        *(waiting.inbound_count(it, status) for status in ("new", "routed", "aside")),
        *(waiting.message_count(it, SENDER, status) for status in ("sending", "unknown")),
        waiting.oldest_unread(it, now=NOON),
        waiting.oldest_due(it, now=NOON, except_journeys=["x"]),
        waiting.oldest_to_leave(it, SENDER, now=NOON, except_journeys=["x"]),
    ),
    "moving passages": lambda it: outbox.cancel_queued_in(it, {"e0000001": "stopped"}, now=NOON),
}


@pytest.fixture(scope="module", params=BACKENDS)
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Thousands of passages, messages and events that wait, and five of each that are due; each test undoes what it did."""
    for database in fresh(request, request.param, tmp_path_factory.mktemp("full")):
        fill(database)
        yield database


def fill(database: Engine) -> None:
    population.found(database)
    population.people(database, MANY)
    population.waiting_for_time(database, MANY, LATER)
    population.replies(database, MANY)
    with writing(database) as connection:
        rows = [population.message(n, hold_until=LATER, provider_message_id=f"P{n}") for n in MANY]
        population.add(connection, population.Message, rows)
        portfolios.note_reached(connection, "sandbox", [f"a{n:07}" for n in MANY], at=NOON)
        for statement in (
            "UPDATE inbound_event SET status = 'done' WHERE id > 5",
            "UPDATE enrollment SET wake_at = '2026-01-05 11:00:00.000000' WHERE id < 'e0000005'",
            "UPDATE message SET hold_until = '2026-01-05 11:00:00.000000' WHERE id < 'e0000005'",
            *(("ANALYZE",) if database.dialect.name == "postgresql" else ()),
        ):
            connection.exec_driver_sql(statement)


@contextmanager
def undone(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("name", HOT)
def test_the_hot_path_reads_no_whole_table(full: Engine, name: str) -> None:
    with undone(full) as connection:
        with statements(full) as seen:
            HOT[name](connection)

        plans = [line for statement in seen for line in plan(connection, *statement)]

    assert seen
    assert [line for line in plans if is_whole_table(line)] == []


def test_a_whole_table_would_be_noticed(full: Engine) -> None:
    """The check above is believed because it sees this one."""
    with undone(full) as connection:
        lines = plan(connection, "SELECT id FROM enrollment WHERE exit_reason = 'x'", ())

    assert any(is_whole_table(line) for line in lines)


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is executed meanwhile, each with its parameters (the first, where there are many)."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        seen.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan(connection: Connection, statement: str, parameters: Any) -> list[str]:
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    rows = connection.exec_driver_sql(f"{how} {statement}", parameters or None)
    return [str(row[-1]) for row in rows]


def is_whole_table(line: str) -> bool:
    """`SCAN message` (also through an index that is read from end to end), `Seq Scan on message`. A partial index may be read
    whole: it holds only what is pending."""
    found = re.search(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?|Seq Scan on (\w+)", line)
    if found is None or (found[1] or found[3]) not in BIG:
        return False
    return found[2] not in PARTIAL
