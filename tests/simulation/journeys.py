"""What is played: a talk with a question, and news of an order with a timer. Nobody goes on after a message that the provider
refused."""

from __future__ import annotations

from typing import Any

QUESTION, NUDGE, PARDON = "Que cherchez-vous ?", "Toujours là ?", "Je n'ai pas compris."
ON_ITS_WAY, GOOD_BYE, SHIPPED, THANKS = "En route.", "Bonne journée.", "colis_expedie", "commande_confirmee"
TALK, NEWS = "talk", "news"


def _say(text: str, then: str, **more: Any) -> dict[str, Any]:
    return {"type": "send_session", "text": text, "next": then, "not_sent": "end", **more}


def _tell(template: str, then: str, **values: str) -> dict[str, Any]:
    return {
        "type": "send_template", "template": template, "next": then, "not_sent": "end",
        "values": {name.removeprefix("v"): value for name, value in values.items()},
    }  # fmt: skip


JOURNEYS: tuple[dict[str, Any], ...] = (
    {
        "key": TALK,
        "triggers": [{"id": "menu", "type": "keyword", "any_of": ["menu"], "next": "ask"}],
        "steps": {
            "ask": _say(
                QUESTION, "choice", buttons=[{"id": "parcel", "title": "Colis"}, {"id": "shop", "title": "Boutique"}]
            ),
            "choice": {
                "type": "wait_for_reply", "for": "20h", "otherwise": "pardon", "no_reply": "nudge",
                "branches": [{"id": "parcel", "any_of": ["colis"], "buttons": ["parcel"], "next": "tell"}],
            },
            "tell": _tell(SHIPPED, "where", v1="Amina", v2="C-1", v3="mardi"),
            "where": {
                "type": "wait_for_reply", "for": "20h", "otherwise": "end", "no_reply": "end",
                "branches": [{"id": "where", "any_of": ["où"], "next": "reply"}],
            },
            "reply": _say(ON_ITS_WAY, "bye"),
            "bye": _say(GOOD_BYE, "end"),
            "pardon": _say(PARDON, "end"),
            "nudge": _say(NUDGE, "end"),
            "end": {"type": "exit"},
        },
    },
    {
        "key": NEWS,
        "triggers": [{"id": "order", "type": "event", "name": "order.shipped", "next": "tell"}],
        "steps": {
            "tell": _tell(SHIPPED, "pause", v1="Bruno", v2="{{ event.order_id }}", v3="mardi"),
            "pause": {"type": "wait", "for": "30s", "next": "thank"},
            "thank": _tell(THANKS, "end", v1="Bruno", v2="{{ event.order_id }}"),
            "end": {"type": "exit"},
        },
    },
)  # fmt: skip
