"""Databases full of messages that wait to be sent, each to its own contact inside its own passage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, insert

from engine.clock import system_clock
from storage import contacts, senders, shards
from storage.core import table
from storage.database import open_database, writing
from storage.tables import (
    Address,
    Contact,
    Enrollment,
    Journey,
    JourneyVersion,
    Message,
    MessageTemplate,
    ServiceWindow,
)
from storage.upgrade import upgrade

NOW = system_clock()
SENDER = "sender-main"
TEMPLATE = {
    "body": "Bonjour {{1}}, votre colis {{2}} est parti.",
    "buttons": [{"kind": "quick_reply", "title": "Où est-il ?"}],
}


@contextmanager
def fresh_sqlite() -> Iterator[Engine]:
    """A migrated SQLite file, thrown away at the end."""
    with TemporaryDirectory(prefix="parcours-bench-") as folder:
        engine = open_database(f"sqlite:///{Path(folder) / 'bench.db'}")
        upgrade(engine)
        try:
            yield engine
        finally:
            engine.dispose()


def furnish(engine: Engine, *, rate: int) -> None:
    """A sender, a journey with one version, a template."""
    with writing(engine) as connection:
        senders.add(
            connection, id=SENDER, key="main", provider="sandbox", number="33700000000", display_name="Bench",
            rate_per_second=rate, created_at=NOW,
        )  # fmt: skip
        _one(connection, Journey, id="j", key="bench", name="Bench", state="live", created_at=NOW, state_changed_at=NOW)
        _one(
            connection, JourneyVersion, id="v", journey_id="j", number=1, status="published", definition={},
            content_hash="", created_at=NOW, saved_at=NOW,
        )  # fmt: skip
        _one(
            connection, MessageTemplate, id="t", name="colis", language="fr", category="UTILITY", status="APPROVED",
            components=TEMPLATE, content_hash="", synced_at=NOW,
        )  # fmt: skip
        shards.prepare(connection)


def queue_messages(engine: Engine, count: int, *, start: int = 0) -> None:
    """Half template messages, half free replies in an open window."""
    numbers = range(start, start + count)
    with writing(engine) as connection:
        for model, rows in (
            (Contact, [_contact(number) for number in numbers]),
            (Address, [_address(number) for number in numbers]),
            (ServiceWindow, [_window(number) for number in numbers]),
            (Enrollment, [_enrollment(number) for number in numbers]),
            (Message, [_message(number) for number in numbers]),
        ):
            connection.execute(insert(table(model)), rows)


def _one(connection: Connection, model: Any, **row: Any) -> None:
    full = {
        name: row.get(name, field.get_default(call_default_factory=True))
        for name, field in model.model_fields.items()
        if name in row or not field.is_required()
    }
    connection.execute(insert(table(model)), [full])


def _contact(number: int) -> dict[str, Any]:
    contact_id = f"c{number}"
    return {
        "id": contact_id, "shard": contacts.shard_of(contact_id), "name": f"Amina {number}", "language": "fr",
        "attributes": {}, "is_sample": False, "created_at": NOW,
    }  # fmt: skip


def _address(number: int) -> dict[str, Any]:
    value = f"336{number:08d}"
    return {"id": f"a{number}", "contact_id": f"c{number}", "channel": "whatsapp", "value": value, "created_at": NOW}


def _window(number: int) -> dict[str, Any]:
    return {"sender_id": SENDER, "address_id": f"a{number}", "last_inbound_at": NOW}


def _enrollment(number: int) -> dict[str, Any]:
    return {
        "id": f"e{number}", "shard": contacts.shard_of(f"c{number}"), "journey_id": "j", "version_id": "v",
        "contact_id": f"c{number}", "sender_id": SENDER, "address_id": f"a{number}", "entry_key": "",
        "trigger_id": "t", "status": "active", "step_id": "tell", "waiting": "outcome", "state": {},
        "entered_at": NOW, "moved_at": NOW,
    }  # fmt: skip


def _message(number: int) -> dict[str, Any]:
    kind = "template" if number % 2 else "session"
    body: dict[str, Any] = {"language": "fr"}
    if kind == "template":
        body |= {"template": "colis", "values": {"1": f"Amina {number}", "2": f"C-{number}"}, "default_language": "fr"}
    else:
        body |= {"text": f"Bonjour Amina {number}, que préférez-vous ?",
                 "buttons": [{"id": "sport", "title": "Sport"}, {"id": "town", "title": "Ville"}]}  # fmt: skip
    return {
        "id": f"e{number}.1", "shard": contacts.shard_of(f"c{number}"), "contact_id": f"c{number}",
        "sender_id": SENDER, "address_id": f"a{number}", "enrollment_id": f"e{number}", "journey_id": "j",
        "version_id": "v", "step_id": "tell", "kind": kind, "purpose": "service", "body": body, "status": "queued",
        "attempts": 0, "lane_epoch": 0, "created_at": NOW, "hold_until": NOW,
    }  # fmt: skip
