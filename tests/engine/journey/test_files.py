"""Journeys as files: nothing is lost, comments stay, and every problem is told with its line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML

from engine.journey.definition import read_definition
from engine.journey.files import read_text, write_text
from tests.engine.journey.definitions import DEFINITIONS
from tests.engine.journey.samples import CART


def cart() -> dict[str, Any]:
    return read_text(CART, "cart.yaml").to_json()


# Round trips --------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(DEFINITIONS)
def test_a_written_journey_reads_back_the_same(json: dict[str, Any]) -> None:
    journey = read_definition(json)

    assert read_text(write_text(journey.to_json()), "j") == journey


@settings(max_examples=100, deadline=None)
@given(DEFINITIONS)
def test_another_yaml_reader_reads_the_same(json: dict[str, Any]) -> None:
    journey = read_definition(json)

    other = YAML(typ="safe", pure=True).load(write_text(journey.to_json()))

    assert read_definition(other) == journey


@settings(max_examples=100, deadline=None)
@given(DEFINITIONS, DEFINITIONS)
def test_any_journey_written_into_any_file_reads_back_the_same(old: dict[str, Any], new: dict[str, Any]) -> None:
    original = write_text(read_definition(old).to_json())
    journey = read_definition(new)

    assert read_text(write_text(journey.to_json(), original), "j") == journey


@settings(max_examples=100, deadline=None)
@given(DEFINITIONS)
def test_any_journey_written_into_a_file_with_comments_reads_back_the_same(json: dict[str, Any]) -> None:
    journey = read_definition(json)

    assert read_text(write_text(journey.to_json(), CART), "j") == journey


def test_an_unchanged_journey_leaves_its_file_as_it_is() -> None:
    assert write_text(cart(), CART) == CART


def test_changing_one_field_changes_one_line() -> None:
    json = cart()
    json["steps"]["answer"]["for"] = "48h"

    assert write_text(json, CART) == CART.replace("for: 24h", "for: 48h")


def test_a_new_step_and_a_moved_card_leave_every_comment() -> None:
    json = cart()
    json["steps"]["more"] = {"type": "exit"}
    json["layout"] = {"remind": [10, 120.0], "more": [3.5, 4]}
    json["triggers"].append({"id": "other", "type": "event", "name": "x"})

    written = write_text(json, CART)

    assert [line for line in CART.splitlines() if "#" in line and "layout" not in line] == [
        line for line in written.splitlines() if "#" in line
    ]
    assert read_text(written, "j").to_json() == read_definition(json).to_json()


def test_a_removed_step_takes_only_its_own_lines() -> None:
    json = cart()
    del json["steps"]["human"]

    assert write_text(json, CART) == CART.replace(
        "  human:   {type: send_session, text: On vous rappelle., next: bye}\n", ""
    )


def test_triggers_in_a_new_order_take_their_comments_along() -> None:
    json = cart()
    json["triggers"].reverse()

    written = write_text(json, CART)

    assert (
        written.index("# WhatsApp")
        < written.index("id: hello")
        < written.index("# notre site")
        < written.index("id: cart")
    )


def test_a_file_with_aliases_is_written_right_even_if_its_comments_are_lost() -> None:
    original = "parcours: 1\nkey: a\nsteps:\n  # one\n  a: &end {type: exit}\n  b: *end\n  c: {type: wait, next: a}\n"
    json = read_text(original, "a").to_json()
    json["steps"]["a"] = {"type": "exit", "title": "Fin"}

    assert read_text(write_text(json, original), "a").to_json() == json


@pytest.mark.parametrize(
    "original",
    ["", "# only this\n", "- a\n", "{parcours: 1, key: a}", "a: [", "parcours: 1\r\nkey: a\r\n", "---\nkey: b\n...\n"],
)
def test_whatever_the_old_file_held_the_new_one_is_right(original: str) -> None:
    assert read_text(write_text(cart(), original), "j").to_json() == cart()


def test_a_fresh_file_is_written_for_people() -> None:
    json = cart()
    json["layout"] = {"remind": [0.0, 120.0]}
    json["steps"]["human"]["text"] = "Bonjour,\non vous rappelle."

    assert write_text({"steps": {}, "parcours": 1, **json}) == FRESH


def test_the_published_order_of_fields_does_not_depend_on_how_they_came() -> None:
    json = cart()

    assert write_text(dict(reversed(json.items()))) == write_text(json)


# What words mean ----------------------------------------------------------------------------------


def test_yes_no_and_on_are_words() -> None:
    text = "parcours: 1\nkey: on\nlanguage: no\nsteps:\n  yes: {type: wait_for_reply, branches: [{id: no, any_of: [yes, no, on, off, true, 1, 2.5]}]}\n"

    journey = read_text(text, "j")

    step = journey.to_json()["steps"]["yes"]
    assert (journey.key, journey.language) == ("on", "no")
    assert step["branches"] == [{"id": "no", "any_of": ["yes", "no", "on", "off", "true", "1", "2.5"]}]


@pytest.mark.parametrize(
    "word", ["007", "+33600000001", "2026-01-05", "0x1F", "1_000", "12:30:00", "1e5", "1.50", ".5", "0o17"]
)
def test_what_only_looks_like_a_number_stays_as_written(word: str) -> None:
    journey = read_text(f"parcours: 1\nkey: a\nsteps: {{a: {{type: update_contact, set: {{x: {word}}}}}}}\n", "j")

    assert journey.to_json()["steps"]["a"]["set"] == {"x": word}


def test_numbers_where_ids_belong_are_ids() -> None:
    journey = read_text("parcours: 1\nkey: 12\nsteps:\n  1: {type: wait, for: 1h, next: 2}\n  2: {type: exit}\n", "j")

    assert journey.key == "12"
    assert journey.to_json()["steps"]["1"]["next"] == "2"


FRESH = """\
parcours: 1
key: cart-reminder
name: Panier abandonné
language: fr
purpose: marketing
triggers:
  - {id: cart, type: event, name: cart.abandoned, next: remind}
  - {id: hello, type: keyword, any_of: [menu, bonjour], match: word, typos: true, next: question}
sender: main
entry: {again: after_exit, not_within: 7d}
goal: {event: order.paid}
steps:
  remind: {type: send_template, template: cart_reminder, values: {name: "{{ contact.name }}"}, next: answer}
  question:
    type: send_session
    text: Oui ou non ?
    buttons:
      - {id: b-yes, title: Oui}
    next: answer
  answer:
    type: wait_for_reply
    for: 24h
    branches:
      - {id: yes, any_of: [oui, yes, ok], match: word, typos: true, buttons: [b-yes], next: thanks}
    otherwise: human
    no_reply: bye
  thanks:
    type: send_session
    text: {fr: "Merci {{ contact.name }} !", en: "Thank you {{ contact.name }}!"}
    next: note
  note: {type: update_contact, set: {buyer: true}, next: bye}
  human:
    type: send_session
    text: |-
      Bonjour,
      on vous rappelle.
    next: bye
  bye: {type: exit}
layout:
  remind: [0, 120]
"""
