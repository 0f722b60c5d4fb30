"""What pausing and resuming a journey asks of storage: whom it touches, and what happens to those who became overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection

from designer.draft_model import Desk
from designer.journey_services import readable
from engine.journey.definition import Journey
from engine.journey.permission import WINDOW
from storage import journeys
from storage.core import Refused
from storage.database import reading, writing
from storage.journeys import PeopleInside
from storage.overdue import Overdue, leave_overdue, overdue, skip_overdue
from storage.tables import Journey as JourneyRow
from storage.windows import open_inside

Late: TypeAlias = Literal["send", "skip", "leave"]
"""What becomes of those who are overdue: sent now, without the message, or out of the journey."""


@dataclass(frozen=True, slots=True)
class AtStake:
    """People inside who wrote within 24 hours and still have a free reply ahead: after `first_closes_at` the first of them
    can get none. None when there is nobody."""

    people: int = 0
    first_closes_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a pause touches."""

    inside: PeopleInside
    at_stake: AtStake


def touched_by_pause(desk: Desk, journey_id: str) -> Touched:
    with reading(desk.database) as connection:
        inside = journeys.people_inside(connection, journey_id=journey_id)
        return Touched(inside, _at_stake(connection, journey_id, desk.clock()))


def overdue_in(desk: Desk, journey_id: str) -> Overdue:
    with reading(desk.database) as connection:
        return overdue(connection, journey_id=journey_id, at=desk.clock())


def resume_journey(desk: Desk, journey_id: str, late: Late) -> JourneyRow | Refused:
    """Take it up again, and settle in the same transaction what became overdue."""
    at = desk.clock()
    with writing(desk.database) as connection:
        resumed = journeys.set_state(connection, journey_id=journey_id, act="resume", by=desk.by, at=at)
        if not isinstance(resumed, Refused) and late != "send":
            settle = skip_overdue if late == "skip" else leave_overdue
            settle(connection, journey_id=journey_id, by=desk.by, at=at)
        return resumed


def _at_stake(connection: Connection, journey_id: str, now: dt.datetime) -> AtStake:
    found = open_inside(connection, journey_id=journey_id, since=now - WINDOW)
    known = {one.version_id: journeys.version(connection, version_id=one.version_id) for one in found}
    drawn = {version_id: readable(version.definition) for version_id, version in known.items() if version}
    ahead = [
        one for one in found if (journey := drawn.get(one.version_id)) and has_free_reply_ahead(journey, one.step_id)
    ]
    first = min((one.wrote_at for one in ahead), default=None)
    return AtStake(sum(one.people for one in ahead), first and first + WINDOW)


def has_free_reply_ahead(journey: Journey, step_id: str) -> bool:
    """Whether a free reply stands at this step or on any way from it."""
    seen: set[str] = set()
    todo = [step_id]
    while todo:
        step = journey.steps.get(here := todo.pop())
        if step is None or here in seen:
            continue
        if step.sends == "session":
            return True
        seen.add(here)
        todo += [port.to for port in step.ports() if port.to is not None]
    return False
