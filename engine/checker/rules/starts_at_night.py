"""A marketing sending planned for the night: in France and elsewhere it is not allowed, and everywhere it brings blocks
(whatsapp.md, section 10.2). Quiet hours that hold it make it well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import trigger_name
from engine.checker.problem import Field, Problem
from engine.checker.words import Fact, Spoken
from engine.journey.clock_times import parse_date, parse_hour
from engine.journey.quiet_hours import QuietHours
from engine.journey.schedules import AtMoment, Every
from engine.journey.triggers import AudienceTrigger, DateTrigger, TriggerBase

EVENING, MORNING = dt.time(22), dt.time(8)
"""The widest hours that are named anywhere."""


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers if scene.journey.purpose == "marketing" else ():
        planned = _planned(trigger)
        if (
            planned is not None
            and _is_night(planned[0])
            and not any(_holds(quiet, planned[0]) for quiet in scene.quiet_hours)
        ):
            hour, field = planned
            facts: dict[str, Fact] = {"step": trigger_name(trigger), "hour": _spoken(hour)}
            yield Problem("starts_at_night", "warning", None, trigger.id, field, facts)


def _planned(trigger: TriggerBase) -> tuple[dt.time, Field] | None:
    """The hour, and where it is written; None where it is not known, or known in a zone that need not be the customer's."""
    if isinstance(trigger, DateTrigger):
        return parse_hour(trigger.at), ("at",)
    when = trigger.when if isinstance(trigger, AudienceTrigger) else None
    if isinstance(when, Every):
        return parse_hour(when.at), ("when", "at")
    moment = parse_date(when.at) if isinstance(when, AtMoment) else None
    return (moment.time(), ("when", "at")) if moment is not None and moment.tzinfo is None else None


def _is_night(hour: dt.time) -> bool:
    return hour >= EVENING or hour < MORNING


def _holds(quiet: QuietHours, hour: dt.time) -> bool:
    """Whether quiet hours of every day reach over this hour."""
    start, end = parse_hour(quiet.from_), parse_hour(quiet.to)
    inside = start <= hour < end if start < end else hour >= start or hour < end
    return inside and quiet.days is None


def _spoken(hour: dt.time) -> Spoken:
    return {"fr": f"{hour.hour} h {hour.minute:02}".removesuffix(" 00"), "en": f"{hour.hour}:{hour.minute:02}"}
