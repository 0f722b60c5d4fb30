"""What starts a journey, in words. Pure."""

from __future__ import annotations

from designer.card_words import quote, trigger_line, trigger_title, w
from engine.journey.definition import Journey
from engine.journey.triggers import AudienceTrigger, DateTrigger, EventTrigger, OptInTrigger, TriggerBase


def start_words(trigger: TriggerBase, language: str) -> str:
    """`« menu », « bonjour »`; an event by the name that a person gave it, else as the site calls it."""
    line, title = trigger_line(trigger, language), trigger_title(trigger, language)
    if isinstance(trigger, EventTrigger):
        return title if trigger.title else line
    if isinstance(trigger, OptInTrigger):
        return title if trigger.title else w(f"agreement.{trigger.purpose}", language)
    if isinstance(trigger, AudienceTrigger):
        return (
            title if trigger.title else w("audience.start", language, segment=quote(trigger.segment or "…", language))
        )
    if isinstance(trigger, DateTrigger):
        field = trigger.attribute.removeprefix("contact.") or "…"
        return title if trigger.title else w("date.start", language, field=field)
    return line or title


def starts_of(journey: Journey, language: str) -> list[str]:
    """Every start that has words already."""
    return [words for one in journey.triggers if (words := start_words(one, language))]
