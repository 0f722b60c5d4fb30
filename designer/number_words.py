"""How a number stands, in sentences: what holds its messages back, and who decided what. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from designer.figures import number as figure
from designer.live_view import Sentence
from designer.reason_words import reason_words
from designer.wording import say
from storage import portfolios, senders

if TYPE_CHECKING:
    import datetime as dt

    from designer.number_services import NumberState

At = Callable[["dt.datetime"], str]
STATES = {
    "restricted": "WhatsApp bloque ce numéro : rien ne part.",
    "disconnected": "Ce numéro n’est plus relié à WhatsApp : rien ne part.",
    "pending": "WhatsApp n’a pas encore vérifié ce numéro : rien ne part.",
    "no_templates": "WhatsApp ne laisse pas ce numéro écrire le premier : les modèles attendent, les réponses partent.",
}
QUALITIES = {
    "yellow": "Qualité moyenne : le marketing part au quart de la vitesse.",
    "red": "Mauvaise qualité : le marketing attend.",
}
DECISIONS = {
    "quality": "On envoie malgré la qualité annoncée.",
    "status": "On envoie malgré l’état annoncé.",
    "rate": "La vitesse est la vôtre.",
}


def brakes(state: NumberState, language: str, at: At, now: dt.datetime) -> list[Sentence]:
    """What holds messages of this number back now; nothing where all may leave."""
    row = state.row
    found: list[Sentence] = []
    if row["paused"]:
        found.append(Sentence(say(language, "En pause : rien ne part.") + _who(state, "paused", language, at), "stop"))
    if (told := STATES.get(senders.status_of(row, now))) is not None:
        until = f" ({say(language, 'jusqu’à {at}', at=at(row['restricted_until']))})" if row["restricted_until"] else ""
        found.append(Sentence(say(language, told) + until, "stop"))
    if (told := QUALITIES.get(senders.quality_of(row))) is not None:
        found.append(Sentence(say(language, told), "wait"))
    if row["blocked_until"] is not None and row["blocked_until"] > now:
        why = reason_words(row["blocked_reason"] or "", language)
        text = say(language, "Rien ne part jusqu’à {at} : {why}.", at=at(row["blocked_until"]), why=why)
        found.append(Sentence(text, "stop", tuple(part for part in (row["blocked_detail"],) if part)))
    if (limit := portfolios.limit_of(state.portfolio)) is not None and state.people >= limit:
        text = say(language, "{limit} personnes en 24 h sont atteintes : les suivantes attendent leur tour.",
                   limit=figure(limit, language))  # fmt: skip
        found.append(Sentence(text, "wait"))
    return found


def decisions(state: NumberState, language: str, at: At) -> list[tuple[str, str]]:
    """What a person decided against the provider, and under which name it is undone."""
    return [
        (name, say(language, text) + _who(state, name, language, at)) for name, text in DECISIONS.items()
        if name in state.row["overrides"] and (name == "rate" or senders.is_lifted(state.row, name))  # pyright: ignore[reportArgumentType]
    ]  # fmt: skip


def _who(state: NumberState, name: str, language: str, at: At) -> str:
    """` Claire, hier à 10:00.`; nothing where nobody is known."""
    noted: dict[str, Any] = state.row["overrides"].get(name, {})
    return state.signature(noted, language, at)
