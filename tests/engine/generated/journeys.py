"""One generator of journeys over the whole language: every start, every type of step, quiet hours, fallbacks, ways for what was
not sent, journeys that start each other, rounds. The proof, the round trips, the generated customers and the comparison all
take their journeys here.

The chance is a `random.Random`: of a seed in the long runs (`make prove`), of Hypothesis in the short ones.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from engine.journey.definition import Journey, read_definition
from tests.engine.generated.steps import EVENTS, Hand, condition, make_step

STEPS_AT_MOST = 7
QUIET: tuple[dict[str, Any], ...] = (
    {"from": "20:00", "to": "10:00"}, {"from": "9:30", "to": "9:00", "days": ["sat", "mon"]}, {"from": "12:00", "to": "14:00"},
)  # fmt: skip
QUIET_AT_SIX: dict[str, Any] = {"from": "18:00", "to": "9:30"}
"""Between two hours at which customers come."""
FIRST_WORDS: tuple[dict[str, Any], ...] = (
    {"type": "send_template", "template": "cart"}, {"type": "send_template", "template": "cart"}, {"type": "send_session", "text": "a"},
)  # fmt: skip
STARTS: tuple[dict[str, Any], ...] = (
    {"type": "keyword", "any_of": ["menu"]}, {"type": "keyword", "any_of": ["menu"]}, {"type": "keyword", "any_of": ["menu"]},
    {"type": "keyword", "match": "any"}, {"type": "link", "code": "noel26", "greeting": "Bonjour"}, {"type": "event", "name": "cart"},
    {"type": "opt_in", "purpose": "marketing"}, {"type": "audience", "segment": "all", "when": "now"},
    {"type": "audience", "segment": "all", "when": {"every": "week", "weekday": "mon", "at": "10:00"}},
    {"type": "date", "attribute": "contact.visit_at", "offset": "-2d", "at": "09:00"},
)  # fmt: skip
ODD_STARTS: tuple[dict[str, Any], ...] = (
    {"type": "keyword"}, {"type": "keyword", "any_of": ["(a"], "match": "regex"}, {"type": "keyword", "any_of": ["stop", ""]},
    {"type": "event"}, {"type": "event", "name": ""}, {"type": "link"}, {"type": "link", "code": "!", "ads": ["7"]},
    {"type": "link", "code": "stop"}, {"type": "opt_in", "purpose": "all"}, {"type": "audience", "segment": "gone"},
    {"type": "audience", "segment": None, "when": {"at": "2026-12-01T10:00"}}, {"type": "date", "attribute": ""},
    {"type": "audience", "segment": "all", "when": {"every": "month", "day": 31}},
)  # fmt: skip


def make_definition(
    random: Random, *, key: str = "one", others: tuple[str, ...] = (), wild: bool = False, clockless: bool = False
) -> dict[str, Any]:
    """A definition as plain values. `others`: keys of journeys that its steps may start."""
    ids = tuple(f"s{number}" for number in range(random.randrange(3, STEPS_AT_MOST + 1)))
    hand = Hand(random, ids, others, wild, clockless)
    steps: dict[str, Any] = {}
    for hand.place, step_id in enumerate(ids):
        steps[step_id] = make_step(hand)
    hand.place = -1
    definition = {"parcours": 1, "key": key, "triggers": _starts(hand), "steps": steps, **_segments(hand)}
    return definition | ({} if clockless else _more(hand)) | (_odd_fields(hand) if wild else {})


def _starts(hand: Hand) -> list[dict[str, Any]]:
    if hand.clockless:
        return [{"id": "go", **hand.one(*STARTS[:3], STARTS[5]), "next": "s0"}]
    kinds = (*STARTS, *ODD_STARTS) if hand.wild else STARTS
    first = {"id": "go", **hand.one(*kinds), "next": hand.way() if hand.wild else "s0"}
    more = [{"id": "also", **hand.one(*kinds), "next": hand.way()}] if hand.chance(25) else []
    return [] if hand.wild and hand.chance(5) else [first, *more]


def _segments(hand: Hand) -> dict[str, Any]:
    when = {"attribute": "contact.name", "operator": "is_set"}
    described = condition(hand, ("contact.vip", "contact.points")) if hand.wild else when
    return {"segments": {"all": {"name": "Tous", "when": described}}}


def _more(hand: Hand) -> dict[str, Any]:
    """What a journey says besides its steps."""
    quiet = hand.some(50, quiet_hours=lambda: hand.one(*QUIET))
    return quiet | hand.some(
        25, goal=lambda: {"event": hand.one(*EVENTS)}, exit_on=lambda: [{"event": "order.cancelled"}],
        purpose=lambda: hand.one("marketing", "service"), entry=lambda: {"again": hand.one("never", "always"), "not_within": "7d"},
    )  # fmt: skip


def _odd_fields(hand: Hand) -> dict[str, Any]:
    places = {
        step_id: [hand.random.randrange(-900, 900), hand.one(0, 0.5, 120.25, -1e6)] for step_id in (*hand.ids, "gone")
    }
    return hand.some(
        30, name=hand.letters, language=lambda: hand.one("fr", "en", "pt-BR", "no", ""), sender=lambda: hand.one("main", "007"),
        layout=lambda: places,
    )  # fmt: skip


def make_journey(random: Random, **kinds: Any) -> Journey:
    return read_definition(make_definition(random, **kinds))


def make_house(random: Random) -> list[Journey]:
    """Two journeys that may start each other, and themselves."""
    return [make_journey(random, key=key, others=("one", "two")) for key in ("one", "two")]


def make_lead(random: Random) -> list[Journey]:
    """A journey with quiet hours that leads into another, in which a free reply comes half a day later: what held a message in
    the first decides about the second. Sometimes another way leads there, longer and never held."""
    hand = Hand(random, ("go",), ("two",))
    first: dict[str, Any] = {
        "choose": {"type": "branch", "branches": [{"id": "a", "when": condition(hand, ("contact.vip",)), "next": "slow"}], "otherwise": "say"},
        "slow": {"type": "wait", "for": "1h", "next": "on"},
        "say": {**hand.one(*FIRST_WORDS), "next": hand.one("on", "pause")},
        "pause": {"type": "wait", "for": hand.one("10m", "20m", "1h"), "next": "on"},
        "on": {"type": "start_journey", "journey": "two"},
    }  # fmt: skip
    then = {
        "pause": {"type": "wait", "for": hand.one("7h", "9h40m", "11h40m", "12h"), "next": "say"},
        "say": {"type": "send_session", "text": "a"},
    }
    own = hand.some(30, quiet_hours=lambda: hand.one(*QUIET, QUIET_AT_SIX))
    return [
        _from("one", hand.one("choose", "say"), first, quiet_hours=hand.one(*QUIET, *[QUIET_AT_SIX] * 3)),
        _from("two", "pause", then, **own),
    ]


def make_chain(random: Random) -> list[Journey]:
    """Three journeys, each of which leads into the next: how long the first kept somebody decides about the third."""
    hand = Hand(random, ("go",), ("two",))
    on: dict[str, Any] = {"type": "start_journey", "journey": "three"}
    first = {
        "pause": {"type": "wait", "for": hand.one("2h", "9h", "16h"), "next": "on"},
        "on": {"type": "start_journey", "journey": "two"},
    }
    then = {"pause": {"type": "wait", "for": hand.one("10m", "3h"), "next": "on"}, "on": on}
    last = {
        "pause": {"type": "wait", "for": hand.one("4h", "7h40m", "12h"), "next": "say"},
        "say": {"type": "send_session", "text": "a"},
    }
    return [_from("one", "pause", first), _from("two", hand.one("pause", "on"), then), _from("three", "pause", last)]


def _from(key: str, begins: str, steps: dict[str, Any], **more: Any) -> Journey:
    start = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": begins}
    return read_definition({"parcours": 1, "key": key, "triggers": [start], "steps": steps, **more})


chance = st.randoms(use_true_random=False)
"""Hypothesis as the chance: what fails is made smaller."""


def definitions(**kinds: Any) -> st.SearchStrategy[dict[str, Any]]:
    return chance.map(lambda random: make_definition(random, **kinds))


def journeys(**kinds: Any) -> st.SearchStrategy[Journey]:
    return definitions(**kinds).map(read_definition)


def houses() -> st.SearchStrategy[list[Journey]]:
    return chance.map(make_house)
