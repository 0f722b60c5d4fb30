"""The lease of a lane: while its owner lives nobody else takes it; when the owner is dead or paused the lease runs out.

The lease only keeps workers out of each other's way. What is safe is decided by the epoch (`outbox.hold_lane`): a wrong clock
or a late renewal makes a new owner too early, and never a message twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, or_, update

from storage.core import table
from storage.tables import Sender

SENDERS = table(Sender)


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


def renew(connection: Connection, sender_id: str, *, epoch: int, until: dt.datetime) -> bool:
    """Stay the owner until then; False when another owner took over."""
    statement = update(SENDERS).where(SENDERS.c.id == sender_id, SENDERS.c.lane_epoch == epoch)
    return connection.execute(statement.values(lane_until=until)).rowcount == 1


def release(connection: Connection, sender_id: str, *, epoch: int, free_at: dt.datetime) -> None:
    """The next owner may take it at once, and send from `free_at` on."""
    statement = update(SENDERS).where(SENDERS.c.id == sender_id, SENDERS.c.lane_epoch == epoch)
    connection.execute(statement.values(lane_owner=None, lane_until=None, lane_free_at=free_at))
