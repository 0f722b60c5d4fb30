"""docs/language.md tells the whole language, and every example in it does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.checker.check import check
from engine.checker.rules import RULES
from engine.commands.checking import check_files
from engine.commands.rehearsing import rehearse_files
from engine.journey.schema import json_schema
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from tests.docs.checker_page import PAGE as CHECKER
from tests.docs.examples import TYPES, Example, examples
from tests.docs.language_page import PAGE, with_reference

TEXT = PAGE.read_text("utf-8")


def test_the_page_is_what_the_models_say() -> None:
    assert with_reference(TEXT) == TEXT, "run: python -m tests.docs.language_page"


@pytest.mark.parametrize("kind", TYPES)
def test_every_step_and_start_has_its_place_and_its_example(kind: str) -> None:
    assert len(re.findall(rf"^### `{kind}`: ", TEXT, re.MULTILINE)) == 1
    assert examples()[kind].journey in TEXT
    assert (STEP_TYPES | TRIGGER_TYPES)[kind].__doc__


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_named_where_it_looks(rule: str) -> None:
    assert f"`{rule}`" in TEXT
    assert f"| `{rule}` |" in CHECKER.read_text("utf-8")


def test_every_field_is_described() -> None:
    schema = json_schema()
    parts = {"journey": schema, **schema["$defs"]}

    silent = [
        f"{part}.{name}"
        for part, definition in parts.items()
        for name, field in definition.get("properties", {}).items()
        if name != "type" and not field.get("description", "").strip()
    ]

    assert silent == []


@pytest.mark.parametrize("example", examples().values(), ids=lambda example: example.kind)
def test_an_example_shows_its_type_and_has_nothing_to_correct(example: Example) -> None:
    journey = example.read()

    used = {part.type for part in [*journey.steps.values(), *journey.triggers]}

    assert example.kind in used
    assert [problem.message("en") for problem in check(journey)] == []


def test_the_commands_check_every_example_and_play_every_story(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {kind: tmp_path / f"{kind}.yaml" for kind in TYPES}
    stories = {
        example.kind: tmp_path / f"{example.kind}.story.yaml" for example in examples().values() if example.story
    }
    for example in examples().values():
        files[example.kind].write_text(example.journey, "utf-8")
    for kind, path in stories.items():
        path.write_text(examples()[kind].story, "utf-8")

    told = check_files(list(files.values()), as_json=False, language="en")
    kept = rehearse_files(list(stories.values()), language="en")

    said = capsys.readouterr().out
    assert (told, kept) == (0, 0), said
    assert f"Nothing to correct ({len(TYPES)} journeys)" in said
    assert said.count("all as expected") == len(stories)


def test_only_a_step_that_draws_lots_has_no_story() -> None:
    assert [example.kind for example in examples().values() if not example.story] == ["split"]
