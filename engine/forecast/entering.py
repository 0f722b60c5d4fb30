"""When each person comes in, and who does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.forecast.audience import Person
from engine.forecast.facts import UnknownFacts
from engine.forecast.mistakes import Mistake
from engine.forecast.setting import LONGEST, Setting
from engine.journey.definition import Journey
from engine.journey.events import Started
from engine.journey.schedules import next_moment, next_start
from engine.journey.segments import MICROSECOND, person_facts
from engine.journey.triggers import AudienceTrigger, DateTrigger, KeywordTrigger, LinkTrigger, TriggerBase


@dataclass(frozen=True, slots=True)
class Entrance:
    """`wrote`: the customer's own message brings them in."""

    at: dt.datetime
    started: Started
    wrote: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """`reason`: `not_in_segment`, `no_date`, `opted_out`, `no_moment`."""

    reason: str


@dataclass(frozen=True)
class Entrances:
    """Of one setting."""

    setting: Setting
    facts: UnknownFacts
    count: int
    trigger: TriggerBase = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "trigger", start_named(self.setting.journey.journey, self.setting.trigger))

    def of(self, number: int, person: Person) -> Entrance | Absent:
        """Of the person with this number."""
        trigger = self.trigger
        if person.opted_out and not isinstance(trigger, KeywordTrigger | LinkTrigger):
            return Absent("opted_out")
        match trigger:
            case AudienceTrigger():
                return self._by_segment(trigger, person)
            case DateTrigger():
                return self._by_date(trigger, person)
            case _:
                at = self.setting.start + self.setting.over * (number / self.count)
                wrote = isinstance(trigger, KeywordTrigger | LinkTrigger)
                facts = self.facts.event(person.event, number)
                return Entrance(at, Started(trigger.id, facts, at if wrote else None), wrote)

    def _by_segment(self, trigger: AudienceTrigger, person: Person) -> Entrance | Absent:
        setting = self.setting
        segment = setting.journey.journey.segments.get(trigger.segment or "")
        known = person_facts(person.contact, consents=person.consents, opted_out=person.opted_out)
        if segment is not None and segment.when is not None and not segment.when.holds(known):
            return Absent("not_in_segment")
        at: dt.datetime | None = setting.start
        if trigger.when != "now":
            at = next_moment(trigger.when, setting.start - MICROSECOND, setting.house_zone)
        if at is None:
            return Absent("no_moment")
        return Entrance(at, Started(trigger.id, self._told(person, segment=trigger.segment, occurrence=at.isoformat())))

    def _by_date(self, trigger: DateTrigger, person: Person) -> Entrance | Absent:
        start, zone = self.setting.start, self.setting.house_zone
        at = next_start(trigger, person.contact, start - MICROSECOND, start + LONGEST, zone)
        if at is None:
            return Absent("no_date")
        return Entrance(at, Started(trigger.id, self._told(person, date=at.date().isoformat())))

    def _told(self, person: Person, **facts: Any) -> Mapping[str, Any]:
        return {**person.event, **facts}


def start_named(journey: Journey, trigger_id: str) -> TriggerBase:
    """The start of this id, or of this type; the first that leads somewhere for an empty name. Raises Mistake."""
    leading = [trigger for trigger in journey.triggers if trigger.next in journey.steps]
    if not leading:
        raise Mistake("no_start")
    found = [trigger for trigger in leading if trigger_id in ("", trigger.id)] or [
        trigger for trigger in leading if trigger.type == trigger_id
    ]
    if not found:
        raise Mistake("unknown_start", start=trigger_id, known=", ".join(trigger.id for trigger in leading))
    return found[0]
