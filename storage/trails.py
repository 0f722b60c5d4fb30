"""Who is where in a journey, which way one contact took, and what was said lately."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from storage.core import record, records, table
from storage.tables import Address, Contact, Enrollment, InboundEvent, JourneyVersion, Message, StepEvent

CONTACTS, ADDRESSES, ENROLLMENTS = table(Contact), table(Address), table(Enrollment)
EVENTS, MESSAGES, STEP_EVENTS = table(InboundEvent), table(Message), table(StepEvent)
VERSIONS = table(JourneyVersion)


@dataclass(frozen=True, slots=True)
class PersonInJourney:
    """A contact in one passage. `since` is when it came to `step_id`; `problem` says why it cannot go on."""

    enrollment_id: str
    contact_id: str
    name: str | None
    address: str | None
    status: str
    step_id: str | None
    since: dt.datetime
    waiting: str | None
    wake_at: dt.datetime | None
    exit_reason: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Trail:
    """One passage of one contact: the steps it took and why, and what it was sent, each oldest first."""

    enrollment: Enrollment
    version_number: int | None
    steps: Sequence[StepEvent]
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said. `inbound`: by the customer, and then there is no message and no status of ours.

    `body` is what was said: the rendered content of a message, or the interpreted inbound event.
    """

    at: dt.datetime
    inbound: bool
    body: Mapping[str, Any]
    message_id: str | None = None
    kind: str | None = None
    status: str | None = None
    reason: str | None = None


def people_at_step(
    connection: Connection,
    *,
    journey_id: str,
    step_id: str,
    version_id: str | None = None,
    after: PersonInJourney | None = None,
    limit: int = 50,
) -> list[PersonInJourney]:
    """Who stands at a step now, longest there first. Give the last of a page as `after` for the next one."""
    passage = ENROLLMENTS.c
    query = _people().where(passage.journey_id == journey_id, passage.status == "active", passage.step_id == step_id)
    if version_id is not None:
        query = query.where(passage.version_id == version_id)
    if after is not None:
        query = query.where(_later_than(after))
    return _read_people(connection, query.order_by(passage.moved_at, passage.id).limit(limit))


def find_people(connection: Connection, *, journey_id: str, text: str, limit: int = 20) -> list[PersonInJourney]:
    """Passages, also ended ones, of the contacts whose name or number holds this text, newest first."""
    query = _people().where(ENROLLMENTS.c.journey_id == journey_id, is_called(text))
    return _read_people(connection, query.order_by(ENROLLMENTS.c.entered_at.desc()).limit(limit))


def trails_of_contact(connection: Connection, *, journey_id: str, contact_id: str, limit: int = 10) -> list[Trail]:
    """The contact's passages through a journey, newest first; empty when it never entered."""
    query = (
        select(ENROLLMENTS, VERSIONS.c.number.label("version_number"))
        .join(VERSIONS, VERSIONS.c.id == ENROLLMENTS.c.version_id)
        .where(ENROLLMENTS.c.journey_id == journey_id, ENROLLMENTS.c.contact_id == contact_id)
        .order_by(ENROLLMENTS.c.entered_at.desc(), ENROLLMENTS.c.id.desc())
    )
    rows = connection.execute(query.limit(limit)).mappings().all()
    return [_trail(connection, record(Enrollment, row), row["version_number"]) for row in rows]


def _trail(connection: Connection, enrollment: Enrollment, number: int | None) -> Trail:
    steps = select(STEP_EVENTS).where(STEP_EVENTS.c.enrollment_id == enrollment.id).order_by(STEP_EVENTS.c.id)
    messages = select(MESSAGES).where(MESSAGES.c.enrollment_id == enrollment.id)
    messages = messages.order_by(MESSAGES.c.created_at, MESSAGES.c.id)
    return Trail(enrollment, number, records(connection, StepEvent, steps), records(connection, Message, messages))


def latest_messages(connection: Connection, *, contact_id: str, limit: int = 20) -> list[Utterance]:
    """What was said to and by a contact lately, newest first."""
    said = [*_sent_to(connection, contact_id, limit), *_heard_from(connection, contact_id, limit)]
    return sorted(said, key=lambda each: each.at, reverse=True)[:limit]


def _sent_to(connection: Connection, contact_id: str, limit: int) -> list[Utterance]:
    query = select(MESSAGES).where(MESSAGES.c.contact_id == contact_id).order_by(MESSAGES.c.created_at.desc())
    return [
        Utterance(
            at=each.accepted_at or each.created_at, inbound=False, body=each.body,
            message_id=each.id, kind=each.kind, status=each.status, reason=each.reason,
        )
        for each in records(connection, Message, query.limit(limit))
    ]  # fmt: skip


def _heard_from(connection: Connection, contact_id: str, limit: int) -> list[Utterance]:
    heard = select(EVENTS).where(EVENTS.c.contact_id == contact_id, EVENTS.c.kind == "message")
    return [
        Utterance(at=each.occurred_at or each.received_at, inbound=True, body=each.body or {})
        for each in records(connection, InboundEvent, heard.order_by(EVENTS.c.id.desc()).limit(limit))
    ]


def _people() -> Select[Any]:
    passage = ENROLLMENTS.c
    columns: list[ColumnElement[Any]] = [
        passage.id.label("enrollment_id"), passage.contact_id, passage.status, passage.step_id,
        passage.waiting, passage.moved_at.label("since"), passage.wake_at, passage.exit_reason,
        passage.problem, CONTACTS.c.name, ADDRESSES.c.value.label("address"),
    ]  # fmt: skip
    query = select(*columns).join(CONTACTS, CONTACTS.c.id == passage.contact_id)
    return query.outerjoin(ADDRESSES, ADDRESSES.c.id == passage.address_id)


def _read_people(connection: Connection, query: Select[Any]) -> list[PersonInJourney]:
    return [PersonInJourney(**row) for row in connection.execute(query).mappings()]


def _later_than(person: PersonInJourney) -> ColumnElement[bool]:
    moved_at, passage_id = ENROLLMENTS.c.moved_at, ENROLLMENTS.c.id
    same_moment = and_(moved_at == person.since, passage_id > person.enrollment_id)
    return or_(moved_at > person.since, same_moment)


def is_called(text: str) -> ColumnElement[bool]:
    """Whether a contact (joined with an address) has these words in their name or number."""
    # SQLite folds the case of ASCII letters only: the usual spellings of “élodie” are asked for one by one.
    spellings = {text, text.lower(), text.upper(), text.title()}
    ways = [CONTACTS.c.name.icontains(spelling, autoescape=True) for spelling in sorted(spellings)]
    digits = re.sub(r"\D", "", text)
    # “06 12 …” is written at home, 33612… is what we hold.
    numbers = {number for number in (digits, digits.lstrip("0")) if len(number) >= 3}
    ways += [ADDRESSES.c.value.contains(number) for number in sorted(numbers)]
    return or_(*ways)
