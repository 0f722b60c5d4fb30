"""Which journeys of the list are shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from designer.search import Hit, find
from engine.checker.context import KnownTemplate
from engine.checker.templates import read_parts
from storage.tables import MessageTemplate

if TYPE_CHECKING:
    from designer.journey_services import Listed

FILTERS = {"all": "Tous", "live": "En ligne", "draft": "Brouillons", "problems": "À corriger"}


def choose(
    listed: Sequence[Listed], library: Sequence[MessageTemplate], *, wanted: str, shown: str
) -> list[tuple[Listed, Hit | None]]:
    """The journeys of a filter that hold the words, each with the first place where they stand."""
    kept = [one for one in listed if _is_shown(one, shown)]
    if not wanted.strip():
        return [(one, None) for one in kept]
    bodies = bodies_of(library)
    hits = [(one, find({**one.definition, "name": [one.row.name, one.row.names]}, wanted, bodies)) for one in kept]
    return [(one, hit) for one, hit in hits if hit is not None]


def bodies_of(library: Sequence[MessageTemplate]) -> Mapping[str, list[str]]:
    """Template name → its texts, in every language."""
    bodies: dict[str, list[str]] = {}
    for one in library:
        parts = read_parts(KnownTemplate(one.category, one.status, one.components))
        if parts is not None:
            texts = [parts.header, parts.body, parts.footer, *(button.title for button in parts.buttons)]
            bodies.setdefault(one.name, []).extend(text for text in texts if text)
    return bodies


def _is_shown(listed: Listed, shown: str) -> bool:
    match shown:
        case "live":
            return listed.row.state in ("live", "paused", "retired")
        case "draft":
            return listed.summary.has_draft
        case "problems":
            return listed.errors > 0
        case _:
            return True
