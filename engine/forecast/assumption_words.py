"""How assumptions, categories and reasons are called."""

from __future__ import annotations

from collections.abc import Mapping

from engine.checker.names import step_name, way_name
from engine.checker.words import say, spoken_language
from engine.forecast.assumptions import Assumption, Range
from engine.forecast.figures import length, share
from engine.journey.definition import Journey

GENERAL: Mapping[str, tuple[str, str]] = {
    "delivered": ("Messages reçus", "Messages delivered"),
    "read": ("Messages lus, de ceux qui sont reçus", "Messages read, of those delivered"),
    "clicked": ("Liens ouverts, des messages lus", "Links opened, of the messages read"),
    "opt_out": ("Désinscriptions par message reçu", "Opt-outs a delivered message"),
    "goal": ("Objectif atteint par un client, par lui-même", "Goal reached by a customer, by themselves"),
    "exit_on": ("Sortie anticipée d’un client", "Early exit of a customer"),
    "reply_after": ("Temps de réponse (la moitié fait plus vite)", "Time to reply (half are faster)"),
    "read_after": ("Temps de lecture (la moitié fait plus vite)", "Time to read (half are faster)"),
}
CATEGORIES: Mapping[str, tuple[str, str]] = {
    "marketing": ("Marketing", "Marketing"),
    "utility": ("Utilitaire", "Utility"),
    "authentication": ("Code de connexion", "Authentication"),
    "session": ("Réponse libre", "Free reply"),
}
REASONS: Mapping[str, tuple[str, str]] = {
    "no_consent": ("pas d’accord marketing", "no marketing consent"),
    "opted_out": ("désinscrit", "opted out"),
    "window_closed": ("24 h passées", "24 hours over"),
    "loop": ("trop de réponses d’affilée", "too many replies in a row"),
    "not_in_segment": ("hors du segment", "not in the segment"),
    "no_date": ("pas de date à venir", "no date to come"),
    "no_moment": ("la date de l’envoi est passée", "the date of the sending is over"),
    "cannot_render:too_long": ("un texte est trop long", "a text is too long"),
    "cannot_render": ("une valeur manque dans le texte", "a value is missing in the text"),
}


def named(pair: tuple[str, str], language: str) -> str:
    """One of two languages."""
    return pair[0] if spoken_language(language) == "fr" else pair[1]


def assumption_name(one: Assumption, journey: Journey, language: str) -> str:
    """`Sa réponse : Finir`, `Messages reçus`."""
    if one.step is None or one.port is None:
        return named(GENERAL[one.key], language)
    joint = " : " if spoken_language(language) == "fr" else ": "
    return f"{name_of(journey, one.step, language)}{joint}{way_of(journey, one.step, one.port, language)}"


def name_of(journey: Journey, step: str, language: str) -> str:
    """Of a step, in the reader's language."""
    return say(step_name(journey.steps[step]), spoken_language(language))


def way_of(journey: Journey, step: str, port: str, language: str) -> str:
    """Of a way out."""
    return say(way_name(journey.steps[step], port, journey.language), spoken_language(language))


def range_text(one: Assumption, language: str) -> str:
    """`20 % · 40 % · 60 %`, or the one figure."""
    return " · ".join(dict.fromkeys(_figures(one.range, one.kind, language)))


def _figures(figures: Range, kind: str, language: str) -> list[str]:
    show = share if kind == "share" else length
    return [show(figure, language) for figure in (figures.low, figures.expected, figures.high)]


def reason_text(reason: str, language: str) -> str:
    """Why a message does not leave or a person does not come in; machine words stay where there are no others."""
    head, _, detail = (reason, "", "") if reason in REASONS else reason.partition(":")
    words = named(REASONS[head], language) if head in REASONS else reason
    return f"{words} ({detail})" if detail and head in REASONS else words
