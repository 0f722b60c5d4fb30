"""What is said while engines die: one customer talks, another gets news of an order.

Amina: keyword → question with buttons → tap → template → reply → two messages → exit. Bruno: an event of the shop →
template → exit. A customer goes on when the message they wait for has come, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .scene import Says, Scene, Taps, Tells

AMINA, BRUNO = "33600000001", "33600000002"
QUESTION, ON_ITS_WAY, GOOD_BYE, SHIPPED = "Que cherchez-vous ?", "En route.", "Bonne journée.", "colis_expedie"

TALK: dict[str, Any] = {
    "key": "talk",
    "triggers": [{"id": "menu", "type": "keyword", "any_of": ["menu"], "next": "ask"}],
    "steps": {
        "ask": {
            "type": "send_session", "text": QUESTION, "next": "choice",
            "buttons": [{"id": "parcel", "title": "Colis"}, {"id": "shop", "title": "Boutique"}],
        },
        "choice": {
            "type": "wait_for_reply", "for": "20h", "otherwise": "end", "no_reply": "end",
            "branches": [{"id": "parcel", "any_of": ["colis"], "buttons": ["parcel"], "next": "tell"}],
        },
        "tell": {
            "type": "send_template", "template": SHIPPED, "next": "where",
            "values": {"1": "Amina", "2": "C-1", "3": "mardi"},
        },
        "where": {
            "type": "wait_for_reply", "for": "20h", "otherwise": "end", "no_reply": "end",
            "branches": [{"id": "where", "any_of": ["où"], "next": "reply"}],
        },
        "reply": {"type": "send_session", "text": ON_ITS_WAY, "next": "bye"},
        "bye": {"type": "send_session", "text": GOOD_BYE, "next": "end"},
        "end": {"type": "exit"},
    },
}  # fmt: skip

NEWS: dict[str, Any] = {
    "key": "news",
    "triggers": [{"id": "order", "type": "event", "name": "order.shipped", "next": "tell"}],
    "steps": {
        "tell": {
            "type": "send_template", "template": SHIPPED, "next": "end",
            "values": {"1": "Bruno", "2": "{{ event.order_id }}", "3": "mardi"},
        },
        "end": {"type": "exit"},
    },
}  # fmt: skip

EVENT = {
    "id": "evt-1", "name": "order.shipped", "contact": {"whatsapp": BRUNO, "name": "Bruno"}, "data": {"order_id": "C-2"},
}  # fmt: skip

EXPECTED: Mapping[str, Sequence[str]] = {
    AMINA: (QUESTION, SHIPPED, ON_ITS_WAY, GOOD_BYE),
    BRUNO: (SHIPPED,),
}
"""What each phone must hold at the end, in this order."""

TALKING = Scene(
    name="talk",
    journeys=(TALK, NEWS),
    acts={AMINA: (Says("menu"), Taps("Colis"), Says("où")), BRUNO: (Tells(EVENT),)},
    expected=EXPECTED,
    ways={
        AMINA: {"talk": (
            ("ask", None), ("ask", "next"), ("choice", None), ("choice", "branch:parcel"), ("tell", None), ("tell", "next"),
            ("where", None), ("where", "branch:where"), ("reply", None), ("reply", "next"), ("bye", None), ("bye", "next"),
            ("end", None),
        )},
        BRUNO: {"news": (("tell", None), ("tell", "next"), ("end", None))},
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One message on a phone, as the provider wrote it down."""

    message_id: str
    ours: str
    content: dict[str, Any]

    @property
    def said(self) -> str:
        """Its text, or the name of its template."""
        if template := self.content.get("template_message"):
            return template["channel_template"]["WHATSAPP"]["template_id"]
        part = self.content.get("choice_message") or self.content
        return part["text_message"]["text"]

    def tap(self, title: str) -> dict[str, Any]:
        choices = self.content["choice_message"]["choices"]
        payload = next(it["postback_data"] for it in choices if it["text_message"]["text"] == title)
        return {"message_id": self.message_id, "data": payload, "title": title}


@dataclass(slots=True)
class Talk:
    """One person's part, of which `ends_with` messages are on the phone at the end. `acts[k]` is done when it holds k
    messages; it says whether it succeeded."""

    who: str
    acts: Sequence[Callable[[Sequence[Held]], bool]]
    ends_with: int
    done: int = 0

    def go_on(self, phone: Sequence[Held]) -> None:
        if self.done < len(self.acts) and len(phone) >= self.done and self.acts[self.done](phone):
            self.done += 1

    def is_held_up(self, phone: Sequence[Held]) -> bool:
        """Their next act has not succeeded yet: nobody has taken the event."""
        return self.done < len(self.acts) and len(phone) >= self.done

    def is_over(self, phone: Sequence[Held]) -> bool:
        return self.done == len(self.acts) and len(phone) >= self.ends_with
