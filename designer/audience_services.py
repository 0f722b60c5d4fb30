"""Who is in a segment, and what the planned starts of a journey came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from designer.draft_model import Desk
from designer.editing import Definition
from engine.audience import People, count, refresh
from engine.journey.conditions import Condition
from engine.journey.definition import read_definition
from engine.journey.triggers import AudienceTrigger
from storage import start_runs
from storage.database import reading, writing

CHUNKS_AT_ONCE = 10
"""Records that changed are read again before a count, this many chunks at most; the engine goes on with the rest."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """An audience start of a draft and the people in its segment now. `starts_now`: as soon as the journey goes live."""

    trigger: AudienceTrigger
    name: str
    people: People
    starts_now: bool


def count_people(desk: Desk, condition: Condition) -> People:
    """How many people fit now."""
    for _ in range(CHUNKS_AT_ONCE):
        with writing(desk.database) as connection:
            if not refresh(connection):
                break
    with reading(desk.database) as connection:
        return count(connection, condition)


def concerned(desk: Desk, journey_id: str, definition: Definition) -> list[Concerned]:
    """Everybody whom going live would concern. A start at once that has been is not made again."""
    journey = read_definition(definition)
    with reading(desk.database) as connection:
        begun = {trigger for of, trigger in start_runs.begun_at_once(connection) if of == journey_id}
    found: list[Concerned] = []
    for trigger in journey.triggers:
        segment = journey.segments.get(trigger.segment or "") if isinstance(trigger, AudienceTrigger) else None
        if isinstance(trigger, AudienceTrigger) and segment is not None and segment.when is not None:
            at_once = trigger.when == "now"
            if not at_once or trigger.id not in begun:
                name = segment.name or trigger.segment or ""
                found.append(Concerned(trigger, name, count_people(desk, segment.when), at_once))
    return found


def runs_of(desk: Desk, journey_id: str) -> Sequence[Any]:
    """Planned starts of a journey, the newest first."""
    with reading(desk.database) as connection:
        return start_runs.of_journey(connection, journey_id=journey_id, limit=6)
