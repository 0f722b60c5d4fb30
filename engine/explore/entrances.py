"""Starts by which no generated customer came in, and what that may be due to."""

from __future__ import annotations

from collections.abc import Sequence

from engine.checker.names import quote, trigger_name
from engine.checker.words import Spoken, say, spoken_language
from engine.journey.triggers import (
    AudienceTrigger,
    DateTrigger,
    EventTrigger,
    KeywordTrigger,
    LinkTrigger,
    TriggerBase,
)

NO_START: Spoken = {"fr": "aucun départ : personne ne peut entrer", "en": "no start: nobody can enter"}
EMPTY: Spoken = {"fr": "il n'est pas rempli", "en": "it is not filled in"}
EXPRESSION: Spoken = {
    "fr": "aucun n'a écrit ce que demande son expression ; écrivez un scénario qui le fait",
    "en": "none wrote what its expression asks for; write a story that does",
}
SEGMENT: Spoken = {
    "fr": "aucun n'est dans son segment à son heure, du 5 janvier 2026 à 700 jours plus tard",
    "en": "none is in its segment at its hour, from 5 January 2026 to 700 days later",
}
DATE: Spoken = {
    "fr": "aucun n'a cette date, du 5 janvier 2026 à 700 jours plus tard",
    "en": "none has this date, from 5 January 2026 to 700 days later",
}
OTHER: Spoken = {
    "fr": "un autre départ, un mot de désinscription ou les règles d'entrée passent avant",
    "en": "another start, an opt-out word or the entry rules come first",
}


def nobody_lines(triggers: Sequence[TriggerBase], language: str) -> list[str]:
    """A sentence a start; one where there is no start at all."""
    spoken = spoken_language(language)
    return [_nobody_by(trigger, spoken) for trigger in triggers] or [say(NO_START, spoken)]


def _nobody_by(trigger: TriggerBase, language: str) -> str:
    """`personne n'est entré par « anniversaire » : aucun n'a cette date, …`"""
    name, why = say(quote(trigger_name(trigger)), language), say(_why(trigger), language)
    return f"personne n'est entré par {name} : {why}" if language == "fr" else f"nobody came in by {name}: {why}"


def _why(trigger: TriggerBase) -> Spoken:
    if _is_empty(trigger):
        return EMPTY
    match trigger:
        case KeywordTrigger(match="regex"):
            return EXPRESSION
        case AudienceTrigger():
            return SEGMENT
        case DateTrigger():
            return DATE
        case _:
            return OTHER


def _is_empty(trigger: TriggerBase) -> bool:
    match trigger:
        case KeywordTrigger():
            return trigger.match != "any" and not any(word.strip() for word in trigger.any_of)
        case EventTrigger():
            return not (trigger.name or "").strip()
        case LinkTrigger():
            return not (trigger.code or "").strip() and not trigger.ads
        case AudienceTrigger():
            return not (trigger.segment or "").strip()
        case DateTrigger():
            return not trigger.attribute.strip()
        case _:
            return False
