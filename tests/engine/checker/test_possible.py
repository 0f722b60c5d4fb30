"""Whether anybody can meet several conditions: never denied of conditions that somebody meets."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checker.possible import may_hold
from engine.journey.conditions import AllOf, Comparison

VALUES = (
    "FR", "fr ", "F", "Fra", True, "true", 1, "1", "01", 1.0, 2, "2,5", 10, "2024-01-01", "2024-01-01T00:00:00Z", "2025-01-01",
    "20240101", "aé", "ae", "👍",
)  # fmt: skip
FOUND: tuple[Any, ...] = (*VALUES, None, "", "xyz", 1.5, 3, 99, ["FR", "F"], "2024-06-01", "FRAB", False)
SINGLE = ("is", "is_not", "contains", "starts_with", "more_than", "at_least", "less_than", "at_most", "before", "after")

comparisons = st.one_of(
    st.builds(Comparison, attribute=st.sampled_from(["contact.a", "contact.b"]), operator=st.sampled_from(SINGLE), value=st.sampled_from(VALUES)),
    st.builds(Comparison, attribute=st.just("contact.a"), operator=st.just("one_of"), value=st.lists(st.sampled_from(VALUES), max_size=3)),
    st.builds(Comparison, attribute=st.just("contact.a"), operator=st.sampled_from(["is_set", "is_not_set"])),
)  # fmt: skip
conditions = st.recursive(
    comparisons.map(lambda one: one.model_dump(by_alias=True)),
    lambda inner: st.one_of(
        st.builds(lambda one: {"not": one}, inner),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=5,
).map(lambda given: AllOf.model_validate({"all": [given]}))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(conditions, st.booleans()), max_size=4), st.sampled_from(FOUND), st.sampled_from(FOUND))
def test_what_somebody_meets_is_never_called_impossible(asked: list[tuple[AllOf, bool]], one: Any, other: Any) -> None:
    facts = {"contact": {"a": one, "b": other}}

    met = [(condition, condition.holds(facts)) for condition, _ in asked]

    assert may_hold(met)


def test_what_nobody_meets_is_denied() -> None:
    ten, five = (Comparison(attribute="contact.a", operator="at_least", value=value) for value in (10, 5))

    assert not may_hold([(ten, True), (five, False)])
    assert may_hold([(ten, False), (five, True)])
