"""Bugs that the kills brought to light: a reply may come before its question's result is known to the journey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from engine.ids import new_id
from engine.journey.events import Outcome
from engine.providers.base import InboundMessage, Receipt
from engine.runner.library import Library
from engine.runner.results import tell_journeys
from engine.runner.router import interpret
from engine.runner.shard import advance_shards
from storage import claims, inbox, lanes, outbox, outcomes, shards, unknown_sends
from storage.database import reading, writing

from .conftest import Workshop
from .conversation import AMINA

NOW = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


class Words:
    """A provider whose raw events are what the customer wrote, or a status and the message it is of."""

    def read_event(self, raw: str) -> InboundMessage | Receipt:
        status, _, message_id = raw.partition(" of ")
        if message_id:
            return Receipt(
                key=raw, identity=AMINA, channel="whatsapp", at=NOW + dt.timedelta(seconds=7), sender="",
                status=status, message_id=message_id,  # pyright: ignore[reportArgumentType]
            )  # fmt: skip
        return InboundMessage(
            key=raw,
            identity=AMINA,
            channel="whatsapp",
            at=NOW + dt.timedelta(seconds=5),
            provider_message_id=raw,
            text=raw,
            kind="text",
            sender="",
        )


@dataclass
class House:
    """Router and shard by hand, one transaction each."""

    engine: Engine
    now: dt.datetime = NOW

    def hears(self, words: str, *, kept_at: dt.datetime | None = None) -> None:
        """`kept_at`: when the webhook was stored, where the router's clock was read before."""
        with writing(self.engine) as connection:
            inbox.keep(connection, [inbox.RawEvent("words", words, words, kept_at or self.now)])
            self.shards, _ = interpret(
                connection,
                {"words": Words()},
                "sandbox",
                now=self.now,
                new_id=new_id,
                country_of=lambda _identity: None,
            )

    def is_told(self, status: str, message_id: str) -> None:
        self.hears(f"{status} of {message_id}")

    def advances(self) -> None:
        more = True
        while more:
            with writing(self.engine) as connection:
                more = advance_shards(
                    connection, self.shards, Library(), now=self.now, new_id=new_id, house_language="fr"
                ).more

    def question(self, connection: Connection) -> Any:
        message_id = connection.execute(text("SELECT id FROM message ORDER BY created_at, id")).scalars().first()
        return outbox.load(connection, [message_id])[message_id]

    def leaves(self) -> None:
        """The question is on the wire."""
        with writing(self.engine) as connection:
            row = self.question(connection)
            claims.claim(connection, [row["id"]], epoch=lanes.take_alone(connection, row["sender_id"]), now=self.now)

    def is_accepted(self) -> None:
        with writing(self.engine) as connection:
            row = self.question(connection)
            outcomes.note_accepted(connection, [(row["id"], "P-1", self.now)])
            tell_journeys(connection, [row], [Outcome(row["id"], "accepted", self.now)], self.now)

    def ask(self, query: str) -> list[Any]:
        with reading(self.engine) as connection:
            return list(connection.execute(text(query)).all())


@pytest.fixture(params=["sqlite", "postgres"])
def asked(request: pytest.FixtureRequest, workshop: Workshop, tmp_path: Path) -> Iterator[House]:
    """Amina has been asked; the question is on the wire."""
    with workshop.furnished[request.param, "talk"].copy(tmp_path) as engine:
        with writing(engine) as connection:
            shards.prepare(connection)
        house = House(engine)
        house.hears("menu")
        house.advances()
        house.leaves()
        yield house


def test_a_reply_to_a_question_that_stands_as_unknown_waits_for_its_result(asked: House) -> None:
    """A crash left the send unknown; the customer has it and answers before the receipt comes."""
    with writing(asked.engine) as connection:
        unknown_sends.orphan(connection, asked.question(connection)["sender_id"], epoch=99)

    asked.hears("colis")
    asked.advances()
    asked.is_accepted()
    asked.advances()

    assert asked.ask("SELECT status, reason FROM inbound_event WHERE raw = 'colis'") == [("done", None)]
    assert asked.ask("SELECT step_id FROM enrollment") == [("tell",)]


def test_a_reply_that_came_while_the_router_waited_for_its_turn_is_an_answer_all_the_same(asked: House) -> None:
    """The router had read its clock; then it waited seconds for the lock of a worker that was stopped."""
    with writing(asked.engine) as connection:
        question = asked.question(connection)
        outcomes.note_accepted(connection, [(question["id"], "P-1", NOW + dt.timedelta(seconds=4))])
        accepted = Outcome(question["id"], "accepted", NOW + dt.timedelta(seconds=4))
        tell_journeys(connection, [question], [accepted], asked.now)

    asked.hears("colis", kept_at=NOW + dt.timedelta(seconds=6))
    asked.advances()

    assert asked.ask("SELECT status, reason FROM inbound_event WHERE raw = 'colis'") == [("done", None)]
    assert asked.ask("SELECT step_id FROM enrollment") == [("tell",)]


def test_a_reply_older_than_the_receipt_that_settles_its_question_is_an_answer_all_the_same(asked: House) -> None:
    """After a crash the receipts come in any order, each with its own moment; the answer was written before “read”."""
    with writing(asked.engine) as connection:
        question = asked.question(connection)
        unknown_sends.orphan(connection, question["sender_id"], epoch=99)
    asked.now = NOW + dt.timedelta(seconds=8)
    asked.is_told("read", question["id"])

    asked.hears("colis")
    asked.advances()

    assert asked.ask("SELECT status, reason FROM inbound_event WHERE raw = 'colis'") == [("done", None)]
    assert asked.ask("SELECT step_id FROM enrollment") == [("tell",)]


def test_a_reply_that_stands_before_its_questions_result_in_the_inbox_is_not_passed_over(asked: House) -> None:
    """It was stored first; the result is written before the shard looks at either."""
    asked.hears("colis")
    asked.is_accepted()

    asked.advances()

    assert asked.ask("SELECT status, reason FROM inbound_event WHERE raw = 'colis'") == [("done", None)]
    assert asked.ask("SELECT step_id FROM enrollment") == [("tell",)]


def test_stop_waits_for_no_result(asked: House) -> None:
    """“An opt-out takes effect before the next message leaves.”"""
    with writing(asked.engine) as connection:
        unknown_sends.orphan(connection, asked.question(connection)["sender_id"], epoch=99)

    asked.hears("STOP")
    asked.advances()

    assert asked.ask("SELECT exit_reason FROM enrollment") == [("opted_out",)]


def test_a_message_queued_again_too_early_is_settled_by_its_receipt(asked: House) -> None:
    """The look-up did not find it yet; then the receipt came, before it could leave a second time."""
    with writing(asked.engine) as connection:
        question = asked.question(connection)
        unknown_sends.orphan(connection, question["sender_id"], epoch=99)
        unknown_sends.requeue(connection, [question], now=NOW)

    asked.is_told("delivered", question["id"])
    asked.advances()

    assert asked.ask("SELECT status FROM message") == [("delivered",)]
    assert asked.ask("SELECT step_id, waiting FROM enrollment") == [("choice", "reply")]


def test_the_results_of_several_sends_are_written_together(asked: House) -> None:
    with writing(asked.engine) as connection:
        first = asked.question(connection)
        second = {**{name: first[name] for name in first}, "id": "second", "status": "sending"}
        outbox.insert_rows(connection, [second])

        outcomes.note_accepted(connection, [(first["id"], "P-1", NOW), ("second", "P-2", NOW)])

    assert asked.ask("SELECT status, provider_message_id FROM message ORDER BY provider_message_id") == [
        ("accepted", "P-1"), ("accepted", "P-2"),
    ]  # fmt: skip
