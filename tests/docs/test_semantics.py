"""Each rule that is told as kept names the test that proves it, and the test is there."""

from __future__ import annotations

import re
from functools import cache

import pytest

from engine.journey.yaml_reading import read_yaml
from tests.docs.pages import DOCS, ROOT, known_tests

CASES = ROOT / "tests" / "engine" / "journey" / "cases"
TEXT = (DOCS / "semantics.md").read_text("utf-8")
PROVEN = TEXT.split("\n## Not yet")[0]
RULES = [line for line in PROVEN.splitlines() if line.startswith("- ")]
TESTS = sorted(set(re.findall(r"`(test_\w+)`", TEXT)))
QUOTED = re.findall(r"(?:Proof:|,) (\w+\.yaml)((?: “[^”]+”)+)", PROVEN)


@cache
def cases_of(file: str) -> set[str]:
    return {case["case"] for case in read_yaml((CASES / file).read_text("utf-8")).value["cases"]}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_told_as_kept_names_its_proof(rule: str) -> None:
    told, _, proof = rule.partition(" Proof: ")

    assert told.endswith((".", "*", "us."))
    assert re.search(r"`test_\w+`|\w+\.yaml “", proof)


@pytest.mark.parametrize("name", TESTS)
def test_a_test_that_is_named_exists(name: str) -> None:
    assert name in known_tests()


@pytest.mark.parametrize(("file", "quotes"), QUOTED)
def test_a_case_that_is_quoted_exists(file: str, quotes: str) -> None:
    assert set(re.findall(r"“([^”]+)”", quotes)) <= cases_of(file)


def test_every_mention_of_a_case_list_is_read() -> None:
    assert len(QUOTED) == len(re.findall(r"\w+\.yaml “", PROVEN)) > 0


def test_what_is_not_built_stands_at_the_end() -> None:
    headings = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)

    assert headings[-1] == "Not yet"
