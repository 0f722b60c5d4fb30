"""A house full of people for the benchmarks: one sender, one journey that is live, contacts who stand somewhere in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, insert

from engine.journey.definition import read_definition
from storage import shards
from storage.core import table
from storage.database import writing
from storage.journeys import create_journey, publish
from storage.tables import Address, Consent, Contact, Enrollment, InboundEvent, Message, Sender, ServiceWindow

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
SHARD, SENDER, JOURNEY, VERSION = 7, "main", "journey-order", "order-v1"
ORDER: dict[str, Any] = {
    "parcours": 1, "key": "order", "name": "Order", "language": "fr",
    "triggers": [{"id": "paid", "type": "event", "name": "order.paid", "next": "pause"}],
    "entry": {"again": "after_exit"},
    "steps": {
        "pause": {"type": "wait", "for": "2h", "next": "ask"},
        "ask": {
            "type": "send_session", "text": "Bonjour {{ contact.name }}, comment trouvez-vous votre commande {{ event.order }} ?",
            "buttons": [{"id": "good", "title": "Très bien"}, {"id": "bad", "title": "Pas bien"}], "next": "answer",
        },
        "answer": {
            "type": "wait_for_reply", "for": "20h", "otherwise": "thanks", "no_reply": "end",
            "branches": [
                {"id": "good", "any_of": ["bien", "super"], "buttons": ["good"], "typos": True, "next": "thanks"},
                {"id": "bad", "any_of": ["mauvais", "déçu"], "buttons": ["bad"], "typos": True, "next": "thanks"},
            ],
        },
        "thanks": {"type": "send_session", "text": "Merci {{ contact.name }} : {{ answers.answer }}.", "next": "end"},
        "end": {"type": "exit"},
    },
}  # fmt: skip

Rows = Iterable[dict[str, Any]]


def add(connection: Connection, model: Any, rows: Rows) -> None:
    connection.execute(insert(table(model)), list(rows))


def found(engine: Engine) -> None:
    """The sender and the journey, live."""
    definition = read_definition(ORDER)
    with writing(engine) as connection:
        shards.prepare(connection)
        add(connection, Sender, [{
            "id": SENDER, "key": SENDER, "channel": "whatsapp", "provider": "sandbox", "number": "33100000000",
            "display_name": "Shop", "rate_per_second": 80, "quality": "green", "paused": False, "lane_epoch": 0,
            "created_at": NOON,
        }])  # fmt: skip
        create_journey(
            connection, journey_id=JOURNEY, version_id=VERSION, key="order", name="Order",
            definition=definition.to_json(), content_hash=definition.content_hash(), by=None, at=NOON,
        )  # fmt: skip
        publish(connection, journey_id=JOURNEY, revision=0, by=None, at=NOON)


def people(engine: Engine, numbers: range, shard: Callable[[int], int] = lambda _number: SHARD) -> None:
    """Contacts who wrote an hour ago and agreed to what they get."""
    with writing(engine) as connection:
        add(connection, Contact, (
            {"id": f"c{n:07}", "shard": shard(n), "name": f"Amina {n}", "language": "fr", "country": "FR",
             "attributes": {"city": "Lyon", "points": n % 100}, "is_sample": False, "created_at": NOON}
            for n in numbers
        ))  # fmt: skip
        add(connection, Address, (
            {"id": f"a{n:07}", "contact_id": f"c{n:07}", "channel": "whatsapp", "value": f"3360{n:07}", "created_at": NOON}
            for n in numbers
        ))  # fmt: skip
        add(connection, ServiceWindow, (
            {"sender_id": SENDER, "address_id": f"a{n:07}", "last_inbound_at": NOON - dt.timedelta(hours=1),
             "last_outbound_at": NOON - dt.timedelta(hours=1), "last_outbound_purpose": "service"}
            for n in numbers
        ))  # fmt: skip
        add(connection, Consent, (
            {"contact_id": f"c{n:07}", "channel": "whatsapp", "purpose": "marketing", "given": True, "source": "form",
             "proof": {"form": "checkout"}, "stated_at": NOON, "recorded_at": NOON, "dedupe_key": f"form:{n}"}
            for n in numbers
        ))  # fmt: skip


def waiting_for_time(
    engine: Engine, numbers: range, wake_at: dt.datetime, shard: Callable[[int], int] = lambda _number: SHARD
) -> None:
    """Passages on the step `pause`."""
    state = {"visit": 1, "step": "pause", "waiting": "time", "wake_at": wake_at.isoformat(),
             "since": NOON.isoformat(), "event": {"order": "C-1001", "total": 80}}  # fmt: skip
    _enter(engine, numbers, shard, step_id="pause", waiting="time", wake_at=wake_at, state=lambda _number: state)


def waiting_for_reply(engine: Engine, numbers: range) -> None:
    """Passages on the step `answer`, whose question was accepted a minute ago."""
    asked_at = NOON - dt.timedelta(minutes=1)
    wake_at = asked_at + dt.timedelta(hours=20)

    def state(number: int) -> dict[str, Any]:
        return {"visit": 3, "step": "answer", "waiting": "reply", "wake_at": wake_at.isoformat(), "since": asked_at.isoformat(),
                "event": {"order": "C-1001", "total": 80}, "asked": [f"e{number:07}.2"]}  # fmt: skip

    _enter(engine, numbers, lambda _number: SHARD, step_id="answer", waiting="reply", wake_at=wake_at, state=state)
    with writing(engine) as connection:
        add(
            connection,
            Message,
            (message(n, status="delivered", accepted_at=asked_at, provider_message_id=f"P{n:07}") for n in numbers),
        )


def _enter(
    engine: Engine, numbers: range, shard: Callable[[int], int], *, state: Callable[[int], dict[str, Any]], **where: Any
) -> None:
    with writing(engine) as connection:
        add(connection, Enrollment, (
            {"id": f"e{n:07}", "shard": shard(n), "journey_id": JOURNEY, "version_id": VERSION, "contact_id": f"c{n:07}",
             "sender_id": SENDER, "address_id": f"a{n:07}", "entry_key": "", "trigger_id": "paid", "status": "active",
             "state": state(n), "entered_at": NOON - dt.timedelta(hours=2), "moved_at": NOON - dt.timedelta(hours=1), **where}
            for n in numbers
        ))  # fmt: skip


def message(number: int, **more: Any) -> dict[str, Any]:
    """The question to one contact."""
    row: dict[str, Any] = {
        "id": f"e{number:07}.2", "shard": SHARD, "contact_id": f"c{number:07}", "sender_id": SENDER,
        "address_id": f"a{number:07}", "enrollment_id": f"e{number:07}", "journey_id": JOURNEY, "version_id": VERSION,
        "step_id": "ask", "kind": "session", "purpose": "service", "status": "queued", "attempts": 0, "lane_epoch": 0,
        "body": {"language": "fr", "text": "Bonjour, comment trouvez-vous votre commande ?",
                 "buttons": [{"id": "good", "title": "Très bien"}, {"id": "bad", "title": "Pas bien"}]},
        "created_at": NOON - dt.timedelta(minutes=2), "hold_until": NOON - dt.timedelta(minutes=2),
    }  # fmt: skip
    return row | more


def replies(engine: Engine, numbers: range) -> None:
    """What the customers answered, handed to the shard and not handled yet."""
    with writing(engine) as connection:
        add(connection, InboundEvent, (
            {"source": "sinch", "dedupe_key": f"message:R{n:07}", "status": "routed", "kind": "message",
             "raw": orjson.dumps({"message": {"id": f"R{n:07}", "text": "Très bien"}}).decode(),
             "body": {"text": "Très bien", "kind": "text", "provider_message_id": f"R{n:07}"}, "shard": SHARD,
             "contact_id": f"c{n:07}", "sender_id": SENDER, "address_id": f"a{n:07}", "occurred_at": NOON,
             "received_at": NOON, "attempts": 0}
            for n in numbers
        ))  # fmt: skip
