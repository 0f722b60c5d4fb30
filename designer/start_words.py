"""What starts a journey, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from designer.card_words import WORDS, w
from designer.phrasing import cut, quote, spoken
from designer.schedule_words import day_words, when_words
from engine.checker.names import shorten, trigger_name
from engine.journey.definition import Journey
from engine.journey.links import prefilled_text
from engine.journey.segments import Segment
from engine.journey.triggers import (
    AudienceTrigger,
    DateTrigger,
    EventTrigger,
    KeywordTrigger,
    LinkTrigger,
    OptInTrigger,
    TriggerBase,
)


def trigger_title(trigger: TriggerBase, language: str) -> str:
    """The person's own name for it, else its kind."""
    if trigger.title and trigger.title.strip():
        return shorten(trigger.title)
    return w(trigger.type, language) if trigger.type in WORDS else spoken(trigger_name(trigger), language)


def trigger_line(trigger: TriggerBase, language: str, segments: Mapping[str, Segment]) -> str:
    """What tells a start from others of its kind. `segments`: those of its journey."""
    match trigger:
        case KeywordTrigger(match="any"):
            return w("any_message", language)
        case KeywordTrigger():
            return cut(", ".join(quote(word, language) for word in trigger.any_of))
        case EventTrigger():
            return trigger.name or ""
        case AudienceTrigger():
            name = segment_name(trigger, segments) or w("unset", language)
            return cut(_together_by_dot(shorten(name), when_words(trigger, language)))
        case DateTrigger():
            field = trigger.attribute.partition(".")[2] or w("unset", language)
            return cut(_together_by_dot(field, day_words(trigger, language)))
        case OptInTrigger():
            return w(f"agreed.{trigger.purpose}", language)
        case LinkTrigger():
            return cut(_link_line(trigger, language))
        case _:
            return ""


def segment_name(trigger: AudienceTrigger, segments: Mapping[str, Segment]) -> str:
    """What people call its segment; the key where nobody named it, nothing where none is chosen."""
    key = trigger.segment or ""
    return (segments[key].name.strip() if key in segments else "") or key


def _together_by_dot(*parts: str) -> str:
    return " · ".join(parts)


def _link_line(trigger: LinkTrigger, language: str) -> str:
    """The text that the customer sends, and the ads that bring them."""
    written = prefilled_text(trigger)
    ads = w("link.ads", language, ads=", ".join(trigger.ads)) if trigger.ads else ""
    return " + ".join(part for part in (quote(written, language) if trigger.code else "", ads) if part)


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
