"""What may happen next: how a customer arrives, what they do on the phone, and what the world does. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from designer.placeholders import full_path
from designer.preview_facts import paths_used
from designer.start_words import start_words
from designer.trial.trial import Played
from engine.journey.conditions import AllOf, AnyOf, Comparison, Condition, NotThis
from engine.journey.definition import Journey
from engine.journey.effects import CallHttp
from engine.journey.links import prefilled_text
from engine.journey.steps.branch import Branch
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.story_lines import Ad, Happens, Line, Place
from engine.journey.triggers import (
    AudienceTrigger,
    DateTrigger,
    EventTrigger,
    KeywordTrigger,
    LinkTrigger,
    OptInTrigger,
    TriggerBase,
)

HOME = Place(latitude=45.764, longitude=4.8357, name="Lyon")
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
FIELD = re.compile(r"\s*(?P<name>[^=]+?)\s*=\s*(?P<value>.*?)\s*")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One way into the journey. `line` is the move; None where time has to pass (`planned`) or an event needs its fields
    (`event`)."""

    trigger_id: str
    words: str
    icon: str
    line: Line | None = None
    event: str = ""
    planned: bool = False


def arrivals(journey: Journey, language: str) -> list[Arrival]:
    """Every start of the journey that can be tried."""
    found = (_arrival(trigger, start_words(trigger, language, journey.segments)) for trigger in journey.triggers)
    return [one for one in found if one is not None]


def _arrival(trigger: TriggerBase, words: str) -> Arrival | None:
    match trigger:
        case KeywordTrigger():
            said = "Bonjour" if trigger.match in ("any", "regex") else next(iter(trigger.any_of), "")
            return Arrival(trigger.id, words, "chat", Line(says=said)) if said else None
        case LinkTrigger():
            return _by_link(trigger, words)
        case OptInTrigger():
            return Arrival(trigger.id, words, "verified_user", Line(agrees=trigger.purpose))
        case EventTrigger():
            return Arrival(trigger.id, words, "webhook", event=trigger.name) if trigger.name else None
        case AudienceTrigger():
            return Arrival(trigger.id, words, "group", planned=True)
        case DateTrigger():
            return Arrival(trigger.id, words, "event", planned=True)
        case _:
            return None


def _by_link(trigger: LinkTrigger, words: str) -> Arrival | None:
    """The text that the link has written already; for an ad without a code, the ad itself brings them."""
    said = prefilled_text(trigger)
    if (trigger.code or "").strip():
        return Arrival(trigger.id, words, "qr_code_2", Line(says=said))
    if trigger.ads:
        line = Line(says=said or "Bonjour", ad=Ad(source_id=trigger.ads[0]))
        return Arrival(trigger.id, words, "campaign", line)
    return None


def tap(played: Played, message_id: str, button_id: str, title: str) -> Line:
    """A tap on a message of the trial; asking for the location, it is sent."""
    sent = played.sent(message_id)
    if button_id == "location" and sent is not None and sent.send.asks_location:
        return Line(sends="location", place=HOME)
    of = sent.send.step_id if sent is not None and message_id != played.newest_tappable else None
    return Line(taps=title, of=of)


def later(span: str) -> Line:
    return Line(after=span)


def until(moment: dt.datetime) -> Line:
    return Line(at=moment)


def events_of(journey: Journey) -> list[str]:
    """Events that the journey listens to, by name."""
    started = [one.name for one in journey.triggers if isinstance(one, EventTrigger)]
    waited = [step.event for _, step in journey.walk() if isinstance(step, WaitForEvent)]
    heard = [journey.goal.event if journey.goal else None, *(one.event for one in journey.exit_on)]
    return [name for name in dict.fromkeys([*started, *waited, *heard]) if name]


def event_fields(journey: Journey) -> list[str]:
    """What the journey reads of its event: `total`, `order.id`."""
    paths = [*paths_used(journey), journey.entry.per or "", *_compared(journey)]
    return [path.removeprefix("event.") for path in dict.fromkeys(paths) if path.startswith("event.")]


def contact_fields(journey: Journey) -> list[str]:
    """What the journey reads of the customer's record besides name, language, country and zone."""
    own = ("name", "language", "country", "timezone")
    paths = dict.fromkeys([*paths_used(journey), *_compared(journey)])
    names = [path.removeprefix("contact.") for path in paths if path.startswith("contact.")]
    return [name for name in names if name not in own and "." not in name]


def _compared(journey: Journey) -> Iterator[str]:
    for _, step in journey.walk():
        for branch in step.branches if isinstance(step, Branch) else []:
            yield from _paths(branch.when) if branch.when else ()
    for segment in journey.segments.values():
        yield from _paths(segment.when) if segment.when else ()


def _paths(condition: Condition) -> Iterator[str]:
    match condition:
        case Comparison():
            yield full_path(condition.attribute)
        case AllOf() | AnyOf():
            for part in condition.all if isinstance(condition, AllOf) else condition.any:
                yield from _paths(part)
        case NotThis():
            yield from _paths(condition.not_)


def event(name: str, written: Mapping[str, str]) -> Line:
    """An event with what was written into its fields; an empty one is left out. `order.id` is a field of a group."""
    data: dict[str, Any] = {}
    for path, text in written.items():
        if text.strip():
            *groups, last = path.split(".")
            here = data
            for group in groups:
                here = here.setdefault(group, {})
            here[last] = value_in(text)
    return Line(event=Happens(name=name, data=data))


def value_in(text: str) -> Any:
    """`3` is a number, `oui` and `true` are yes, anything else (`0612`) is a text."""
    bare = text.strip()
    if NUMBER.fullmatch(bare):
        return float(bare) if "." in bare else int(bare)
    return {"true": True, "false": False, "oui": True, "non": False}.get(bare.lower(), bare)


def written(value: Any) -> str:
    """A value as it stands in a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def fields_in(text: str) -> dict[str, Any] | str:
    """`ville = Lyon` line by line; the first line that is no field, where there is one."""
    found: dict[str, Any] = {}
    for line in filter(str.strip, text.splitlines()):
        match = FIELD.fullmatch(line)
        if match is None:
            return line.strip()
        found[match["name"].removeprefix("contact.")] = value_in(match["value"])
    return found


def sample_answer(call: CallHttp) -> str:
    """An answer that holds what the step keeps, ready to be changed: `{"state": "…"}`."""
    body: dict[str, Any] = {}
    for name, path in call.save.items():
        here, steps = body, path.split(".")
        for step in steps[:-1]:
            here = here.setdefault(step, {})
        here[steps[-1]] = name
    return json.dumps(body, ensure_ascii=False, indent=1)
