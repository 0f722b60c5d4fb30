"""The definition: strict about its shape, loss-free, and its meaning has one fingerprint."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journey.advance import Compiled
from engine.journey.definition import BadDefinition, read_definition
from tests.engine.journey.definitions import DEFINITIONS
from tests.engine.journey.samples import journey_of

EMPTY: dict[str, Any] = {"parcours": 1, "key": "a"}


def problems(json: Any) -> list[str]:
    with pytest.raises(BadDefinition) as caught:
        read_definition(json)
    return caught.value.problems


@pytest.mark.parametrize(
    ("json", "problem"),
    [
        ({**EMPTY, "steps": {"a": {"type": "exit", "x": 1}}}, "steps.a.x: this field is not known here; check its spelling or remove it."),
        ({**EMPTY, "steps": {"a": {}}}, "steps.a: the type is missing, such as “type: exit”."),
        ({**EMPTY, "steps": {"wait": {"type": "wait", "for": 24}}}, "steps.wait.for: “24” is not a duration; write 30m, 24h, 2d or 1d12h."),
        ({**EMPTY, "steps": {"a b": {"type": "exit"}}}, "steps: “a b” cannot name a step; use letters, digits, - and _, at most 64."),
        ({**EMPTY, "steps": []}, "steps: this must hold fields, such as “name: value”."),
        ({**EMPTY, "triggers": {}}, "triggers: this must be a list."),
        ({**EMPTY, "triggers": [{"type": "sms", "id": "a"}]}, "triggers.0: “sms” is not a type; known are audience, date, event, keyword, link, opt_in."),
        ({**EMPTY, "purpose": "spam"}, "purpose: “spam” is not known here; write marketing or service."),
        ({**EMPTY, "name": True}, "name: this must be a text; put it in quotes."),
        ({**EMPTY, "name": "x" * 20_001}, "name: this text is longer than 20,000 characters; shorten it."),
        ({**EMPTY, "steps": {"a": {"type": "send_session", "text": ["x"]}}}, "steps.a.text: this must be a text; put it in quotes."),
        ({**EMPTY, "steps": {"a": {"type": "send_session", "text": {"fr": ["x"]}}}}, "steps.a.text.fr: this must be a text; put it in quotes."),
        ({**EMPTY, "triggers": [{"type": "event", "id": "a"}] * 2}, "triggers: two triggers have the id “a”; give each its own."),
        ({**EMPTY, "steps": {"a": {"type": "branch", "branches": [{"id": "x"}] * 2}}}, "steps: two branches of step “a” have the id “x”; give each its own."),
        ({**EMPTY, "steps": {"a": {"type": "branch", "branches": [{"id": "x", "when": {"all": [{"atribute": "y"}]}}]}}},
         "steps.a.branches.0.when.all.0.atribute: this field is not known here; check its spelling or remove it."),
        ({**EMPTY, "name": "a\x07"}, "name: the text holds an invisible character (U+0007); remove it."),
        ({**EMPTY, "steps": {"a": {"type": "update_contact", "set": {"n": 2**60}}}}, "steps.a.set.n: the number is too large; put it in quotes."),
        ({**EMPTY, "layout": {"a": [float("inf"), 0]}}, "layout.a.0: this must be a finite number."),
        ([], "This is not a journey: it must start with “parcours: 1” and hold key, triggers and steps."),
        ({}, "The first line must be “parcours: 1”: it says which format the file is written in."),
        ({"parcours": 3}, "This file is written in format 3; this Parcours reads format 1. Update Parcours."),
    ],
)  # fmt: skip
def test_a_bad_definition_says_where_and_what_to_do(json: Any, problem: str) -> None:
    assert problems(json) == [problem]


def test_a_condition_nested_without_end_is_refused() -> None:
    condition: dict[str, Any] = {}
    for _ in range(5000):
        condition = {"not": condition}
    step = {"type": "branch", "branches": [{"id": "x", "when": condition}]}

    assert "nested too deeply" in problems({**EMPTY, "steps": {"a": step}})[0]


@settings(max_examples=150, deadline=None)
@given(DEFINITIONS)
def test_a_definition_survives_plain_values(json: dict[str, Any]) -> None:
    journey = read_definition(json)

    assert journey.to_json() == journey.to_json() | {"parcours": 1}
    assert read_definition(journey.to_json()) == journey
    assert journey.to_json() == json


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["steps", "triggers", "entry", "goal", "layout", "name", "exit_on"]))
def test_any_plain_values_are_a_journey_or_a_bad_definition(value: Any, field: str) -> None:
    try:
        read_definition({**EMPTY, field: value})
    except BadDefinition as bad:
        assert all(problem.endswith(".") for problem in bad.problems)
        assert len(bad.places) == len(bad.problems)


@given(DEFINITIONS)
def test_any_readable_journey_has_ways_out_texts_and_a_fingerprint(json: dict[str, Any]) -> None:
    journey = read_definition(json)

    walked = [step_id for step_id, _ in journey.walk()]

    assert sorted(walked) == sorted(journey.steps)
    assert len(journey.content_hash()) == 32


def test_moving_a_card_does_not_change_the_fingerprint() -> None:
    steps = {"a": {"type": "wait", "for": "1h", "next": "b"}, "b": {"type": "exit"}}

    hashes = {
        journey_of(steps, layout=layout).content_hash() for layout in ({}, {"a": [0, 0]}, {"a": [5, 9.5], "b": [1, 1]})
    }

    assert len(hashes) == 1


def test_changing_a_word_does() -> None:
    before = journey_of({"a": {"type": "send_session", "text": "Bonjour"}}).content_hash()
    after = journey_of({"a": {"type": "send_session", "text": "Bonjour !"}}).content_hash()

    assert before != after


def test_the_order_in_which_steps_were_written_does_not() -> None:
    steps = {"a": {"type": "wait", "for": "1h", "next": "b"}, "b": {"type": "exit"}}
    triggers = [{"id": "t", "type": "event", "name": "x", "next": "a"}]

    turned = dict(reversed(steps.items()))

    assert (
        journey_of(steps, key="k", name="n").content_hash() != read_definition({**EMPTY, "steps": steps}).content_hash()
    )
    assert (
        read_definition({**EMPTY, "triggers": triggers, "steps": steps}).content_hash()
        == read_definition({**EMPTY, "triggers": triggers, "steps": turned}).content_hash()
    )


def test_steps_are_walked_in_the_order_a_customer_meets_them() -> None:
    steps = {
        "lost": {"type": "exit"},
        "answer": {"type": "wait_for_reply", "branches": [{"id": "x", "next": "thanks"}], "otherwise": "human", "no_reply": "end"},
        "end": {"type": "exit"}, "human": {"type": "wait", "next": "end"}, "thanks": {"type": "wait", "next": "answer"},
    }  # fmt: skip
    triggers = [{"id": "t", "type": "event", "next": "answer"}]

    journey = read_definition({**EMPTY, "triggers": triggers, "steps": steps})

    assert [step_id for step_id, _ in journey.walk()] == ["answer", "thanks", "human", "end", "lost"]


def test_languages_are_the_journeys_own_then_those_of_its_texts() -> None:
    journey = journey_of({"a": {"type": "send_session", "text": {"fr": "a", "en": "b", "de": ""}}})

    assert journey.languages() == ["fr", "en"]


@pytest.mark.parametrize(
    "step",
    [
        {"type": "send_session", "text": "{{ contact.__class__ }}"},
        {"type": "wait_for_reply", "branches": [{"id": "a", "any_of": ["("], "match": "regex"}]},
    ],
)
def test_a_journey_that_may_not_run_is_refused_when_it_is_compiled(step: dict[str, Any]) -> None:
    journey = journey_of({"a": step})

    with pytest.raises(ValueError, match=r"name may not start|is not an expression"):
        Compiled(journey)
