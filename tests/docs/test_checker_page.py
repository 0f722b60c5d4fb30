"""docs/checker.md tells every rule, as it is."""

from __future__ import annotations

from engine.checker.problem import Problem
from engine.checker.rules import RULES
from tests.docs.checker_page import PAGE, table_of_rules, with_table

TEXT = PAGE.read_text("utf-8")


def test_the_table_is_what_the_rules_say() -> None:
    assert with_table(TEXT) == TEXT, "run: python -m tests.docs.checker_page"


def test_every_rule_has_its_row() -> None:
    assert [line.split("`")[1] for line in table_of_rules().splitlines()[2:]] == sorted(RULES)


def test_every_rule_is_named_by_what_demands_it() -> None:
    by_hand = TEXT.partition("<!-- end of rules -->")[2]

    assert [rule for rule in RULES if f"`{rule}`" not in by_hand] == []


def test_the_names_for_programs_are_those_that_are_printed() -> None:
    names = set(Problem("no_start", "error").to_json("en"))

    assert {name for name in names if f"`{name}`" in TEXT} == names
