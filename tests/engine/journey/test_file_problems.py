"""Whatever is wrong with a file is told in a sentence, with its line, and in time."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journey.definition import read_definition
from engine.journey.files import BadFile, read_file, read_text, write_text
from engine.journey.steps import STEP_TYPES
from tests.engine.journey.samples import CART


def problems(text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read_text(text, "cart.yaml")
    return caught.value.problems


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
        ("parcours: yes\nkey: a\n", "Line 1: the text “yes” is not a format; write parcours: 1, a number without quotes."),
        ("parcours: true\nkey: a\n", "Line 1: “True” is not a format; write parcours: 1, a number without quotes."),
        ("parcours: 1\nname: a\n", "Line 1: key: this field is missing."),
        ('parcours: 1\nkey: a\nname: "a\\0b"\n', "Line 3: name: the text holds an invisible character (U+0000); remove it."),
        ('parcours: 1\nkey: a\nname: "\\ud800"\n', "Line 3: name: the text holds an invisible character (U+D800); remove it."),
        ("parcours: 1\nkey: a\nlayout: {a: [.inf, 0]}\n", "Line 3: layout.a.0: this must be a number."),
    ],
)  # fmt: skip
def test_a_problem_is_a_sentence_with_its_line(text: str, problem: str) -> None:
    assert problem in problems(text)


def test_an_unknown_step_type_is_told_with_its_line_and_the_known_ones() -> None:
    text = "parcours: 1\nkey: a\nsteps:\n  one: {type: exit}\n  two:\n    type: sendd\n"

    known = ", ".join(sorted(STEP_TYPES))
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
    lines += [f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]" for before, one in pairwise(letters)]
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
