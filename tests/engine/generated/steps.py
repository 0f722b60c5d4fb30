"""Every type of step, made by chance. A `Hand` holds the chance and what the journey's parts may name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.engine.generated.odds import ODD_CONDITIONS, ODD_LINKS, ODD_TEXTS, TRICKY

LENGTHS = ("10m", "20m", "1h", "11h40m", "11h55m", "12h", "23h20m", "23h30m", "23h40m", "23h50m", "24h", "2d")
"""About the end of the window, alone or together."""
WORDS = ("oui", "facture", "rendezvous", "bleu", "gratuit")
"""Far enough from each other that no slip of the finger leads from one to another."""
TEXTS = ("Bonjour", "Bonjour {{ contact.name }}", "Vous disiez {{ answers.s1 }}", "{{ event.kind | default('?') }}")
EVENTS = ("order.paid", "order.sent")
KINDS = ("text", "number", "date", "email", "choice", "rating")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = ("9:30", "18:00")
UNTIL_DATES = ("2026-01-06T08:00", "2026-01-05T08:00", "2026-03-29T02:30", "2026-01-09T09:00Z", "2026-01-12")
FILES = ("https://files.example/a.pdf", "https://files.example/{{ contact.name }}.png")


@dataclass
class Hand:
    """`wild`: texts, ways and fields may be missing or strange, as in a draft; else everything is as it has to be."""

    random: Random
    ids: tuple[str, ...]
    others: tuple[str, ...] = ()
    wild: bool = False
    clockless: bool = False
    """Nothing depends on the calendar or on what nobody knows: how late a step is reached can be said exactly."""
    place: int = 0
    senders: list[str] = field(default_factory=list[str])
    """The steps so far that send something."""

    def one(self, *choices: Any) -> Any:
        return choices[self.random.randrange(len(choices))]

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def way(self) -> str | None:
        """Most of them to the step behind, so that journeys are long."""
        if self.place + 1 < len(self.ids) and self.chance(50 if self.wild else 70):
            return self.ids[self.place + 1]
        return self.one(*self.ids, None, *(("gone",) if self.wild else ()))

    def text(self) -> Any:
        if not self.wild:
            return self.one("Bonjour", *TEXTS) if not self.clockless else "Bonjour"
        if self.chance(30):
            return {code: self._odd() for code in ("fr", "en", "pt_BR", "no") if self.chance(50)}
        return self._odd()

    def _odd(self) -> str:
        return self.one(*TEXTS, *ODD_TEXTS, *TRICKY, self.letters(), self.letters())

    def letters(self) -> str:
        return "".join(self.one(*"aé ':-#{}%\n\"\\1👍\u202f") for _ in range(self.random.randrange(7)))

    def length(self) -> str | None:
        """In drafts no short ones: a round of them lasts for ever when customers are played for years."""
        return self.one("0s", "7h", "1 D", "24h", "3d", None) if self.wild else self.one(*LENGTHS)

    def some(self, percent: int, **fields: Callable[[], Any]) -> dict[str, Any]:
        """Each field at times."""
        return {name: make() for name, make in fields.items() if self.chance(percent)}

    def maybe_lost(self, step: dict[str, Any]) -> dict[str, Any]:
        """In a draft, a field may not be there yet."""
        kept = ("type", "id") if self.wild else tuple(step)
        return {name: value for name, value in step.items() if name in kept or not self.chance(12)}


def make_step(hand: Hand) -> dict[str, Any]:
    kinds = TIMELESS if hand.clockless else STEPS
    usual = (
        "send_session",
        "send_session",
        "wait",
        "branch",
        "branch_on_message" if "branch_on_message" in kinds else "wait",
    )
    name = hand.one(*usual) if hand.chance(40) else hand.one(*kinds)
    step = {"type": name, **kinds[name](hand)}
    hand.senders += [hand.ids[hand.place]] if name in ("send_session", "send_template", "ask") else []
    return hand.maybe_lost({**step, **(hand.some(15, title=hand.letters) if hand.wild else {})})


def _session(hand: Hand) -> dict[str, Any]:
    offers = hand.one(
        {}, {}, {"buttons": buttons(hand, 3)}, {"list": sheet(hand)}, {"location_request": True},
        {"link_button": {"title": "Ouvrir", "url": hand.one(*FILES)}}, {"media": file(hand)},
    )  # fmt: skip
    instead = {"if_window_closed": {"template": hand.one("cart", None) if hand.wild else "cart", "values": {"1": "a"}}}
    return {"text": hand.text(), **offers, **(instead if hand.chance(25) else {}), **_sent(hand)}


def _sent(hand: Hand) -> dict[str, Any]:
    return {"next": hand.way(), **hand.some(25, not_sent=hand.way)}


def _template(hand: Hand) -> dict[str, Any]:
    name = hand.one("cart", "other", "", None) if hand.wild else "cart"
    return {
        "template": name,
        "values": {"name": "Amina"},
        **hand.some(20, header_media=lambda: file(hand)),
        **_sent(hand),
    }


def file(hand: Hand) -> dict[str, Any]:
    link = hand.one(*FILES, *ODD_LINKS) if hand.wild else FILES[0]
    return {"kind": hand.one("image", "video", "document"), "url": link, **hand.some(30, name=hand.text)}


def buttons(hand: Hand, most: int) -> list[dict[str, Any]]:
    ids = WORDS[: hand.random.randrange(most) + 1]
    return [{"id": f"b-{word}", "title": hand.text() or "x" if hand.wild else word} for word in ids]


def sheet(hand: Hand) -> dict[str, Any]:
    rows = [{**button, **hand.some(30, description=hand.text)} for button in buttons(hand, 3)]
    return {"button": "Choisir", "sections": [{**({"title": "Tout"} if hand.chance(50) else {}), "rows": rows}]}


def _ask(hand: Hand) -> dict[str, Any]:
    kind = "choice" if hand.clockless else hand.one(*KINDS)
    return {
        "text": hand.text(), "kind": kind, "for": hand.length(), "tries": hand.random.randrange(3) + 1,
        **({"choices": buttons(hand, 3)} if kind == "choice" else {}),
        **hand.some(40, save_as=lambda: hand.one("note", "city")), **hand.some(30, retry=hand.text),
        "next": hand.way(), "invalid": hand.way(), "no_reply": hand.way(), **hand.some(25, not_sent=hand.way),
    }  # fmt: skip


def _wait(hand: Hand) -> dict[str, Any]:
    return {"for": hand.length(), "next": hand.way()}


def _until(hand: Hand) -> dict[str, Any]:
    days = [day for day in WEEKDAYS if hand.chance(30)] or (["mon"] if not hand.wild else [])
    until = hand.one(
        {"date": hand.one(*UNTIL_DATES)}, {"weekday": days, "at": hand.one(*HOURS)},
        {"attribute": hand.one("contact.visit_at", "contact.none"), **hand.some(50, offset=lambda: hand.one("-1d", "2h"), at=lambda: hand.one(*HOURS))},
    )  # fmt: skip
    return {"until": until, "next": hand.way(), "otherwise": hand.way()}


def _reply(hand: Hand) -> dict[str, Any]:
    words = list(WORDS[: hand.random.randrange(3) + 1])
    branches: list[dict[str, Any]] = [_branch(hand, word) for word in words]
    branches += [{"id": "place", "location": True, "next": hand.way()}] if hand.chance(20) else []
    branches += [{"id": "rest", "match": "any", "next": hand.way()}] if hand.chance(10) and not hand.clockless else []
    return {"for": hand.length(), "branches": branches, "otherwise": hand.way(), "no_reply": hand.way()}


def _branch(hand: Hand, word: str) -> dict[str, Any]:
    """A way that this word takes; of a draft, who knows."""
    if hand.wild and hand.chance(30):
        match = hand.one("word", "exact", "phrase", "starts_with", "regex")
        words = [hand.one("oui", "stop", "👍", "", "(a", "menu du jour", hand.letters())]
        return {"id": word, "any_of": words, "match": match, "next": hand.way(), **hand.some(20, title=hand.text)}
    taps = {"buttons": [f"b-{word}"]} if hand.chance(50) else {}
    return {"id": word, "any_of": [word], "typos": hand.chance(50), **taps, "next": hand.way()}


def _event(hand: Hand) -> dict[str, Any]:
    where = {} if hand.clockless else hand.some(30, where=lambda: condition(hand, ("event.kind", "contact.vip")))
    return {"event": hand.one(*EVENTS), "for": hand.length(), **where, "next": hand.way(), "no_event": hand.way()}


def condition(hand: Hand, paths: tuple[str, ...], depth: int = 0) -> dict[str, Any]:
    if hand.wild and hand.chance(20):
        return hand.one(*ODD_CONDITIONS)
    if depth < 2 and hand.chance(20) and not hand.clockless:
        inner = condition(hand, paths, depth + 1)
        return hand.one({"not": inner}, {"all": [inner, condition(hand, paths, depth + 1)]}, {"any": [inner]})
    operator = (
        hand.one("is", "is_not") if hand.clockless else hand.one("is", "is_not", "is_set", "is_not_set", "one_of")
    )
    values = {} if operator.endswith("_set") else {"value": ["a", "b"] if operator == "one_of" else hand.one("a", "b")}
    return {"attribute": hand.one(*paths), "operator": operator, **values}


def _choice(hand: Hand) -> dict[str, Any]:
    paths = ("event.kind",) if hand.clockless else ("event.kind", "event.kind", "contact.vip", "answers.s1")
    ways = [
        {"id": name, "when": condition(hand, paths), "next": hand.way()}
        for name in ("a", "b")
        if name == "a" or hand.chance(30)
    ]
    return {"branches": ways, "otherwise": hand.way()}


def _message(hand: Hand) -> dict[str, Any]:
    signs = hand.some(60, replied=hand.way, clicked=hand.way, read=hand.way, delivered=hand.way, failed=hand.way)
    message = hand.senders[-1] if hand.senders and hand.chance(80) else hand.one(*hand.ids)
    return {"message": message, "within": hand.length(), **signs, "otherwise": hand.way()}


def _split(hand: Hand) -> dict[str, Any]:
    share = 50 if hand.clockless else hand.one(50, 10, 100)
    paths = [{"id": "a", "share": share, "next": hand.way()}, {"id": "b", "share": 100 - share, "next": hand.way()}]
    return {"paths": paths, **hand.some(30, control=lambda: "a")}


def _call(hand: Hand) -> dict[str, Any]:
    url = hand.one(
        "https://suivi.example/", "https://suivi.example/{{ contact.name }}", *(ODD_LINKS[1:3] if hand.wild else ())
    )
    sent = hand.some(30, headers=lambda: {"X-A": "a"}, body=lambda: {"a": "{{ contact.name }}"})
    limit = hand.some(60, **{"for": lambda: hand.one("1s", "30s")})
    return {
        "url": url,
        "method": hand.one("GET", "POST"),
        "save": {"state": "a.b"},
        **sent,
        **limit,
        "next": hand.way(),
        "failed": hand.way(),
    }


def _start(hand: Hand) -> dict[str, Any]:
    return {"journey": hand.one("nowhere", *hand.others), "next": hand.way(), **hand.some(30, not_started=hand.way)}


def _note(hand: Hand) -> dict[str, Any]:
    return {"set": {hand.one("vip", "note"): hand.one("a", 7, True, None, "{{ contact.name }}")}, "next": hand.way()}


def _consent(hand: Hand) -> dict[str, Any]:
    return {
        "purpose": hand.one("marketing", "service"),
        "given": hand.chance(70),
        "words": "Oui, écrivez-moi",
        "next": hand.way(),
    }


STEPS: dict[str, Callable[[Hand], dict[str, Any]]] = {
    "send_session": _session, "send_template": _template, "ask": _ask, "wait": lambda hand: _until(hand) if hand.chance(50) else _wait(hand),
    "wait_for_reply": _reply, "wait_for_event": _event, "branch": _choice, "branch_on_message": _message, "split": _split,
    "update_contact": _note, "record_consent": _consent, "call_http": _call, "start_journey": _start, "exit": lambda _hand: {},
}  # fmt: skip
TIMELESS: dict[str, Callable[[Hand], dict[str, Any]]] = {
    "send_session": _session, "send_template": _template, "ask": _ask, "wait": _wait, "wait_for_reply": _reply, "wait_for_event": _event,
    "branch": _choice, "split": _split, "call_http": _call, "start_journey": _start, "exit": lambda _hand: {},
}  # fmt: skip
