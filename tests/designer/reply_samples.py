"""A journey whose free reply may carry everything, for the designer's tests."""

from __future__ import annotations

from typing import Any

from engine.checker.context import KnownTemplate

BODY = {"header": None, "body": "Bonjour {{name}}, votre panier vous attend.", "footer": "", "buttons": []}
LIBRARY = {("cart_reminder", "fr"): KnownTemplate("UTILITY", "APPROVED", BODY)}


def replying(**changes: Any) -> dict[str, Any]:
    """`hello` is the free reply that `changes` are merged into; `answer` waits behind it."""
    hello = {"type": "send_session", "title": "Accueil", "text": "Que puis-je faire ?", "next": "answer"}
    return {
        "parcours": 1, "key": "cart", "name": "Accueil", "language": "fr", "purpose": "service",
        "triggers": [{"id": "hi", "type": "keyword", "any_of": ["bonjour"], "next": "hello"}],
        "steps": {
            "hello": {**hello, **changes},
            "answer": {"type": "wait_for_reply", "title": "Sa réponse", "for": "5h", "branches": [], "otherwise": "bye",
                       "no_reply": "bye"},
            "bye": {"type": "exit"},
        },
        "layout": {},
    }  # fmt: skip
