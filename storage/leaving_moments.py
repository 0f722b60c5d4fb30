"""When messages of late left, or would have left had quiet hours not held them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, case, select

from storage.outbox import MESSAGES

QUIET = ("quiet_hours", "house_quiet_hours")
"""Why quiet hours held a message: those of its journey, or of the house."""
NEVER = ("refused", "cancelled")


class Moment(NamedTuple):
    """`answers_at`: when the customer wrote whom it answers. `zone`: by whose clock the customer lives, where it was noted."""

    kind: str
    at: dt.datetime
    answers_at: dt.datetime | None
    zone: str | None


def leaving_moments(connection: Connection, *, since: dt.datetime, most: int) -> Sequence[Moment]:
    """Of messages made after that moment, the newest first; what confirms an opt-out, was refused or was cancelled is left
    out. One that quiet hours held counts when it was made."""
    made = MESSAGES.c.created_at
    left_at = case(
        (MESSAGES.c.hold_reason.in_(QUIET), made), (MESSAGES.c.sending_at.is_(None), made), else_=MESSAGES.c.sending_at
    )
    query = (
        select(MESSAGES.c.kind, left_at, MESSAGES.c.answers_at, MESSAGES.c.body["zone"].as_string())
        .where(made > since, MESSAGES.c.kind != "confirmation", MESSAGES.c.status.not_in(NEVER))
        .order_by(made.desc())
        .limit(most)
    )
    return [Moment(*row) for row in connection.execute(query)]
