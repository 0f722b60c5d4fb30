"""Values that come from the customer's record: `{{ contact.name | default("cher client") }}` as a field and what stands
in for it when it is empty; and the fields that a journey may use. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.journey.definition import Journey
from engine.journey.model import LocalText
from engine.journey.rendering import BadText, placeholders_in
from engine.journey.steps.ask import Ask
from engine.journey.steps.wait_for_reply import WaitForReply

ONE_FIELD = re.compile(
    r"""\s*\{\{\s*(?P<path>(?:contact|event|answers)(?:\.\w+)+)\s*
        (?:\|\s*default\(\s*(?P<fallback>"(?:[^"\\]|\\.)*"|'[^'\\]*')\s*\)\s*)?\}\}\s*""",
    re.VERBOSE,
)
LABELS: dict[str, tuple[str, str]] = {
    "consent.marketing": ("Accord marketing", "Marketing consent"),
    "consent.service": ("Accord service", "Service consent"),
    "consent.opted_out": ("Désinscrit", "Opted out"),
    "contact.joined_at": ("Sur la fiche depuis", "On record since"),
    "contact.name": ("Prénom", "First name"),
    "contact.language": ("Langue", "Language"),
    "contact.country": ("Pays", "Country"),
    "contact.timezone": ("Fuseau horaire", "Time zone"),
    "contact.city": ("Ville", "City"),
    "contact.orders": ("Nombre de commandes", "Number of orders"),
    "event.total": ("Montant", "Amount"),
    "event.order_id": ("Numéro de commande", "Order number"),
    "event.product": ("Produit", "Product"),
    "event.booking": ("Réservation", "Booking"),
    "event.document_url": ("Adresse du document", "Address of the document"),
}


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field, and the text for customers who have none; `fallback` None: the message would not leave."""

    path: str
    fallback: str | None = None

    def written(self) -> str:
        """As it stands in the definition."""
        if self.fallback is None:
            return "{{ " + self.path + " }}"
        return "{{ " + self.path + " | default(" + json.dumps(self.fallback, ensure_ascii=False) + ") }}"


def read_value(text: str) -> FieldValue | None:
    """The field that a value consists of, or None for a text of its own."""
    found = ONE_FIELD.fullmatch(text)
    if found is None:
        return None
    quoted = found.group("fallback")
    return FieldValue(found.group("path"), _unquoted(quoted) if quoted else None)


def fields_of(journey: Journey, facts: Mapping[str, Any]) -> list[str]:
    """Paths to offer: what the sample knows, what the journey notes, asks for, or already uses."""
    known = [f"{root}.{name}" for root in ("contact", "event") for name in facts.get(root) or {}]
    noted = [f"contact.{name}" for _, step in journey.walk() for name in step.notes()]
    asked = [f"answers.{step_id}" for step_id, step in journey.walk() if isinstance(step, WaitForReply | Ask)]
    first = ["contact.name"]
    return list(dict.fromkeys([*first, *known, *noted, *asked, *_used(journey)]))


def field_label(path: str, language: str) -> str:
    """`Prénom` for `contact.name`; the last name of the path for a field of the house's own."""
    pair = LABELS.get(path)
    if pair is not None:
        return pair[0 if language.startswith("fr") else 1]
    root, _, name = path.partition(".")
    if root == "answers":
        return f"{'Réponse à' if language.startswith('fr') else 'Reply to'} {name}"
    return name


def full_path(name: str) -> str:
    """A field that was written by hand is one of the customer's: `ville` → `contact.ville`."""
    name = name.strip()
    return name if not name or name.split(".")[0] in ("contact", "event", "answers", "consent") else f"contact.{name}"


def _used(journey: Journey) -> Iterator[str]:
    for _, step in journey.walk():
        for use in step.texts():
            for source in _sources(use.text):
                yield from _paths(source)


def _sources(text: LocalText | None) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text or ""]


def _paths(source: str) -> list[str]:
    try:
        return [placeholder.path for placeholder in placeholders_in(source)]
    except BadText:
        return []


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        try:
            return str(json.loads(text))
        except ValueError:
            return text[1:-1]
    return text[1:-1]
