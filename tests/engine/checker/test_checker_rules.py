"""Every rule by its case list: journeys that have the problem, told exactly, and near misses that have not."""

from __future__ import annotations

import string
from typing import Any

import pytest
from checker_cases import FOLDER, journey_of, read_cases, surroundings_of

from engine.checker.check import check
from engine.checker.problem import Problem
from engine.checker.rules import RULES
from engine.checker.words import catalogue

CASES = [(rule, case) for rule in RULES for case in (read_cases(rule) if (FOLDER / f"{rule}.yaml").exists() else [])]
SOFTWARE_WORDS = (
    "node",
    "payload",
    "invalid",
    "null",
    "regex",
    "webhook",
    "enrollment",
    "placeholder",
    "none",
    "trigger",
)


def found_in(case: dict[str, Any]) -> list[Problem]:
    return check(journey_of(case), surroundings_of(case))


@pytest.mark.parametrize(("rule", "case"), CASES, ids=[f"{rule}: {case['case']}" for rule, case in CASES])
def test_a_case_has_exactly_the_problems_it_lists(rule: str, case: dict[str, Any]) -> None:
    found = found_in(case)

    told = [problem.to_json("fr") for problem in found if problem.rule == rule]
    others = {problem.rule for problem in found} - {rule}
    assert len(told) == len(case["problems"]), told
    for problem, expected in zip(told, case["problems"], strict=True):
        proof = expected.get("proof", {})
        wanted = {name: value for name, value in expected.items() if name not in ("proof", "fr")} | proof
        assert {name: problem.get(name) for name in wanted} == wanted
        assert problem["message"] == expected["fr"]
    assert others == set(case.get("also", []))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_case_and_a_near_miss(rule: str) -> None:
    cases = read_cases(rule)

    assert any(case["problems"] for case in cases)
    assert any(not case["problems"] and case["case"].startswith("near miss") for case in cases)


def test_every_case_list_belongs_to_a_rule() -> None:
    lists = {path.stem for path in FOLDER.glob("*.yaml")}

    assert lists == set(RULES)


def test_every_sentence_is_said_by_some_case() -> None:
    said = {
        f"{problem.rule}.{problem.wording}" if problem.wording else problem.rule
        for _, case in CASES for problem in found_in(case)
    }  # fmt: skip

    assert said == set(catalogue()["sentences"])


@pytest.mark.parametrize("key", catalogue()["sentences"])
def test_both_languages_say_the_same_things(key: str) -> None:
    words = catalogue()["sentences"][key]

    french, english = (_placeholders(words[language]) for language in ("fr", "en"))

    assert french == english
    assert set(words) == {"fr", "en"}


@pytest.mark.parametrize("key", catalogue()["sentences"])
def test_a_message_has_three_sentences_at_most_and_no_word_of_software(key: str) -> None:
    for words in catalogue()["sentences"][key].values():
        ends = words.count(". ") + words.count("? ") + 1
        assert ends <= 3
        assert words.endswith((".", "?"))
        bare = " ".join(text for text, _, _, _ in string.Formatter().parse(words)).lower()
        assert not [word for word in SOFTWARE_WORDS if f" {word} " in f" {bare} "]


@pytest.mark.parametrize("language", ["fr", "en", "fr_CA", "de"])
def test_every_problem_of_the_cases_can_be_said(language: str) -> None:
    for _, case in CASES:
        for problem in found_in(case):
            message = problem.message(language)
            assert "{" not in message.replace("{{", "").replace("{%", "") or problem.rule == "bad_text"
            assert ("« " in message) <= language.startswith("fr")


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}
