"""Planned starts on a stage: sendings to a segment and dates of the customer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engine.journey.schedules import next_moment, next_start
from engine.journey.segments import MICROSECOND, person_facts
from engine.journey.stage.moving import start
from engine.journey.stage.stage import Stage
from engine.journey.triggers import AudienceTrigger, DateTrigger, TriggerBase
from engine.journey.zones import zone_of


def next_planned(stage: Stage, until: dt.datetime) -> tuple[dt.datetime, str, dict[str, Any]] | None:
    """The first planned start that has not been, with its trigger and what it may read."""
    first = stage.begun_at or stage.now
    stage.begun_at = first
    begun = ((trigger, stage.started.get(trigger.id)) for trigger in stage.journey.journey.triggers)
    found = [one for trigger, last in begun if (one := _planned(stage, trigger, last, first, until)) is not None]
    return min(found, key=lambda one: one[0], default=None)


def _planned(
    stage: Stage, trigger: TriggerBase, last: dt.datetime | None, first: dt.datetime, until: dt.datetime
) -> tuple[dt.datetime, str, dict[str, Any]] | None:
    after = last or first - MICROSECOND
    match trigger:
        case AudienceTrigger(when="now"):
            moment = first if last is None else None
        case AudienceTrigger():
            moment = next_moment(trigger.when, after, stage.house_zone) if trigger.when != "now" else None
        case DateTrigger():
            moment = next_start(trigger, stage.contact, after, until, stage.house_zone)
        case _:
            return None
    return (moment, trigger.id, _told(stage, trigger, moment)) if moment is not None and moment <= until else None


def _told(stage: Stage, trigger: TriggerBase, moment: dt.datetime) -> dict[str, Any]:
    if isinstance(trigger, AudienceTrigger):
        occurrence = "now" if trigger.when == "now" else moment.isoformat()
        return {"segment": trigger.segment, "occurrence": occurrence}
    return {"date": moment.astimezone(zone_of(stage.contact, stage.house_zone)).date().isoformat()}


def start_planned(stage: Stage, moment: dt.datetime, trigger_id: str, facts: dict[str, Any]) -> None:
    """It is its moment: who is of the segment, or has the date, enters."""
    stage.now = max(stage.now, moment)
    stage.started[trigger_id] = moment
    if "segment" not in facts or _is_in(stage, str(facts["segment"])):
        start(stage, trigger_id, facts)


def _is_in(stage: Stage, segment: str) -> bool:
    described = stage.journey.journey.segments.get(segment)
    if described is None or described.when is None:
        return False
    return described.when.holds(person_facts(stage.contact, consents=stage.consents, opted_out=stage.opted_out))
