"""What starts a journey, in words. Pure."""

from __future__ import annotations

from designer.card_words import trigger_line, trigger_title
from engine.journey.definition import Journey
from engine.journey.triggers import EventTrigger, TriggerBase


def start_words(trigger: TriggerBase, language: str) -> str:
    """`« menu », « bonjour »`; an event by the name that a person gave it, else as the site calls it."""
    line, title = trigger_line(trigger, language), trigger_title(trigger, language)
    if isinstance(trigger, EventTrigger):
        return title if trigger.title else line
    return line or title


def starts_of(journey: Journey, language: str) -> list[str]:
    """Every start that has words already."""
    return [words for one in journey.triggers if (words := start_words(one, language))]
