"""Definitions that the editing tests share."""

from __future__ import annotations

from typing import Any


def cart() -> dict[str, Any]:
    """A start, a reminder, a wait with one path, a thank-you and an end."""
    return {
        "parcours": 1,
        "key": "cart",
        "name": "Panier abandonné",
        "language": "fr",
        "purpose": "marketing",
        "triggers": [{"id": "cart", "type": "event", "name": "cart.abandoned", "next": "remind"}],
        "steps": {
            "remind": {
                "type": "send_template",
                "template": "cart_reminder",
                "values": {"name": "{{ contact.name }}"},
                "next": "answer",
            },
            "answer": {
                "type": "wait_for_reply",
                "for": "24h",
                "branches": [{"id": "yes", "any_of": ["oui", "yes"], "typos": True, "next": "thanks"}],
                "otherwise": "bye",
                "no_reply": "bye",
            },
            "thanks": {"type": "send_session", "text": {"fr": "Merci {{ contact.name }} !"}, "next": "bye"},
            "bye": {"type": "exit"},
        },
        "layout": {
            "trigger:cart": [0, 0],
            "remind": [0, 194],
            "answer": [0, 388],
            "thanks": [0, 582],
            "bye": [0, 776],
        },
    }


def bare() -> dict[str, Any]:
    """A journey on which nobody has worked."""
    return {"parcours": 1, "key": "new", "name": "Nouveau", "language": "fr"}
