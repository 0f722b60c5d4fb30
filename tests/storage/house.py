"""A small world for the tests of storage: a sender, journeys, contacts in them and what was sent to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, insert

from storage.core import table
from storage.journeys import create_journey, publish
from storage.tables import (
    Address,
    Contact,
    Enrollment,
    InboundEvent,
    Journey,
    JourneyVersion,
    Message,
    Sender,
    StepEvent,
)

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
CLAIRE, PAUL = "person-claire", "person-paul"
EMPTY = {"parcours": 1, "key": "hello"}


def minutes(count: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=count)


def add(connection: Connection, *rows: Any) -> None:
    """Insert records as they are."""
    for row in rows:
        left_out = {"id"} if getattr(row, "id", "") is None else set[str]()
        connection.execute(insert(table(type(row))).values(row.model_dump(exclude=left_out)))


def draw(connection: Connection, key: str = "hello", **definition: Any) -> Journey:
    """A journey with a draft `<key>-v1`, drawn by Claire at noon."""
    journey = create_journey(
        connection, journey_id=f"journey-{key}", version_id=f"{key}-v1", key=key, name=key.title(),
        definition={"parcours": 1, "key": key, **definition}, content_hash="h0", by=CLAIRE, at=NOON,
    )  # fmt: skip
    assert isinstance(journey, Journey)
    return journey


def draw_live(connection: Connection, key: str = "hello") -> JourneyVersion:
    """A journey with version 1 live since noon."""
    version = publish(connection, journey_id=draw(connection, key).id, revision=0, by=CLAIRE, at=NOON)
    assert isinstance(version, JourneyVersion)
    return version


def open_sender(connection: Connection) -> None:
    sender = Sender(
        id="main", key="main", provider="sandbox", number="33100000000", display_name="Shop", created_at=NOON
    )
    add(connection, sender)


def meet(connection: Connection, name: str, number: str = "") -> str:
    """A contact with one WhatsApp address; its id is the name in lower case."""
    contact_id = name.lower()
    add(
        connection,
        Contact(id=contact_id, shard=0, name=name, created_at=NOON),
        Address(id=f"at-{contact_id}", contact_id=contact_id, channel="whatsapp",
                value=number or f"336000{sum(map(ord, name)):05}", created_at=NOON),
    )  # fmt: skip
    return contact_id


def enter(
    connection: Connection,
    version: JourneyVersion,
    name: str,
    *,
    step: str | None,
    at: dt.datetime = NOON,
    **more: Any,
) -> str:
    """A passage of a contact through a version; its id is `<contact>-in-<version>`."""
    enrollment_id = f"{name.lower()}-in-{version.id}"
    values = {"status": "active", "waiting": "reply", "moved_at": at, **more}
    add(connection, Enrollment(
        id=enrollment_id, shard=0, journey_id=version.journey_id, version_id=version.id,
        contact_id=name.lower(), sender_id="main", address_id=f"at-{name.lower()}", trigger_id="start",
        step_id=step, state={}, entered_at=at, **values,
    ))  # fmt: skip
    return enrollment_id


def walk(connection: Connection, enrollment_id: str, *steps: tuple[str, str | None, str | None, float]) -> None:
    """Step events `(step, port, why, minute)` of a passage."""
    version_id = enrollment_id.split("-in-")[1]
    journey_id = f"journey-{version_id.rsplit('-', 1)[0]}"
    add(connection, *(
        StepEvent(enrollment_id=enrollment_id, journey_id=journey_id, version_id=version_id, step_id=step,
                  port=port, why=why, at=minutes(minute))
        for step, port, why, minute in steps
    ))  # fmt: skip


def send(connection: Connection, enrollment_id: str, step: str, status: str, *, minute: float = 0, **more: Any) -> str:
    """A message of a passage; its id is `<enrollment>.<step>`."""
    contact_id, version_id = enrollment_id.split("-in-")
    message_id = f"{enrollment_id}.{step}"
    add(connection, Message(
        id=message_id, shard=0, contact_id=contact_id, sender_id="main", address_id=f"at-{contact_id}",
        enrollment_id=enrollment_id, journey_id=f"journey-{version_id.rsplit('-', 1)[0]}",
        version_id=version_id, step_id=step, purpose="service", status=status, created_at=minutes(minute),
        hold_until=minutes(minute), **{"kind": "session", "body": {"text": f"Bonjour de {step}"}, **more},
    ))  # fmt: skip
    return message_id


def hear(connection: Connection, contact_id: str, kind: str, text: str, *, minute: float) -> None:
    """Something that came in from a contact."""
    add(connection, InboundEvent(
        source="sandbox", dedupe_key=f"{contact_id}-{minute}", status="done", kind=kind, body={"text": text},
        contact_id=contact_id, received_at=minutes(minute), occurred_at=minutes(minute),
    ))  # fmt: skip
