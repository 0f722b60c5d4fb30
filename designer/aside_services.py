"""Events that were put aside, for the settings page: why, and trying them again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from designer.draft_model import Desk
from engine.masking import masked
from storage import asides, waiting
from storage.asides import Replayed
from storage.database import reading, writing

WORDS = {
    "the event names no customer": "l’événement ne nomme aucun client",
    "no sender is set up": "aucun numéro n’est réglé pour ce canal",
    "no provider named": "son fournisseur n’est plus réglé",
    "the contact is not there any more": "la fiche du client n’existe plus",
}
UNFORESEEN = "il n’a pas pu être lu"
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: in our words (French), as the engine told it, and how often among the newest."""

    words: str
    told: str
    count: int


@dataclass(frozen=True, slots=True)
class PutAside:
    """`count` ends at `waiting.COUNT_TO`; `reasons`: the most frequent first."""

    count: int
    reasons: list[Why]


def put_aside(desk: Desk) -> PutAside:
    """What stands aside now."""
    with reading(desk.database) as connection:
        count = waiting.inbound_count(connection, "aside")
        told = Counter(masked(event.reason)[:LONGEST] for event in asides.list_asides(connection) if count)
    return PutAside(count, [Why(_words(reason), reason, number) for reason, number in told.most_common(5)])


def try_again(desk: Desk, source: str) -> Replayed:
    """All of them. `source`: the provider that is set up."""
    with writing(desk.database) as connection:
        return asides.replay_all(connection, sources=[source], by=desk.by, at=desk.clock())


def _words(reason: str) -> str:
    return next((words for start, words in WORDS.items() if reason.startswith(start)), UNFORESEEN)
