"""Journeys as files: nothing is lost, comments stay, and every problem is told with its line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from engine.journey.definition import read_definition
from engine.journey.files import BadFile, read_file, read_text, write_text
from tests.engine.journey.definitions import DEFINITIONS
from tests.engine.journey.samples import CART


def problems(text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read_text(text, "cart.yaml")
    return caught.value.problems


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


# Problems -----------------------------------------------------------------------------------------


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="There is no such file; check the path"):
        read_file(tmp_path / "none.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="This is a folder"):
        read_file(tmp_path)


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("parcours: 1\nname: Abandonné\n".encode("latin-1"))

    with pytest.raises(BadFile, match=r"latin\.yaml: Line 2: the file is not written in UTF-8"):
        read_file(tmp_path / "latin.yaml")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_bytes(CART.encode("utf-8-sig"))

    assert read_file(tmp_path / "bom.yaml").key == "cart-reminder"


def test_a_file_of_more_than_a_megabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"# " + b"x" * 1_000_000)

    with pytest.raises(BadFile, match="larger than 1 MB"):
        read_file(tmp_path / "big.yaml")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("parcours: 1\nkey: [a\n", "Line 3, column 1: this is not YAML: expected ',' or ']', but got '<stream end>'."),
        ("parcours: 1\nkey: a: b\n", "Line 2, column 7: this is not YAML: mapping values are not allowed here."),
        ("parcours: 1\nkey: a\nkey: b\n", "Line 3, column 1: “key” stands twice; keep one."),
        ("parcours: 1\nkey: *a\n", "Line 2, column 6: this is not YAML: found undefined alias 'a'."),
        ("parcours: 1\nkey: !!python/name:os.system x\n", "Line 2, column 6: the tag “python/name:os.system” is not allowed; remove it."),
        ("parcours: 1\nname: \0\n", "Line 2: the character U+0000 may not stand in a file; remove it."),
        ("parcours: 1\n---\nkey: a\n", "Line 2, column 1: this is not YAML: but found another document."),
        ("", "The file is empty. It starts with “parcours: 1” and holds key, triggers and steps."),
        ("# nothing\n", "The file is empty. It starts with “parcours: 1” and holds key, triggers and steps."),
        ("- a\n", "This is not a journey. It starts with “parcours: 1” and holds key, triggers and steps."),
        ("hello\n", "This is not a journey. It starts with “parcours: 1” and holds key, triggers and steps."),
        ("key: a\n", "Line 1: The first line must be “parcours: 1”: it says which format the file is written in."),
        ("parcours: 2\nkey: a\n", "Line 1: This file is written in format 2; this Parcours reads format 1. Update Parcours."),
        ("parcours: yes\nkey: a\n", "Line 1: “parcours: yes” is not a format; write “parcours: 1”."),
        ("parcours: true\nkey: a\n", "Line 1: “parcours: True” is not a format; write “parcours: 1”."),
        ("parcours: 1\nname: a\n", "Line 1: key: this field is missing."),
        ('parcours: 1\nkey: a\nname: "a\\0b"\n', "Line 3: name: the text holds an invisible character (U+0000); remove it."),
        ('parcours: 1\nkey: a\nname: "\\ud800"\n', "Line 3: name: the text holds an invisible character (U+D800); remove it."),
        ("parcours: 1\nkey: a\nlayout: {a: [.inf, 0]}\n", "Line 3: layout.a.0: input should be a valid number, unable to parse string as a number."),
    ],
)  # fmt: skip
def test_a_problem_is_a_sentence_with_its_line(text: str, problem: str) -> None:
    assert problem in problems(text)


def test_an_unknown_step_type_is_told_with_its_line_and_the_known_ones() -> None:
    text = "parcours: 1\nkey: a\nsteps:\n  one: {type: exit}\n  two:\n    type: sendd\n"

    known = "branch, exit, send_session, send_template, update_contact, wait, wait_for_reply"
    assert problems(text) == [f"Line 5: steps.two: “sendd” is not a type; known are {known}."]


def test_several_problems_are_told_at_once() -> None:
    text = "parcours: 1\nkey: a b\nsteps:\n  one:\n    type: wait\n    for: soon\n  two: {type: exit, nxt: one}\n"

    assert problems(text) == [
        "Line 2: key: “a b” cannot be used here; use letters, digits, - and _, at most 64.",
        "Line 6: steps.one.for: “soon” is not a duration; write 30m, 24h, 2d or 1d12h.",
        "Line 7: steps.two.nxt: this field is not known here; check its spelling or remove it.",
    ]


def bomb() -> str:
    letters = "abcdefghi"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]" for before, one in zip(letters, letters[1:], strict=False)
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (bomb(), "values once its aliases are written out"),
        ("a: &a [*a]\n", "an alias holds itself"),
        ("a: &a {b: *a}\n", "an alias holds itself"),
        ("[" * 5000, "nested too deeply"),
        ("a: " + "{a: " * 3000, "nested too deeply"),
        ("a: [" + "x, " * 100_000 + "]", "values; split the journey"),
    ],
)
def test_a_file_meant_to_hurt_is_refused_in_time(text: str, says: str) -> None:
    begun = time.process_time()
    found = problems(text)
    spent = time.process_time() - begun

    assert says in found[0]
    assert spent < 8


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "a",
                ": ",
                "- ",
                "\n",
                "  ",
                "{",
                "}",
                "[",
                "]",
                "&a ",
                "*a",
                "!x ",
                "|",
                ">",
                '"',
                "'",
                "#",
                "1",
                ", ",
                "? ",
            ]
        )
    ).map("".join)
)
def test_any_text_is_a_journey_or_a_bad_file(text: str) -> None:
    assert problems(text)


def test_a_journey_of_a_thousand_steps_is_read_and_written_in_seconds() -> None:
    steps = {
        f"s{number}": {"type": "send_session", "text": f"Bonjour {number}", "next": f"s{number + 1}"}
        for number in range(1000)
    }
    json = read_definition({"parcours": 1, "key": "long", "steps": steps}).to_json()

    begun = time.process_time()
    text = write_text(json)
    merged = write_text({**json, "name": "Long"}, text)
    journey = read_text(merged, "long")

    assert len(journey.steps) == 1000
    assert time.process_time() - begun < 10


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
