"""What starts a journey, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from designer.card_words import quote, segment_name, trigger_line, trigger_title, w
from engine.checker.names import shorten
from engine.journey.definition import Journey
from engine.journey.segments import Segment
from engine.journey.triggers import AudienceTrigger, DateTrigger, EventTrigger, OptInTrigger, TriggerBase


def start_words(trigger: TriggerBase, language: str, segments: Mapping[str, Segment]) -> str:
    """`« menu », « bonjour »`; an event by the name that a person gave it, else as the site calls it. `segments`: those of
    its journey."""
    line, title = trigger_line(trigger, language, segments), trigger_title(trigger, language)
    if isinstance(trigger, EventTrigger):
        return title if trigger.title else line
    if isinstance(trigger, OptInTrigger):
        return title if trigger.title else w(f"agreement.{trigger.purpose}", language)
    if isinstance(trigger, AudienceTrigger):
        name = quote(shorten(segment_name(trigger, segments)) or "…", language)
        return title if trigger.title else w("audience.start", language, segment=name)
    if isinstance(trigger, DateTrigger):
        field = trigger.attribute.removeprefix("contact.") or "…"
        return title if trigger.title else w("date.start", language, field=field)
    return line or title


def starts_of(journey: Journey, language: str) -> list[str]:
    """Every start that has words already."""
    return [words for one in journey.triggers if (words := start_words(one, language, journey.segments))]
