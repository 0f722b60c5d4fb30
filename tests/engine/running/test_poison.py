"""A row that cannot be worked is put aside with its reason; it never stops anybody else."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from house import House, until
from journeys import PREFERENCES, SHIPPED
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import OperationalError

from engine.runner import chunk, router
from storage import asides
from storage.core import table
from storage.database import writing
from storage.tables import Enrollment

PASSAGES = table(Enrollment)


def test_a_poisoned_event_is_put_aside_and_the_next_one_is_answered(either_house: House) -> None:
    either_house.publish(PREFERENCES)
    either_house.says("rien")
    until(lambda: either_house.rows("SELECT 1 FROM inbound_event WHERE status = 'done'"))
    with writing(either_house.engine) as connection:
        connection.exec_driver_sql("UPDATE inbound_event SET kind = 'nonsense', status = 'routed'")

    either_house.says("menu")

    either_house.hears("Que préférez-vous ?")
    ((reason,),) = either_house.rows("SELECT reason FROM inbound_event WHERE status = 'aside'")
    assert "nonsense" in reason


def test_a_passage_that_cannot_go_on_sleeps_with_its_reason(house: House) -> None:
    """Its step is gone from the version; those of other people are due at the same moment and go on."""
    house.publish(SHIPPED)
    people = ["33600000001", "33600000002"]
    for person in people:
        house.event(f"e{person}", "order.shipped", who=person, data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT COUNT(*) FROM enrollment WHERE waiting = 'reply'") == [(2,)])
    with writing(house.engine) as connection:
        first = connection.execute(select(PASSAGES).order_by(PASSAGES.c.id)).mappings().first()
        assert first is not None
        lost = {**first["state"], "step": "nowhere"}
        connection.execute(update(PASSAGES).where(PASSAGES.c.id == first["id"]).values(state=lost))

    house.later(days=3)

    until(lambda: sorted(map(str, house.exits())) == ["None", "end"])
    ((problem,),) = until(lambda: house.rows("SELECT problem FROM enrollment WHERE problem IS NOT NULL"))
    assert "nowhere" in problem


def test_a_fault_of_ours_in_reading_stops_nobody_and_is_tried_again_when_it_is_mended(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish(PREFERENCES)
    read = house.parts.provider.read_event

    def faulty(raw: str) -> Any:
        if "poison" in raw:
            raise KeyError("nobody thought of it")
        return read(raw)

    monkeypatch.setattr(house.parts.provider, "read_event", faulty)
    house.says("menu poison")
    house.says("menu", who="33600000002")
    house.hears("Que préférez-vous ?", who="33600000002")
    ((event_id, reason),) = house.rows("SELECT id, reason FROM inbound_event WHERE status = 'aside'")
    monkeypatch.setattr(house.parts.provider, "read_event", read)

    with writing(house.engine) as connection:
        done = asides.replay(connection, [event_id], sources=["sinch"], by=None, at=house.clock())

    house.hears("Que préférez-vous ?")
    assert (done.count, reason) == (1, "KeyError: 'nobody thought of it'")
    assert house.rows("SELECT 1 FROM inbound_event WHERE status = 'aside'") == []


def test_an_event_that_cannot_be_written_does_not_hold_back_those_behind_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish(PREFERENCES)
    hand_over = router.inbox.hand_over

    def faulty(connection: Connection, events: Any) -> None:
        if any("poison" in str(event.body) for event in events):
            raise ValueError("it does not fit in")
        hand_over(connection, events)

    monkeypatch.setattr(router.inbox, "hand_over", faulty)
    house.says_at_once("poison")
    house.says_at_once("menu", who="33600000002")

    house.hears("Que préférez-vous ?", who="33600000002")
    ((reason,),) = house.rows("SELECT reason FROM inbound_event WHERE status = 'aside'")
    assert reason == "ValueError: it does not fit in"


def test_words_that_are_read_when_the_database_fails_are_not_put_aside(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have no part in it, and have their effect as soon as it is well."""
    house.publish(PREFERENCES)
    handle, failures = chunk.handle_reply, iter(range(3))

    def failing(*given: Any) -> Any:
        if next(failures, None) is not None:
            raise OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))
        return handle(*given)

    monkeypatch.setattr(chunk, "handle_reply", failing)
    house.says("menu")

    house.hears("Que préférez-vous ?")
    assert house.rows("SELECT 1 FROM inbound_event WHERE status = 'aside'") == []
