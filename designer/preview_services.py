"""What the reading page asks: one version of a journey, with the library and what the checker says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.draft_model import Desk
from designer.house_knowledge import House, know_house
from designer.journey_services import readable
from engine.checker.check import check
from engine.checker.problem import Problem
from engine.journey.definition import Journey
from storage import drafts, journeys
from storage.database import reading
from storage.tables import Journey as JourneyRow
from storage.tables import JourneyVersion

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Reading:
    """One version. `versions`: what else can be read, newest first: `draft`, then numbers as text."""

    row: JourneyRow
    version: JourneyVersion
    journey: Journey
    house: House
    problems: list[Problem]
    versions: list[str]

    @property
    def label(self) -> str:
        return DRAFT if self.version.number is None else str(self.version.number)


@dataclass(frozen=True, slots=True)
class NothingToRead:
    """No journey of this key (`row` is None), or no such version of it."""

    row: JourneyRow | None


def load_reading(desk: Desk, key: str, wanted: str | None) -> Reading | NothingToRead:
    """The version that was asked for (`draft` or a number), else the draft, else what is live."""
    with reading(desk.database) as connection:
        row = journeys.find_journey(connection, key=key)
        if row is None:
            return NothingToRead(None)
        draft = drafts.load_draft(connection, journey_id=row.id)
        published = journeys.versions(connection, journey_id=row.id)
    known = {**({DRAFT: draft} if draft else {}), **{str(one.number): one for one in published}}
    return _reading(desk, row, known, wanted)


def _reading(
    desk: Desk, row: JourneyRow, known: Mapping[str, JourneyVersion], wanted: str | None
) -> Reading | NothingToRead:
    label = wanted if wanted in known else next(iter(known), None)
    version = known.get(label or "")
    journey = readable(version.definition) if version else None
    if version is None or journey is None:
        return NothingToRead(row)
    house = know_house(desk, row.key)
    return Reading(row, version, journey, house, check(journey, house.surroundings), list(known))
