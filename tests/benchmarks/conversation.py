"""One conversation: three messages, two replies; after every event the state goes through JSON, as it does through a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson

from engine.journey.advance import Compiled, advance
from engine.journey.definition import read_definition
from engine.journey.effects import Send
from engine.journey.events import Event, Outcome, Reply, Started
from engine.journey.optout import recognise_choice
from engine.journey.routing import Answers, OpenWait, route
from engine.journey.state import Contact, State

from .measuring import collector_off, timed
from .table import Row

GOAL = 350
GOFLOW = 1450
"""µs a conversation of the same shape with its state through JSON, measured apart on this kind of machine."""
NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
TWO_QUESTIONS: dict[str, Any] = {
    "parcours": 1, "key": "two_questions", "name": "Two questions", "language": "en",
    "triggers": [{"id": "menu", "type": "keyword", "any_of": ["menu"], "next": "colour"}],
    "steps": {
        "colour": {"type": "send_session", "text": "Hi {{ contact.name }}! What is your favourite colour?", "next": "which"},
        "which": {
            "type": "wait_for_reply", "for": "20h", "otherwise": "colour", "no_reply": "end",
            "branches": [
                {"id": "red", "any_of": ["red", "rouge"], "typos": True, "next": "brand"},
                {"id": "blue", "any_of": ["blue", "navy"], "typos": True, "next": "brand"},
            ],
        },
        "brand": {"type": "send_session", "text": "{{ answers.which }} it is. And your favourite drink?", "next": "drink"},
        "drink": {
            "type": "wait_for_reply", "for": "20h", "otherwise": "thanks", "no_reply": "end",
            "branches": [{"id": "tea", "any_of": ["tea"], "next": "thanks"}, {"id": "coffee", "any_of": ["coffee"], "next": "thanks"}],
        },
        "thanks": {"type": "send_session", "text": "Thank you, {{ contact.name }}: {{ answers.which }} and {{ answers.drink }}.", "next": "end"},
        "end": {"type": "exit"},
    },
}  # fmt: skip


class Conversation:
    """One passage kept as bytes between events, like its row."""

    def __init__(self, journey: Compiled) -> None:
        self.journey = journey
        self.state = orjson.dumps(State("e1").to_json())
        self.contact = orjson.dumps({"name": "Amina", "language": "en", "attributes": {"city": "Lyon", "points": 12}})
        self.sent: list[str] = []

    def hears(self, event: Event, now: dt.datetime) -> None:
        contact = Contact("c1", **orjson.loads(self.contact))
        state = State.from_json("e1", orjson.loads(self.state))
        if isinstance(event, Reply):
            assert recognise_choice(event.text, contact.language, last_was_marketing=False) is None
            routed = route(event, [OpenWait(state, self.journey)], [], now)
            assert isinstance(routed, Answers)
            event = routed.reply
        advanced = advance(self.journey, state, contact, event, now)
        self.state = orjson.dumps(advanced.state.to_json())
        for effect in advanced.effects:
            if isinstance(effect, Send):
                self.sent.append(effect.text)
                self.message_id = effect.message_id

    def held(self) -> None:
        """From the first word to the end; every message is accepted."""
        moment = NOON
        for event in (Started("menu", {"text": "menu"}, NOON, "k0"), "Red!", "a coffee please"):
            moment += dt.timedelta(seconds=30)
            self.hears(Reply(event, moment, event_key="k") if isinstance(event, str) else event, moment)
            moment += dt.timedelta(seconds=1)
            self.hears(Outcome(self.message_id, "accepted", moment), moment)


def rows(short: bool) -> list[Row]:
    journey = Compiled(read_definition(TWO_QUESTIONS))
    example = Conversation(journey)
    example.held()
    assert example.sent[-1] == "Thank you, Amina: Red! and a coffee please."
    assert State.from_json("e1", orjson.loads(example.state)).exit_reason == "end"
    times = 500 if short else 2000
    with collector_off():
        repeats = sorted(timed(lambda: [Conversation(journey).held() for _ in range(times)]) for _ in range(9))
    figure = repeats[len(repeats) // 2] / times * 1e6
    detail = (
        f"CPU; {repeats[0] / times * 1e6:.0f} to {repeats[-1] / times * 1e6:.0f} in 9 repeats of {times}; six events, "
        f"state and contact read from JSON and the state written after each; goflow needs about {GOFLOW:,} µs for its three "
        f"(measured apart): {figure / GOFLOW:.2f} of it"
    )
    return [
        Row("one conversation, 3 messages and 2 replies", f"≤ {GOAL} µs", f"{figure:.0f} µs", figure <= GOAL, detail)
    ]
