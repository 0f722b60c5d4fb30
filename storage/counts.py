"""How many people: at each step of a journey, through each trigger, and in a journey as a whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, false, func, or_, select

from storage.core import table
from storage.deliveries import Condition, Deliveries, deliveries_by
from storage.links import clicks_by_step
from storage.tables import Enrollment, Message, StepEvent

ENROLLMENTS, MESSAGES, STEP_EVENTS = table(Enrollment), table(Message), table(StepEvent)


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
    passed = *_within(STEP_EVENTS, journey_id, version_id), *_after(STEP_EVENTS.c.at, since)
    for step, port, number in _ways(connection, passed):
        if port is None:
            counts[step].entered += number
        else:
            counts[step].ports[port] += number
    for step, number in _waiting(connection, journey_id, version_id):
        counts[step].waiting = number
    sent = *_within(MESSAGES, journey_id, version_id), *_after(MESSAGES.c.created_at, since)
    for step, deliveries in deliveries_by(connection, "step_id", sent).items():
        counts[step].messages = deliveries
    for step, clicks in clicks_by_step(connection, journey_id=journey_id, version_id=version_id, since=since).items():
        counts[step].messages.clicked = clicks.messages
    return dict(counts)


def _ways(connection: Connection, passed: Iterable[Condition]) -> list[tuple[str, str | None, int]]:
    # Grouped by the columns of the index `step_event_of_version`, in its order: counted there, not sorted.
    events = STEP_EVENTS.c
    columns = events.journey_id, events.version_id, events.step_id, events.port
    rows = connection.execute(select(*columns, func.count()).where(*passed).group_by(*columns))
    return [(step, port, number) for _, _, step, port, number in rows]


def _waiting(connection: Connection, journey_id: str, version_id: str | None) -> list[tuple[str, int]]:
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
    caller knows the journey. `active` is always now; the others count passages begun since the moment, and
    messages made since."""
    within = _within(ENROLLMENTS, journey_id, version_id)
    began = *within, *_after(ENROLLMENTS.c.entered_at, since)
    sent = *_within(MESSAGES, journey_id, version_id), *_after(MESSAGES.c.created_at, since)
    passed = _within(STEP_EVENTS, journey_id, version_id)
    return JourneyTotals(
        entered=_number(connection, *began),
        active=_number(connection, *within, ENROLLMENTS.c.status == "active"),
        replied=_replied(connection, passed, reply_ports, since),
        reached_goal=_number(connection, *began, ENROLLMENTS.c.exit_reason == "goal"),
        messages=deliveries_by(connection, "journey_id", sent).get(journey_id, Deliveries()),
    )


def deliveries_by_journey(connection: Connection) -> dict[str, Deliveries]:
    """Journey → what became of its messages, for the cards of the list."""
    return deliveries_by(connection, "journey_id", [])


def _number(connection: Connection, *conditions: Condition) -> int:
    return connection.execute(select(func.count()).select_from(ENROLLMENTS).where(*conditions)).scalar_one()


def _replied(
    connection: Connection,
    passed: list[Condition],
    reply_ports: Collection[tuple[str, str]],
    since: dt.datetime | None,
) -> int:
    events = STEP_EVENTS.c
    ways = or_(false(), *(and_(events.step_id == step, events.port == port) for step, port in reply_ports))
    passages = select(func.count(events.enrollment_id.distinct())).where(*passed, ways)
    if since is not None:
        entered = passages.join(ENROLLMENTS, ENROLLMENTS.c.id == events.enrollment_id)
        passages = entered.where(ENROLLMENTS.c.entered_at >= since)
    return connection.execute(passages).scalar_one()


def _within(source: Table[Any], journey_id: str, version_id: str | None) -> list[Condition]:
    one_version = [] if version_id is None else [source.c.version_id == version_id]
    return [source.c.journey_id == journey_id, *one_version]


def _after(moment: ColumnElement[dt.datetime], since: dt.datetime | None) -> list[Condition]:
    return [] if since is None else [moment >= since]
