"""What the live page asks: a journey with its counts, who is where, and one customer's way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from designer.canvas_view import StepCount
from designer.draft_model import Desk
from designer.editing.places import STEP, TRIGGER
from designer.house_knowledge import number_of, numbers_in
from designer.journey_services import known_templates, person_name, readable
from designer.template_parts import Templates
from engine.journey.definition import Journey
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.wait_for_reply import WaitForReply
from storage import counts, drafts, journeys, trails
from storage.contacts import load_contacts
from storage.counts import JourneyTotals, StepCounts
from storage.database import reading
from storage.tables import Journey as JourneyRow
from storage.tables import JourneyVersion
from storage.templates import list_templates
from storage.trails import PersonInJourney, Trail


@dataclass(frozen=True, slots=True)
class Live:
    """A journey that was published once: its live version, and what happens in it now, whatever version people are on."""

    row: JourneyRow
    version: JourneyVersion
    journey: Journey
    has_draft: bool
    changed_by: str | None
    totals: JourneyTotals
    steps: Mapping[str, StepCounts]
    triggers: Mapping[str, int]
    templates: Templates
    number: str = ""

    @property
    def elsewhere(self) -> int:
        """People on steps that the live version no longer has."""
        return sum(count.waiting for step, count in self.steps.items() if step not in self.journey.steps)


@dataclass(frozen=True, slots=True)
class Way:
    """One customer's passages, newest first, each with the version it was made on."""

    name: str | None
    trails: Sequence[tuple[Trail, Journey]]


@dataclass(frozen=True, slots=True)
class NotLive:
    """A journey that nobody could enter yet. `row` is None where there is no journey of this key."""

    row: JourneyRow | None


def load_live(desk: Desk, key: str, *, since: dt.datetime | None = None) -> Live | NotLive:
    """The journey as it runs; counts since a moment, or ever."""
    with reading(desk.database) as connection:
        row = journeys.find_journey(connection, key=key)
        version = journeys.version(connection, version_id=row.live_version_id or "") if row else None
        journey = readable(version.definition) if version else None
        if row is None or version is None or journey is None:
            return NotLive(row)
        return _counted(connection, row, version, journey, since)


def _counted(
    connection: Connection, row: JourneyRow, version: JourneyVersion, journey: Journey, since: dt.datetime | None
) -> Live:
    of = {"journey_id": row.id, "since": since}
    return Live(
        row, version, journey,
        has_draft=drafts.load_draft(connection, journey_id=row.id) is not None,
        changed_by=person_name(connection, row.state_changed_by),
        totals=counts.journey_totals(connection, reply_ports=reply_ports(journey), **of),
        steps=counts.counts_by_step(connection, **of),
        triggers=counts.entered_by_trigger(connection, **of),
        templates=known_templates(list_templates(connection)),
        number=number_of(journey, numbers_in(connection)),
    )  # fmt: skip


def card_counts(desk: Desk, journey_id: str) -> dict[str, StepCount]:
    """For the cards of the drawing, by node: how many came through each start, and through and to each step, ever."""
    with reading(desk.database) as connection:
        steps = counts.counts_by_step(connection, journey_id=journey_id)
        starts = counts.entered_by_trigger(connection, journey_id=journey_id)
    return {
        **{f"{TRIGGER}{trigger}": StepCount(number) for trigger, number in starts.items()},
        **{f"{STEP}{step}": StepCount(count.entered, count.waiting) for step, count in steps.items()},
    }


def reply_ports(journey: Journey) -> list[tuple[str, str]]:
    """The ways that a customer takes by answering."""
    return [
        (step_id, port.id)
        for step_id, step in journey.steps.items() if isinstance(step, WaitForReply | Ask | BranchOnMessage)
        for port in step.ports()
        if port.id == "replied" or (not isinstance(step, BranchOnMessage) and port.id not in ("no_reply", "not_sent"))
    ]  # fmt: skip


def people_at(
    desk: Desk, journey_id: str, step_id: str, after: PersonInJourney | None = None, limit: int = 50
) -> list[PersonInJourney]:
    with reading(desk.database) as connection:
        return trails.people_at_step(connection, journey_id=journey_id, step_id=step_id, after=after, limit=limit)


def find_people(desk: Desk, journey_id: str, text: str) -> list[PersonInJourney]:
    with reading(desk.database) as connection:
        return trails.find_people(connection, journey_id=journey_id, text=text, limit=10)


def way_of(desk: Desk, journey_id: str, contact_id: str) -> Way | None:
    """One customer's latest passages; None where they never entered."""
    with reading(desk.database) as connection:
        found = trails.trails_of_contact(connection, journey_id=journey_id, contact_id=contact_id, limit=3)
        contact = load_contacts(connection, [contact_id]).get(contact_id)
        ids = {trail.enrollment.version_id for trail in found}
        drawn = {one: journeys.version(connection, version_id=one) for one in ids}
    read = {one: readable(version.definition) for one, version in drawn.items() if version}
    known = [(trail, journey) for trail in found if (journey := read.get(trail.enrollment.version_id))]
    return Way(contact["name"] if contact else None, known) if known else None
