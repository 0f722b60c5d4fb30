"""Many rows at once mean the same as one at a time, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection, Engine, func, select

from storage import contacts, inbox, outbox, receipts, shards
from storage.database import reading, writing
from storage.inbox import EVENTS, RawEvent
from storage.receipts import Merged
from tests.benchmarks import population

NOON = population.NOON
PARIS = dt.timezone(dt.timedelta(hours=1))


def minutes(count: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=count)


def raw(*numbers: int) -> list[RawEvent]:
    return [RawEvent("sinch", f"key-{number}", '{"é": "✓"}', NOON) for number in numbers]


@pytest.mark.parametrize("number", [1, 63, 64, 65, 200])
def test_however_many_events_come_each_is_kept_once_and_in_order(database: Engine, number: int) -> None:
    with writing(database) as connection:
        inbox.keep(connection, raw(*range(number)))
        inbox.keep(connection, raw(*range(number)))

        keys = connection.execute(select(EVENTS.c.dedupe_key).order_by(EVENTS.c.id)).scalars().all()

    assert keys == [f"key-{place}" for place in range(number)]


def test_nothing_to_write_is_no_statement(database: Engine) -> None:
    with writing(database) as connection:
        inbox.keep(connection, [])
        receipts.merge(connection, [])

        assert connection.execute(select(func.count()).select_from(EVENTS)).scalar_one() == 0


def test_values_come_back_as_they_were_given(database: Engine) -> None:
    """A moment of another zone is the same moment, JSON stays JSON, nothing stays nothing."""
    at = dt.datetime(2026, 1, 5, 13, 0, 0, 5, tzinfo=PARIS)
    body = {"text": "Été", "buttons": [{"id": 1}], "none": None}
    understood = [
        inbox.Understood(number, "message", body, 3, f"c{number}", None, "a", at + dt.timedelta(seconds=number))
        for number in (1, 2, 3)
    ]
    with writing(database) as connection:
        inbox.keep(connection, raw(1, 2, 3))
        inbox.hand_over(connection, understood)

        rows = inbox.of_shards(connection, [3], now=NOON, limit=10)

    assert [row["occurred_at"] for row in rows] == [at + dt.timedelta(seconds=number) for number in (1, 2, 3)]
    assert [(row["kind"], row["body"], row["sender_id"], row["address_id"]) for row in rows] == [
        ("message", body, None, "a")
    ] * 3


def test_a_moment_without_a_zone_is_refused(database: Engine) -> None:
    naive = dt.datetime(2026, 1, 5, 13)

    with pytest.raises(ValueError, match="time zone"), writing(database) as connection:
        inbox.keep(connection, [RawEvent("sinch", "key", "{}", naive)])


def test_a_list_finds_what_is_there_and_nothing_else(database: Engine) -> None:
    with writing(database) as connection:
        shards.prepare(connection)
        for name in ("amina", "o'brien", 'quo"te', "élise"):
            contacts.add_contact(connection, name, now=NOON)
        inbox.keep(connection, raw(1, 2, 3))

        found = contacts.load_contacts(connection, ["o'brien", 'quo"te', "élise", "nobody"])
        inbox.finish(connection, [2, 3, 99], now=NOON)

    assert set(found) == {"o'brien", 'quo"te', "élise"}
    with reading(database) as connection:
        assert contacts.load_contacts(connection, []) == {}
        assert [row["id"] for row in inbox.unread(connection, now=NOON, limit=9)] == [1]


@pytest.fixture
def sent(database: Engine) -> Engine:
    """Two messages on the wire."""
    population.found(database)
    population.people(database, range(2))
    population.waiting_for_time(database, range(2), minutes(60))
    with writing(database) as connection:
        population.add(connection, population.Message, [population.message(n, status="sending") for n in range(2)])
    return database


def news(status: str, minute: float, **more: str) -> Merged:
    return Merged("e0000000.2", status, minutes(minute), **{"provider_message_id": "P", **more})


def stands(connection: Connection, message_id: str = "e0000000.2") -> tuple[object, ...]:
    row = outbox.load(connection, [message_id])[message_id]
    return tuple(row[name] for name in ("status", "reason", "accepted_at", "delivered_at", "read_at", "failed_at"))


def test_several_receipts_of_one_message_are_merged_together(sent: Engine) -> None:
    with writing(sent) as connection:
        receipts.merge(connection, [news("read", 3), news("delivered", 2), news("accepted", 1), news("delivered", 9)])

        assert stands(connection) == ("read", None, minutes(1), minutes(2), minutes(3), None)
        assert stands(connection, "e0000001.2") == ("sending", None, None, None, None, None)


@pytest.mark.parametrize("apart", [True, False])
def test_a_failure_never_lowers_what_arrived(sent: Engine, apart: bool) -> None:
    both = [news("delivered", 2), news("failed", 3, code="GONE", reason="no such number")]
    with writing(sent) as connection:
        for receipt in [[it] for it in both] if apart else [both]:
            receipts.merge(connection, receipt)

        assert stands(connection) == ("delivered", None, minutes(2), minutes(2), None, minutes(3))


def test_a_failure_is_kept_with_its_reason(sent: Engine) -> None:
    with writing(sent) as connection:
        receipts.merge(connection, [news("failed", 1, code="GONE", reason="x" * 900)])

        row = outbox.load(connection, ["e0000000.2"])["e0000000.2"]

    assert (row["status"], row["reason"], row["provider_message_id"]) == ("failed", "GONE", "P")
    assert row["detail"] == "x" * 500


def test_a_window_opens_with_the_newest_word_whatever_the_order(sent: Engine) -> None:
    place = (population.SENDER, "a0000000")
    with writing(sent) as connection:
        for told in ([minutes(5)], [minutes(3), minutes(4)], [minutes(6), minutes(1)]):
            contacts.open_windows(connection, [(*place, at) for at in told])

        assert contacts.load_windows(connection, ["a0000000"])[place]["last_inbound_at"] == minutes(6)
