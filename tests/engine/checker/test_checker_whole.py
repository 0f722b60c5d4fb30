"""The checker as a whole: silent on sensible journeys, in order, quick, and never beaten by a definition."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from checker_cases import surroundings_of
from checker_journeys import surroundings
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.checker.lengths import longest_stay
from engine.journey.definition import read_definition
from engine.journey.files import read_text
from engine.journey.steps import STEP_TYPES, StepBase
from engine.journey.yaml_reading import read_yaml
from tests.benchmarks.checking import long_journey
from tests.engine.generated.journeys import definitions

SENSIBLE = Path(__file__).parent / "sensible"
CASES = Path(__file__).parents[1] / "journey" / "cases"


@pytest.mark.parametrize("name", sorted(path.stem for path in SENSIBLE.glob("*.yaml")))
def test_a_sensible_journey_has_no_problem(name: str) -> None:
    held = YAML(typ="safe").load((SENSIBLE / f"{name}.yaml").read_text("utf-8"))
    journey = read_definition(held["journey"])

    alone, at_home = check(journey), check(journey, surroundings_of(held))

    assert [problem.message("fr") for problem in [*alone, *at_home]] == []


@pytest.mark.parametrize("kind", STEP_TYPES)
def test_a_step_that_takes_time_tells_the_proof_how_long(kind: str) -> None:
    example = read_yaml((CASES / f"{kind}.yaml").read_text("utf-8")).value["example"]
    steps = [step for step in read_text(example, kind).steps.values() if step.type == kind]

    assert all((longest_stay(step) is not None) == (type(step).on_due is not StepBase.on_due) for step in steps)


def test_problems_come_in_the_order_of_the_path() -> None:
    steps: dict[str, Any] = {
        "lost": {"type": "wait", "for": "1h", "next": "end"},
        "end": {"type": "exit"},
        "second": {"type": "send_session", "next": "third"},
        "third": {"type": "wait", "for": "1h"},
        "first": {
            "type": "send_session",
            "text": "Bonjour",
            "buttons": [{"id": "a", "title": "Oui"}],
            "next": "second",
        },
    }
    triggers = [{"id": "go", "type": "keyword", "any_of": ["menu"], "next": "first"}, {"id": "cart", "type": "event"}]
    journey = read_definition({"parcours": 1, "key": "order", "triggers": triggers, "steps": steps})

    found = check(journey)

    assert [(problem.rule, problem.trigger or problem.step) for problem in found] == [
        ("event_without_name", "cart"), ("step_without_next", "cart"), ("button_without_path", "first"),
        ("text_empty", "second"), ("step_without_next", "third"), ("unreachable_step", "lost"),
    ]  # fmt: skip


def test_a_problem_is_given_to_programs_with_these_names() -> None:
    journey = read_definition({"parcours": 1, "key": "a", "triggers": [], "steps": {}})

    (problem,) = check(journey)

    assert problem.to_json("en") == {
        "rule": "no_start", "severity": "error", "step": None, "trigger": None, "field": None,
        "message": "Nothing starts this journey. No customer will enter it. Choose a start.", "repair": None,
    }  # fmt: skip


def test_an_untitled_step_is_named_by_what_it_does() -> None:
    steps = {"a": {"type": "wait", "for": "2d", "next": "b"}, "b": {"type": "send_template", "template": "cart"}}
    triggers = [{"id": "go", "type": "event", "name": "cart", "next": "a"}]
    journey = read_definition({"parcours": 1, "key": "a", "triggers": triggers, "steps": steps})

    (problem,) = check(journey)

    assert problem.message("fr").startswith("Après « Message modèle cart », rien n'est prévu.")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definitions(wild=True, others=("two",)), surroundings())
def test_no_readable_definition_beats_the_checker(definition: dict[str, Any], around: Surroundings) -> None:
    journey = read_definition(definition)

    found = check(journey, around)

    assert all(problem.message("fr") and problem.to_json("en")["message"] for problem in found)
    assert all(problem.step is None or problem.step in journey.steps for problem in found)


def test_two_hundred_steps_are_checked_without_exploding() -> None:
    journey = long_journey(200)
    fields = {f"field_{place}": "Champ" for place in range(60)}
    around = Surroundings(contact_fields=fields, empty_for={"name": 3}, longest_values={"contact.name": "x" * 40})
    check(long_journey(4), around)

    started = time.process_time()
    check(journey, around)

    assert time.process_time() - started < 5, "a rule whose cost explodes with the journey, not a slow machine"
