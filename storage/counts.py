"""How many: at each step of a journey, in a journey, and in all journeys."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, false, func, or_, select

from storage.core import table
from storage.tables import Enrollment, Message, StepEvent

ENROLLMENTS, MESSAGES, STEP_EVENTS = table(Enrollment), table(Message), table(StepEvent)
Condition: TypeAlias = ColumnElement[bool]

SENT = frozenset({"accepted", "sent", "delivered", "read"})
DELIVERED = frozenset({"delivered", "read"})
LOST = frozenset({"failed", "dropped"})


@dataclass(slots=True)
class Deliveries:
    """What became of messages. Each one that left counts in `sent`, also when it failed later.

    `read` is a minimum: a customer may switch receipts off. The counters' keys are reasons in machine words;
    `held` waits with a reason (quiet hours), `unknown` left without an answer.
    """

    sent: int = 0
    delivered: int = 0
    read: int = 0
    unknown: int = 0
    held: Counter[str] = field(default_factory=Counter[str])
    failed: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    cancelled: Counter[str] = field(default_factory=Counter[str])


@dataclass(slots=True)
class StepCounts:
    """One step: arrivals, who stands there now, which ways were taken (port → times), what was sent."""

    entered: int = 0
    waiting: int = 0
    ports: Counter[str] = field(default_factory=Counter[str])
    messages: Deliveries = field(default_factory=Deliveries)


@dataclass(frozen=True, slots=True)
class JourneyTotals:
    """A journey as a whole: passages begun, under way, answered, at the goal, and what was sent."""

    entered: int
    active: int
    replied: int
    reached_goal: int
    messages: Deliveries


def counts_by_step(
    connection: Connection,
    *,
    journey_id: str,
    version_id: str | None = None,
    since: dt.datetime | None = None,
) -> dict[str, StepCounts]:
    """Step → counts, of one version or of all, since a moment or ever. `waiting` is always now."""
    counts: defaultdict[str, StepCounts] = defaultdict(StepCounts)
    events = STEP_EVENTS.c
    passed = select(events.step_id, events.port, func.count()).group_by(events.step_id, events.port)
    passed = passed.where(*_within(STEP_EVENTS, journey_id, version_id), *_after(events.at, since))
    for step, port, number in connection.execute(passed):
        if port is None:
            counts[step].entered += number
        else:
            counts[step].ports[port] += number
    for step, number in _waiting(connection, journey_id, version_id):
        counts[step].waiting = number
    sent = *_within(MESSAGES, journey_id, version_id), *_after(MESSAGES.c.created_at, since)
    for step, deliveries in _deliveries_by(connection, MESSAGES.c.step_id, sent).items():
        counts[step].messages = deliveries
    return dict(counts)


def _waiting(connection: Connection, journey_id: str, version_id: str | None) -> Iterable[tuple[str, int]]:
    step = ENROLLMENTS.c.step_id
    query = select(step, func.count()).where(*_within(ENROLLMENTS, journey_id, version_id), step.is_not(None))
    rows = connection.execute(query.where(ENROLLMENTS.c.status == "active").group_by(step))
    return [(step_id, number) for step_id, number in rows]


def entered_by_trigger(
    connection: Connection,
    *,
    journey_id: str,
    version_id: str | None = None,
    since: dt.datetime | None = None,
) -> dict[str, int]:
    """Trigger → passages that it began."""
    trigger = ENROLLMENTS.c.trigger_id
    within = *_within(ENROLLMENTS, journey_id, version_id), *_after(ENROLLMENTS.c.entered_at, since)
    query = select(trigger, func.count()).where(*within).group_by(trigger)
    return {trigger_id: number for trigger_id, number in connection.execute(query)}


def journey_totals(
    connection: Connection,
    *,
    journey_id: str,
    version_id: str | None = None,
    since: dt.datetime | None = None,
    reply_ports: Collection[tuple[str, str]] = (),
) -> JourneyTotals:
    """The header of a journey. `reply_ports` are the (step, port) by which a contact leaves who answered: the
    caller knows the journey. `active` is always now; the others count passages begun since the moment."""
    within = _within(ENROLLMENTS, journey_id, version_id)
    began = *within, *_after(ENROLLMENTS.c.entered_at, since)
    sent = *_within(MESSAGES, journey_id, version_id), *_after(MESSAGES.c.created_at, since)
    by_journey = _deliveries_by(connection, MESSAGES.c.journey_id, sent)
    return JourneyTotals(
        entered=_number(connection, *began),
        active=_number(connection, *within, ENROLLMENTS.c.status == "active"),
        replied=_replied(connection, began, reply_ports),
        reached_goal=_number(connection, *began, ENROLLMENTS.c.exit_reason == "goal"),
        messages=by_journey.get(journey_id, Deliveries()),
    )


def _number(connection: Connection, *conditions: Condition) -> int:
    return connection.execute(select(func.count()).select_from(ENROLLMENTS).where(*conditions)).scalar_one()


def _replied(
    connection: Connection, began: Sequence[Condition], reply_ports: Collection[tuple[str, str]]
) -> int:
    events = STEP_EVENTS.c
    ways = or_(false(), *(and_(events.step_id == step, events.port == port) for step, port in reply_ports))
    # Both sides name the journey, so that its index leads to the few events that count.
    same = and_(ENROLLMENTS.c.id == events.enrollment_id, ENROLLMENTS.c.journey_id == events.journey_id)
    passages = select(func.count(events.enrollment_id.distinct())).join(ENROLLMENTS, same)
    return connection.execute(passages.where(ways, *began)).scalar_one()


def deliveries_by_journey(connection: Connection) -> dict[str, Deliveries]:
    """Journey → what became of its messages, for the cards of the list."""
    return _deliveries_by(connection, MESSAGES.c.journey_id, [])


def _deliveries_by(
    connection: Connection, place: ColumnElement[str], conditions: Sequence[Condition]
) -> dict[str, Deliveries]:
    message = MESSAGES.c
    kinds = place.label("place"), message.status, message.reason, message.hold_reason
    numbers = func.count().label("number"), func.count(message.accepted_at).label("accepted")
    query = select(*kinds, *numbers).where(*conditions, place.is_not(None))
    found: defaultdict[str, Deliveries] = defaultdict(Deliveries)
    for row in connection.execute(query.group_by(place, *kinds[1:])).mappings():
        _count(found[row["place"]], row)
    return dict(found)


def _count(deliveries: Deliveries, row: RowMapping) -> None:
    status, number = row["status"], row["number"]
    deliveries.sent += number if status in SENT else row["accepted"]
    deliveries.delivered += number if status in DELIVERED else 0
    deliveries.read += number if status == "read" else 0
    deliveries.unknown += number if status == "unknown" else 0
    if status == "queued" and row["hold_reason"]:
        deliveries.held[row["hold_reason"]] += number
    elif status in LOST:
        deliveries.failed[row["reason"] or status] += number
    elif status in {"refused", "cancelled"}:
        counter = deliveries.refused if status == "refused" else deliveries.cancelled
        counter[row["reason"] or status] += number


def _within(source: Table[Any], journey_id: str, version_id: str | None) -> list[Condition]:
    one_version = [] if version_id is None else [source.c.version_id == version_id]
    return [source.c.journey_id == journey_id, *one_version]


def _after(moment: ColumnElement[dt.datetime], since: dt.datetime | None) -> list[Condition]:
    return [] if since is None else [moment >= since]
