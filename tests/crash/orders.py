"""What is ordered while engines die: every step that leads out of the house, and a start of many people.

Chloé: keyword → question, a wrong answer, the right one → consent → another system is read, then told → another journey
starts, whose template needs the consent → an event of the shop → message → waits and branches → exit. David: an event of
the shop → a free reply to somebody who never wrote, in whose place its template leaves. And everybody of a segment gets
the news of a wave, which is worked in more than one chunk.
"""

from __future__ import annotations

from typing import Any

from .conversation import SHIPPED
from .scene import Says, Scene, Tells

CHLOE, DAVID = "33600000003", "33600000004"
PEOPLE = ("33600000011", "33600000012", "33600000013", "33600000014", "33600000015")
CITY = "lyon"
HOST = "boutique.example"
HOW_MANY, A_NUMBER, THANKS = "Combien de pots ?", "Un nombre, s'il vous plaît.", "Merci pour les {} pots."

ORDER: dict[str, Any] = {
    "key": "order",
    "triggers": [{"id": "order", "type": "keyword", "any_of": ["commander"], "next": "count"}],
    "steps": {
        "count": {
            "type": "ask", "kind": "number", "text": HOW_MANY, "retry": A_NUMBER, "save_as": "pots", "for": "20h",
            "next": "agree", "invalid": "end", "no_reply": "end",
        },
        "agree": {"type": "record_consent", "purpose": "marketing", "words": "Oui aux nouvelles.", "next": "stock"},
        "stock": {
            "type": "call_http", "url": f"https://{HOST}/stock", "save": {"stock": "left"}, "next": "book", "failed": "end",
        },
        "book": {
            "type": "call_http", "method": "POST", "url": f"https://{HOST}/bookings",
            "body": {"pots": "{{ contact.pots }}", "left": "{{ contact.stock }}"}, "save": {"booking": "number"},
            "next": "parcel", "failed": "parcel",
        },
        "parcel": {"type": "start_journey", "journey": "parcel", "next": "paid", "not_started": "end"},
        "paid": {"type": "wait_for_event", "event": "order.paid", "for": "20h", "next": "thanks", "no_event": "end"},
        "thanks": {"type": "send_session", "text": THANKS.format("{{ contact.pots }}"), "next": "seen"},
        "seen": {"type": "branch_on_message", "message": "thanks", "within": "20h", "read": "pause", "otherwise": "end"},
        "pause": {"type": "wait", "for": "1s", "next": "share"},
        "share": {"type": "split", "paths": [{"id": "all", "share": 100, "next": "note"}]},
        "note": {"type": "update_contact", "set": {"customer": "yes"}, "next": "sort"},
        "sort": {
            "type": "branch", "otherwise": "stray",
            "branches": [{
                "id": "known", "next": "end", "when": {"attribute": "contact.customer", "operator": "is", "value": "yes"},
            }],
        },
        "stray": {"type": "exit"},
        "end": {"type": "exit"},
    },
}  # fmt: skip


def telling(key: str, name: str, trigger: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A journey that sends one template."""
    values = {"1": name, "2": "C-3", "3": "mardi"}
    return {
        "key": key,
        "triggers": [{"id": "go", **trigger, "next": "tell"}],
        "steps": {
            "tell": {"type": "send_template", "template": SHIPPED, "values": values, "next": "end"},
            "end": {"type": "exit"},
        },
        **more,
    }


PARCEL = telling("parcel", "Chloé", {"type": "event", "name": "parcel.sent"}, purpose="marketing")
READY = telling("ready", "David", {"type": "event", "name": "order.ready"})
READY["steps"]["tell"] = {
    "type": "send_session", "text": "C'est prêt.", "next": "end",
    "if_window_closed": {"template": SHIPPED, "values": {"1": "David", "2": "C-4", "3": "mardi"}},
}  # fmt: skip
IN_LYON = {"attribute": "contact.city", "operator": "is", "value": CITY}
WAVE = telling(
    "wave", "cher client", {"type": "audience", "segment": CITY, "when": "now"},
    segments={CITY: {"name": "Clients de Lyon", "when": IN_LYON}}, entry={"again": "always"},
)  # fmt: skip

PAID = {"id": "evt-paid", "name": "order.paid", "contact": {"whatsapp": CHLOE}, "data": {"order_id": "C-3"}}
DONE = {"id": "evt-ready", "name": "order.ready", "contact": {"whatsapp": DAVID, "name": "David"}, "data": {}}
TOLD = (("tell", None), ("tell", "next"), ("end", None))

ORDERING = Scene(
    name="orders",
    journeys=(ORDER, PARCEL, READY, WAVE),
    acts={CHLOE: (Says("commander"), Says("beaucoup"), Says("3"), Tells(PAID)), DAVID: (Tells(DONE),)},
    expected={
        CHLOE: (HOW_MANY, A_NUMBER, SHIPPED, THANKS.format("3")), DAVID: (SHIPPED,),
        **dict.fromkeys(PEOPLE, (SHIPPED,)),
    },
    ways={
        CHLOE: {
            "order": (
                ("count", None), ("count", "next"), ("agree", None), ("agree", "next"), ("stock", None), ("stock", "next"),
                ("book", None), ("book", "next|failed"), ("parcel", None), ("parcel", "next"), ("paid", None),
                ("paid", "next"), ("thanks", None), ("thanks", "next"), ("seen", None), ("seen", "read"), ("pause", None),
                ("pause", "next"), ("share", None), ("share", "branch:all"), ("note", None), ("note", "next"),
                ("sort", None), ("sort", "branch:known"), ("end", None),
            ),
            "parcel": TOLD,
        },
        DAVID: {"ready": TOLD},
        **{who: {"wave": TOLD} for who in PEOPLE},
    },
    found=PEOPLE, runs=1, agreed=1, elsewhere={"GET": 1, "POST": 1},
)  # fmt: skip
