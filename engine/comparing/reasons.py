"""Why a message does not leave and why a passage ends, French and English."""

from __future__ import annotations

from engine.checker.words import Spoken

REFUSALS: dict[str, Spoken] = {
    "no_consent": {"fr": "le client n'a pas donné son accord", "en": "the customer has not agreed"},
    "opted_out": {"fr": "le client s'est désinscrit", "en": "the customer opted out"},
    "window_closed": {"fr": "les 24 h sont passées", "en": "the 24 h are over"},
    "loop": {"fr": "trop de messages à la fois", "en": "too many messages at once"},
    "refuses": {"fr": "l'opérateur le refuse", "en": "the provider refuses it"},
    "unreachable": {"fr": "ce numéro n'est plus joignable", "en": "this number cannot be reached any more"},
    "cannot_render": {"fr": "« {what} » n'est pas connu", "en": "“{what}” is not known"},
    "not_started": {"fr": "l'autre parcours ne le prend pas", "en": "the other journey does not take them"},
}
ENDS: dict[str, Spoken] = {
    "end": {"fr": "fin du parcours", "en": "the journey ends"},
    "goal": {"fr": "fin du parcours : objectif atteint", "en": "the journey ends: goal reached"},
    "exit_on": {"fr": "fin du parcours : sortie anticipée", "en": "the journey ends: early exit"},
    "stopped": {"fr": "fin du parcours : arrêté", "en": "the journey ends: stopped"},
    "entered_again": {"fr": "fin du parcours : il recommence", "en": "the journey ends: it starts over"},
    "no_next": {"fr": "fin du parcours : rien ne suit", "en": "the journey ends: nothing follows"},
    "loop": {"fr": "fin du parcours : il tourne en rond", "en": "the journey ends: it goes round in a circle"},
}
ENDS_BY: Spoken = {"fr": "fin du parcours : {why}", "en": "the journey ends: {why}"}


def refusal(reason: str, language: str) -> str:
    """`le client n'a pas donné son accord`; one of the provider's own codes stays as it is."""
    kind, _, what = reason.partition(":")
    words = REFUSALS.get(kind)
    return words[language].format(what=what) if words else reason


def ending(reason: str, language: str) -> str:
    """`fin du parcours : objectif atteint`."""
    if reason in ENDS:
        return ENDS[reason][language]
    kind, _, what = reason.partition(":")
    return ENDS_BY[language].format(why=refusal(what if kind in ("refused", "failed") else reason, language))
