"""How much is kept of one person, and what a journey does when the record is full."""

from __future__ import annotations

from typing import Any

import pytest

from engine.journey.advance import advance
from engine.journey.attributes import LARGEST, MOST, excess_of
from engine.journey.effects import Passed, UpdateContact
from engine.journey.events import Called, Outcome, Reply, Started
from engine.journey.state import Contact, State
from tests.engine.journey.samples import NINE, at, compiled

FULL = {f"a{number}": 1 for number in range(MOST)}
HEAVY = {"note": "x" * (LARGEST - 20)}


@pytest.mark.parametrize(
    ("attributes", "excess"),
    [
        (FULL, None), ({**FULL, "b": 1}, "too_many_attributes"), (HEAVY, None), ({"note": "x" * LARGEST}, "attributes_too_large"),
        ({"note": "é" * (LARGEST // 2)}, "attributes_too_large"), ({}, None),
    ],
)  # fmt: skip
def test_a_record_holds_200_attributes_and_64_kb(attributes: dict[str, Any], excess: str | None) -> None:
    assert excess_of(attributes) == excess


@pytest.mark.parametrize(
    ("attributes", "why"), [(FULL, "refused:too_many_attributes"), (HEAVY, "refused:attributes_too_large")]
)
def test_a_journey_that_would_save_too_much_saves_nothing_and_goes_on(attributes: dict[str, Any], why: str) -> None:
    journey = compiled(
        {"save": {"type": "update_contact", "set": {"city": "Lyon" * 20}, "next": "end"}, "end": {"type": "exit"}}
    )
    contact = Contact("c", attributes=dict(attributes))

    done = advance(journey, State("e"), contact, Started("go"), NINE)

    assert Passed("save", "next", why) in done.effects
    assert not any(isinstance(effect, UpdateContact) for effect in done.effects)
    assert contact.attributes == attributes
    assert done.state.exit_reason == "end"


def test_a_full_record_can_still_be_changed_and_emptied() -> None:
    journey = compiled(
        {"save": {"type": "update_contact", "set": {"a1": 2, "a2": None}, "next": "end"}, "end": {"type": "exit"}}
    )
    contact = Contact("c", attributes=dict(FULL))

    advance(journey, State("e"), contact, Started("go"), NINE)

    assert (contact.attributes["a1"], len(contact.attributes)) == (2, MOST - 1)


def test_what_another_system_answers_and_the_record_cannot_take_counts_in_the_passage() -> None:
    call = {
        "type": "call_http",
        "url": "https://suivi.example/",
        "save": {"city": "city"},
        "next": "end",
        "failed": "end",
    }
    journey = compiled({"call": call, "end": {"type": "exit"}})
    contact = Contact("c", attributes=dict(FULL))
    asked = advance(journey, State("e"), contact, Started("go"), NINE)

    done = advance(journey, asked.state, contact, Called("e.1", NINE, 200, {"city": "Lyon"}), NINE)

    assert Passed("call", "next", "refused:too_many_attributes") in done.effects
    assert not any(isinstance(effect, UpdateContact) for effect in done.effects)
    assert done.state.answers == {"call": {"status": 200, "city": "Lyon"}}
    assert contact.attributes == FULL


def test_an_answer_that_the_record_cannot_take_counts_in_the_passage() -> None:
    ask = {"type": "ask", "text": "Ville ?", "save_as": "city", "next": "end", "invalid": "end", "no_reply": "end"}
    journey = compiled({"ask": ask, "end": {"type": "exit"}})
    contact = Contact("c", attributes=dict(FULL))
    asked = advance(journey, State("e"), contact, Started("go"), NINE)
    waits = advance(journey, asked.state, contact, Outcome("e.1", "accepted", NINE), NINE)

    done = advance(journey, waits.state, contact, Reply("Lyon", at(minutes=1)), at(minutes=1))

    assert Passed("ask", "next", "refused:too_many_attributes") in done.effects
    assert done.state.answers == {"ask": "Lyon"}
    assert contact.attributes == FULL
