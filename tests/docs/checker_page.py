"""The table of rules in docs/checker.md, made from the rules, their words and their cases: `python -m tests.docs.checker_page`."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module

from engine.checker.check import check
from engine.checker.problem import Problem
from engine.checker.rules import RULES
from engine.checker.words import catalogue
from engine.journey.definition import Journey
from tests.docs.pages import DOCS, ROOT

sys.path.insert(0, str(ROOT / "tests" / "engine" / "checker"))
from checker_cases import journey_of, read_cases, surroundings_of

PAGE = DOCS / "checker.md"
BEGIN, END = "<!-- rules: made by tests/docs/checker_page.py -->", "<!-- end of rules -->"
MARKS = {"error": "E", "warning": "W"}


def table_of_rules() -> str:
    """One row a rule: its name, how bad, what it finds, what is said in both languages, the repair."""
    rows = ["| Rule | | What is found | Said | Repair |", "|---|---|---|---|---|", *map(_row, sorted(RULES))]
    return "\n".join(rows)


def with_table(page: str) -> str:
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{table_of_rules()}\n{rest[rest.index(END) :]}"


def _row(rule: str) -> str:
    found = [problem for _, problem in found_in_cases(rule) if problem.rule == rule]
    marks = "/".join(mark for severity, mark in MARKS.items() if any(one.severity == severity for one in found))
    repairs = ", ".join(f"`{one}`" for one in sorted({one.repair for one in found if one.repair}))
    keys = [key for key in catalogue()["sentences"] if key.partition(".")[0] == rule]
    first = catalogue()["sentences"][keys[0]]
    more = f" (and {len(keys) - 1} more)" if len(keys) > 1 else ""
    said = f"{first['en']}{more}<br>{first['fr']}"
    return f"| `{rule}` | {marks} | {_purpose(rule)} | {said} | {repairs} |".replace("\n", " ")


@cache
def found_in_cases(rule: str) -> list[tuple[Journey, Problem]]:
    """Every problem of the rule's own cases, with the journey it is of."""
    read = [(journey_of(case), surroundings_of(case)) for case in read_cases(rule)]
    return [(journey, problem) for journey, around in read for problem in check(journey, around)]


def _purpose(rule: str) -> str:
    """The first sentence of the rule's own description."""
    words = " ".join((import_module(f"engine.checker.rules.{rule}").__doc__ or "").split())
    return re.split(r"(?<=\.) (?=[A-Z])", words)[0]


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
