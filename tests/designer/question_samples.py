"""A journey with a question, a consent and files, for the designer's tests."""

from __future__ import annotations

from typing import Any

PLAN = "https://voyages.example/plan%20fr.png"


def asking(**changes: Any) -> dict[str, Any]:
    """`note` asks for a rating, `agree` records a consent, `plan` sends a picture; `changes` are merged into `note`."""
    note = {
        "type": "ask", "title": "Sa note", "text": {"fr": "Quelle note ?", "en": "Which rating?"}, "kind": "rating",
        "save_as": "satisfaction", "retry": {"fr": "Un chiffre de 1 à 5.", "en": "A number from 1 to 5."}, "for": "20h",
        "next": "plan", "invalid": "bye", "no_reply": "bye",
    }  # fmt: skip
    return {
        "parcours": 1, "key": "cart", "name": "Avis", "language": "fr", "purpose": "service",
        "triggers": [{"id": "hi", "type": "keyword", "any_of": ["avis"], "next": "agree"}],
        "steps": {
            "agree": {"type": "record_consent", "title": "Accord", "words": "Écrivez AVIS pour nos offres.", "next": "note"},
            "note": {**note, **changes},
            "plan": {"type": "send_session", "text": "Merci pour votre {{ contact.satisfaction }} !",
                     "media": {"kind": "image", "url": PLAN}, "next": "bye"},
            "bye": {"type": "exit"},
        },
        "layout": {},
    }  # fmt: skip
