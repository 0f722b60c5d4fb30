"""What became of messages, counted: sent, delivered, read, held back, refused, failed, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, RowMapping, func, literal_column, select

from storage.core import table
from storage.silent_holds import reasons_by_sender
from storage.tables import Message

MESSAGES = table(Message)
Condition: TypeAlias = ColumnElement[bool]
Place: TypeAlias = Literal["journey_id", "step_id"]

LEFT = frozenset({"accepted", "sent", "delivered", "read"})
ARRIVED = frozenset({"delivered", "read"})
EXPLAINED = ("queued", "failed", "dropped", "refused", "cancelled", "unknown")


@dataclass(slots=True)
class Deliveries:
    """What became of messages. Each one that left counts in `sent`, also when it failed later.

    `read` is a minimum: a customer may switch receipts off. The counters' keys are reasons in machine words;
    `held` waits with a reason (quiet hours), `unknown` left without an answer. `fallbacks` of those that left were
    templates in place of a free reply; of `clicked` a link was opened; `by_sms` took that way because WhatsApp failed.
    """

    sent: int = 0
    delivered: int = 0
    read: int = 0
    unknown: int = 0
    fallbacks: int = 0
    clicked: int = 0
    by_sms: int = 0
    held: Counter[str] = field(default_factory=Counter[str])
    failed: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    cancelled: Counter[str] = field(default_factory=Counter[str])


def deliveries_by(connection: Connection, place: Place, conditions: Sequence[Condition]) -> dict[str, Deliveries]:
    """Journey or step → what became of the messages for which the conditions hold."""
    found: defaultdict[str, Deliveries] = defaultdict(Deliveries)
    for row in _by_status(connection, conditions):
        if row[place] is not None:
            _add_status(found[row[place]], row["status"], row["number"])
    for row in _by_reason(connection, place, conditions):
        _add_reason(found[row["place"]], row)
    for name, number in _fallbacks(connection, place, conditions):
        found[name].fallbacks += number
    for name, number in _by_sms(connection, place, conditions):
        found[name].by_sms += number
    for name, reason, number in _held_silently(connection, place, conditions):
        found[name].held[reason] += number
    return dict(found)


def _by_status(connection: Connection, conditions: Sequence[Condition]) -> Sequence[RowMapping]:
    """Most messages went well: they are counted in the index `message_of_journey`, by its columns."""
    columns = [MESSAGES.c[name] for name in ("journey_id", "version_id", "step_id", "status")]
    query = select(*columns, func.count().label("number")).where(*conditions).group_by(*columns)
    return connection.execute(query).mappings().all()


def _by_reason(connection: Connection, place: Place, conditions: Sequence[Condition]) -> Sequence[RowMapping]:
    where, status = MESSAGES.c[place], MESSAGES.c.status
    kinds = where.label("place"), status, MESSAGES.c.reason, MESSAGES.c.hold_reason
    numbers = func.count().label("number"), func.count(MESSAGES.c.accepted_at).label("accepted")
    query = select(*kinds, *numbers).where(*conditions, status.in_(EXPLAINED), where.is_not(None))
    return connection.execute(query.group_by(where, *kinds[1:])).mappings().all()


def _fallbacks(connection: Connection, place: Place, conditions: Sequence[Condition]) -> Sequence[tuple[str, int]]:
    # The kind is written out: with a parameter in its place the index on fallbacks alone could not be used.
    where, left = MESSAGES.c[place], func.count(MESSAGES.c.accepted_at)
    query = select(where, left).where(*conditions, MESSAGES.c.kind == literal_column("'fallback'"), where.is_not(None))
    return [(name, number) for name, number in connection.execute(query.group_by(where))]


def _by_sms(connection: Connection, place: Place, conditions: Sequence[Condition]) -> Sequence[tuple[str, int]]:
    where = MESSAGES.c[place]
    query = select(where, func.count()).where(*conditions, MESSAGES.c.went_by.is_not(None), where.is_not(None))
    return [(name, number) for name, number in connection.execute(query.group_by(where))]


def _held_silently(connection: Connection, place: Place, conditions: Sequence[Condition]) -> list[tuple[str, str, int]]:
    """Of senders from which nothing leaves now."""
    reasons = reasons_by_sender(connection)
    if not reasons:
        return []
    where, sender = MESSAGES.c[place], MESSAGES.c.sender_id
    waits = MESSAGES.c.status == "queued", MESSAGES.c.hold_reason.is_(None), sender.in_(reasons), where.is_not(None)
    query = select(where, sender, func.count()).where(*conditions, *waits).group_by(where, sender)
    return [(name, reasons[sender_id], number) for name, sender_id, number in connection.execute(query)]


def _add_status(deliveries: Deliveries, status: str, number: int) -> None:
    deliveries.sent += number if status in LEFT else 0
    deliveries.delivered += number if status in ARRIVED else 0
    deliveries.read += number if status == "read" else 0
    deliveries.unknown += number if status == "unknown" else 0


def _add_reason(deliveries: Deliveries, row: RowMapping) -> None:
    status, number = row["status"], row["number"]
    deliveries.sent += row["accepted"]
    if status == "queued" and row["hold_reason"]:
        deliveries.held[row["hold_reason"]] += number
    elif status in {"failed", "dropped"}:
        deliveries.failed[row["reason"] or status] += number
    elif status in {"refused", "cancelled"}:
        counter = deliveries.refused if status == "refused" else deliveries.cancelled
        counter[row["reason"] or status] += number
