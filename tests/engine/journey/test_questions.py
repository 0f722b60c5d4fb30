"""A question understands the customer who answers: their country, their time zone, their language."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from engine.journey.advance import Compiled, advance
from engine.journey.events import Outcome, Started
from engine.journey.state import Contact, State
from tests.engine.journey.samples import NINE, compiled, says

CHOICES = [
    {"id": "no", "title": {"fr": "Non", "en": "No"}},
    {"id": "never", "title": {"fr": "Non merci", "en": "No thanks"}},
]


def asking(**fields: Any) -> Compiled:
    step = {
        "type": "ask",
        "text": "Alors ?",
        "save_as": "answer",
        "next": "end",
        "invalid": "end",
        "no_reply": "end",
        **fields,
    }
    return compiled({"ask": step, "end": {"type": "exit"}})


def answered(journey: Compiled, contact: Contact, text: str, moment: dt.datetime = NINE) -> Any:
    """What the record holds after this answer."""
    state = advance(journey, State("p"), contact, Started("go"), moment).state
    state = advance(journey, state, contact, Outcome("p.1", "accepted", moment), moment).state
    advance(journey, state, contact, says(text, moment), moment)
    return contact.attributes.get("answer")


@pytest.mark.parametrize(
    ("contact", "date"),
    [
        (Contact("c", language="fr"), "2026-12-05"),
        (Contact("c", language="en"), "2026-12-05"),
        (Contact("c", language="en_US"), "2026-05-12"),
        (Contact("c", language="en", country="US"), "2026-05-12"),
    ],
)
def test_the_month_comes_first_for_customers_in_the_united_states(contact: Contact, date: str) -> None:
    assert answered(asking(kind="date"), contact, "05/12/2026") == date


def test_tomorrow_is_the_customers_tomorrow() -> None:
    evening = NINE.replace(hour=23)
    journey = asking(kind="date")

    assert answered(journey, Contact("c", timezone="Europe/Paris"), "demain", evening) == "2026-01-07"
    assert answered(journey, Contact("c", timezone="Mars/Olympus"), "demain", evening) == "2026-01-06"


@pytest.mark.parametrize(
    ("text", "choice"),
    [("Non", "no"), ("non merci", "never"), ("No thanks!", "never"), ("nonn merci", "never"), ("peut-être", None)],
)
def test_a_choice_is_told_from_one_that_begins_with_the_same_words(text: str, choice: str | None) -> None:
    assert answered(asking(kind="choice", choices=CHOICES), Contact("c", language="fr"), text) == choice


def test_an_answer_may_be_the_customers_own_name() -> None:
    contact = Contact("c")

    answered(asking(save_as="name"), contact, "Amina")

    assert contact.name == "Amina"


def test_a_blank_second_question_is_the_first_one_again() -> None:
    journey, contact = asking(kind="number", retry={"fr": " "}), Contact("c")
    state = advance(journey, State("p"), contact, Started("go"), NINE).state
    state = advance(journey, state, contact, Outcome("p.1", "accepted", NINE), NINE).state

    again = advance(journey, state, contact, says("bof", NINE), NINE)

    assert [getattr(effect, "text", None) for effect in again.effects] == ["Alors ?"]


COLOURS = [
    {"id": "red", "title": {"fr": "Rouge", "en": "Red"}},
    {"id": "green", "title": {"fr": "Vert", "en": "Green"}},
]


@pytest.mark.parametrize(
    "text",
    ["ni rouge ni vert", "rouge ou vert ?", "vert et rouge", "pas rouge", "pas rougee", "surtout pas de vert", "neither red",
     "I don't want red", "not green"],
)  # fmt: skip
def test_two_choices_or_one_that_is_denied_are_no_answer(text: str) -> None:
    assert answered(asking(kind="choice", choices=COLOURS), Contact("c", language="fr"), text) is None


@pytest.mark.parametrize(
    ("text", "choice"),
    [("rouge svp", "red"), ("je prends le vert", "green"), ("Rouge, rouge !", "red"), ("rougee", "red")],
)
def test_one_choice_among_words_is_an_answer(text: str, choice: str) -> None:
    assert answered(asking(kind="choice", choices=COLOURS), Contact("c", language="fr"), text) == choice


def test_a_title_that_denies_is_chosen_by_its_own_words() -> None:
    choices = [{"id": "none", "title": "Ni rouge ni vert"}, *COLOURS]
    journey = asking(kind="choice", choices=choices)

    assert answered(journey, Contact("c", language="fr"), "plutôt ni rouge ni vert") == "none"
