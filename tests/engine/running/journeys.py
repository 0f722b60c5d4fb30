"""Small journeys for the tests of the running engine."""

from __future__ import annotations

from typing import Any

END = {"type": "exit"}

PREFERENCES: dict[str, Any] = {
    "key": "preferences",
    "triggers": [{"id": "menu", "type": "keyword", "any_of": ["menu"], "typos": True, "next": "ask"}],
    "steps": {
        "ask": {
            "type": "send_session", "text": "Que préférez-vous ?", "next": "answer",
            "buttons": [{"id": "sport", "title": "Sport"}, {"id": "town", "title": "Ville"}],
        },
        "answer": {
            "type": "wait_for_reply", "for": "20h", "otherwise": "sorry", "no_reply": "end",
            "branches": [
                {"id": "sport", "any_of": ["sport"], "buttons": ["sport"], "typos": True, "next": "note"},
                {"id": "town", "any_of": ["ville"], "buttons": ["town"], "typos": True, "next": "shipped"},
            ],
        },
        "note": {"type": "update_contact", "set": {"style": "sport"}, "next": "thanks"},
        "thanks": {"type": "send_session", "text": "C'est noté : {{ contact.style }}.", "next": "end"},
        "shipped": {
            "type": "send_template", "template": "colis_expedie", "next": "end",
            "values": {"1": "{{ contact.name | default('cher client') }}", "2": "C-1", "3": "mardi"},
        },
        "sorry": {"type": "send_session", "text": "Je n'ai pas compris.", "next": "end"},
        "end": END,
    },
}  # fmt: skip

SHIPPED: dict[str, Any] = {
    "key": "shipped",
    "triggers": [{"id": "order", "type": "event", "name": "order.shipped", "next": "tell"}],
    "entry": {"again": "after_exit", "per": "event.order_id"},
    "goal": {"event": "order.received"},
    "steps": {
        "tell": {
            "type": "send_template", "template": "colis_expedie", "next": "answer",
            "values": {"1": "{{ contact.name | default('cher client') }}", "2": "{{ event.order_id }}", "3": "mardi"},
        },
        "answer": {
            "type": "wait_for_reply", "for": "2d", "otherwise": "reply", "no_reply": "end",
            "branches": [{"id": "where", "any_of": ["où"], "buttons": ["Où est mon colis ?"], "next": "reply"}],
        },
        "reply": {"type": "send_session", "text": "En route.", "next": "end"},
        "end": END,
    },
}  # fmt: skip

MARKETING: dict[str, Any] = {
    "key": "news",
    "purpose": "marketing",
    "triggers": [{"id": "news", "type": "event", "name": "news.ready", "next": "tell"}],
    "steps": {
        "tell": {"type": "send_template", "template": "nouveautes_du_mois", "values": {"1": "Amina"}, "next": "end"},
        "end": END,
    },
}

LATE_ADVICE: dict[str, Any] = {
    "key": "advice",
    "triggers": [{"id": "advice", "type": "keyword", "any_of": ["conseil"], "next": "pause"}],
    "steps": {
        "pause": {"type": "wait", "for": "30h", "next": "advise"},
        "advise": {"type": "send_session", "text": "Notre conseil.", "next": "end"},
        "end": END,
    },
}

TEMPLATE_TEXT = "Bonjour {}, bonne nouvelle : votre commande {} vient de partir. Livraison prévue : mardi, nous vous tenons au courant."

LATE_ADVICE_WITH_FALLBACK: dict[str, Any] = {
    **LATE_ADVICE,
    "steps": {
        **LATE_ADVICE["steps"],
        "advise": {
            **LATE_ADVICE["steps"]["advise"],
            "if_window_closed": {"template": "colis_expedie", "values": {"1": "Amina", "2": "C-1", "3": "mardi"}},
        },
    },
}
