"""Conditions compare as people do, and a missing value is only missing."""

from __future__ import annotations

from typing import Any

import pytest

from engine.journey.conditions import Comparison, Operator, compare, comparisons_in, look_up
from engine.journey.steps.branch import ConditionBranch


@pytest.mark.parametrize(
    ("found", "operator", "wanted", "holds"),
    [
        ("LYON", "is", "lyon", True), ("Orléans", "is", "orleans", True), ("7", "is", 7, True), ("7,0", "is", "7", True),
        (True, "is", "true", True), (True, "is", 1, False), ("Nan", "is", "nan", True), ("Infinity", "is", "infinity", True),
        ("Lyon", "is_not", "Paris", True), (None, "is_not", "Paris", True),
        ("Villeurbanne", "contains", "urban", True), (["a", "É"], "contains", "e", True), (["a"], "contains", "b", False),
        ("Saint-Étienne", "starts_with", "saint etienne", True), ("b", "one_of", ["a", "B"], True), ("b", "one_of", "b", True),
        ("80,50", "more_than", 80, True), (80, "more_than", 80, False), (80, "at_least", "80", True), ("x", "more_than", 1, False),
        (3, "less_than", 4, True), (4, "at_most", 4, True), ("inf", "more_than", 1, False),
        ("2026-01-05", "before", "2026-01-06", True), ("2026-01-05T23:30:00-02:00", "after", "2026-01-06", True),
        ("soon", "before", "2026-01-06", False),
        ("x", "is_set", None, True), ("", "is_set", None, False), (None, "is_not_set", None, True), (0, "is_set", None, True),
        (None, "is", "x", False), ("", "contains", "", False), (None, "less_than", 5, False),
    ],
)  # fmt: skip
def test_a_comparison_holds_or_not(found: Any, operator: Operator, wanted: Any, holds: bool) -> None:
    assert compare(found, operator, wanted) is holds


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("contact.city", "Lyon"),
        ("contact.missing", None),
        ("contact.city.deeper", None),
        ("", None),
        ("event.items", [1]),
    ],
)
def test_a_value_is_found_by_its_way_or_is_missing(path: str, value: Any) -> None:
    facts = {"contact": {"city": "Lyon"}, "event": {"items": [1]}}

    assert look_up(facts, path) == value


def test_conditions_nest_and_every_leaf_is_known() -> None:
    branch = ConditionBranch.model_validate(
        {
            "id": "a",
            "when": {
                "all": [
                    {"attribute": "contact.city", "operator": "is", "value": "Lyon"},
                    {"not": {"any": [{"attribute": "event.total", "operator": "less_than", "value": 50}]}},
                ]
            },
        }
    )
    assert branch.when is not None

    held = branch.when.holds({"contact": {"city": "Lyon"}, "event": {"total": 80}})

    assert held
    assert not branch.when.holds({"contact": {"city": "Lyon"}, "event": {"total": 20}})
    assert [leaf.attribute for leaf in comparisons_in(branch.when)] == ["contact.city", "event.total"]
    assert all(isinstance(leaf, Comparison) for leaf in comparisons_in(branch.when))


def test_all_of_nothing_holds_and_any_of_nothing_does_not() -> None:
    branches = [ConditionBranch.model_validate({"id": "a", "when": {how: []}}) for how in ("all", "any")]

    assert [branch.when.holds({}) for branch in branches if branch.when] == [True, False]
