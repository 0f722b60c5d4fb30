"""Each repair that a problem proposes mends that problem and makes no other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from designer.canvas_view import node_of
from designer.components.problems import facts_of
from designer.editing import Edited, can_repair, mend
from designer.editing.repairs import REPAIRS
from designer.editor_words import WORDS
from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.checker.problem import Problem
from engine.journey.definition import read_definition

sys.path.insert(0, str(Path(__file__).parents[1] / "engine" / "checker"))
from checker_cases import FOLDER, journey_of, read_cases, surroundings_of

CASES = [(path.stem, case) for path in sorted(FOLDER.glob("*.yaml")) for case in read_cases(path.stem)]
PROPOSED = [
    (rule, case["case"], problem, journey_of(case).to_json(), surroundings_of(case))
    for rule, case in CASES for problem in check(journey_of(case), surroundings_of(case))
    if problem.rule == rule and problem.repair is not None and node_of(problem) is not None
]  # fmt: skip
WITH_A_PERSON = ("use_template", "choose_template", "add_language", "add_fallback")
"""Begun by a button and ended by a person: a template or a text has still to be chosen."""


@pytest.mark.parametrize(
    ("rule", "problem", "definition", "around"),
    [(rule, problem, definition, around) for rule, _, problem, definition, around in PROPOSED],
    ids=[f"{rule}: {name}: {problem.repair}" for rule, name, problem, *_ in PROPOSED],
)
def test_a_repair_mends_what_it_was_proposed_for(
    rule: str, problem: Problem, definition: dict[str, Any], around: Surroundings
) -> None:
    node = node_of(problem) or ""
    if not can_repair(definition, problem.repair, node, facts_of(problem)):
        assert problem.repair in (
            "add_default",
            "choose_template",
            "add_language",
            "add_path",
            "correct_field",
            "use_any",
            "limit_rounds",
        )
        return

    outcome = mend(definition, problem.repair, node, facts_of(problem))

    assert isinstance(outcome, Edited), outcome
    before = {told(one) for one in check(read_definition(definition), around) if one.is_error}
    after = {told(one) for one in check(read_definition(outcome.definition), around) if one.is_error}
    assert told(problem) not in after or problem.repair in WITH_A_PERSON
    assert not {one for one in after - before if one[0] == rule} or problem.repair in ("remove", *WITH_A_PERSON)


def told(problem: Problem) -> tuple[str, str | None, str]:
    return problem.rule, problem.step or problem.trigger, problem.message("fr")


def test_every_repair_has_a_button_and_every_button_a_repair() -> None:
    named = {name.removeprefix("repair.") for name in WORDS if name.startswith("repair.")}

    assert named == set(REPAIRS)
    assert {problem.repair for _, _, problem, *_ in PROPOSED} <= named


def test_other_signs_become_those_of_whatsapp() -> None:
    text = "# Bonjour\n**Gras** et <b>fort</b>, [ici](https://a.example), __là__"
    definition = one_step(text)

    outcome = mend(definition, "use_whatsapp_formatting", "step:a", {"field": ("text", "fr")})

    assert isinstance(outcome, Edited)
    assert (
        outcome.definition["steps"]["a"]["text"]["fr"] == "*Bonjour*\n*Gras* et *fort*, ici : https://a.example, _là_"
    )


def test_a_missing_first_name_is_replaced_in_the_language_of_the_text() -> None:
    definition = one_step("Bonjour {{ contact.name }}", en="Hello {{contact.name}}")

    outcome = mend(definition, "add_default", "step:a", {"field": ("text", "en"), "name": "contact.name"})

    assert isinstance(outcome, Edited)
    assert outcome.definition["steps"]["a"]["text"] == {
        "fr": "Bonjour {{ contact.name }}", "en": "Hello {{ contact.name | default('dear customer') }}",
    }  # fmt: skip


def one_step(text: str, **languages: str) -> dict[str, Any]:
    step = {"type": "send_session", "text": {"fr": text, **languages}}
    return {"parcours": 1, "key": "k", "triggers": [], "steps": {"a": step}}
