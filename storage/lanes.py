"""Lanes: whose they are, and which have something to send. While its owner lives nobody else takes a lane; when the owner is
dead or paused its lease runs out.

The lease only keeps workers out of each other's way. What is safe is decided by the epoch (`hold`): a wrong clock or a late
renewal makes a new owner too early, and never a message twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, or_, select, update

from storage.core import table
from storage.tables import Message, Sender

MESSAGES, SENDERS = table(Message), table(Sender)


@dataclass(frozen=True, slots=True)
class Taken:
    """A lane that is ours. `free_at`: nothing may leave earlier (the last owner's pace, or the provider asked for a pause)."""

    epoch: int
    free_at: dt.datetime | None


def take(connection: Connection, sender_id: str, *, owner: str, now: dt.datetime, until: dt.datetime) -> Taken | None:
    """Become the owner until then; None while another owner's lease lasts."""
    is_free = or_(SENDERS.c.lane_owner.is_(None), SENDERS.c.lane_owner == owner, SENDERS.c.lane_until <= now)
    statement = (
        update(SENDERS).where(SENDERS.c.id == sender_id, is_free)
        .values(lane_epoch=SENDERS.c.lane_epoch + 1, lane_owner=owner, lane_until=until)
        .returning(SENDERS)
    )  # fmt: skip
    row = connection.execute(statement).mappings().first()
    return None if row is None else Taken(row["lane_epoch"], row["lane_free_at"])


def take_alone(connection: Connection, sender_id: str) -> int:
    """Become the owner where no other process shares the database: the epoch that all claims and results must name."""
    statement = update(SENDERS).where(SENDERS.c.id == sender_id).values(lane_epoch=SENDERS.c.lane_epoch + 1)
    connection.execute(statement)
    return connection.execute(select(SENDERS.c.lane_epoch).where(SENDERS.c.id == sender_id)).scalar_one()


def hold(connection: Connection, sender_id: str, epoch: int) -> RowMapping | None:
    """Lock the lane's row while its owner works; None when another took over."""
    query = select(SENDERS).where(SENDERS.c.id == sender_id, SENDERS.c.lane_epoch == epoch).with_for_update()
    return connection.execute(query).mappings().first()


def renew(connection: Connection, sender_id: str, *, epoch: int, until: dt.datetime) -> bool:
    """Stay the owner until then; False when another owner took over."""
    statement = update(SENDERS).where(SENDERS.c.id == sender_id, SENDERS.c.lane_epoch == epoch)
    return connection.execute(statement.values(lane_until=until)).rowcount == 1


def release(connection: Connection, sender_id: str, *, epoch: int, free_at: dt.datetime) -> None:
    """The next owner may take it at once, and send from `free_at` on."""
    statement = update(SENDERS).where(SENDERS.c.id == sender_id, SENDERS.c.lane_epoch == epoch)
    connection.execute(statement.values(lane_owner=None, lane_until=None, lane_free_at=free_at))


def with_work(connection: Connection, *, now: dt.datetime, except_journeys: Collection[str]) -> list[str]:
    """Senders with something to send, for the sweep. One look a lane: a DISTINCT would read everything that waits."""
    is_ready = select(MESSAGES.c.id).where(
        MESSAGES.c.sender_id == SENDERS.c.id, MESSAGES.c.status == "queued", MESSAGES.c.hold_until <= now
    )
    if except_journeys:
        is_ready = is_ready.where(func.coalesce(MESSAGES.c.journey_id, "").not_in(except_journeys))
    return list(connection.execute(select(SENDERS.c.id).where(is_ready.exists())).scalars())
