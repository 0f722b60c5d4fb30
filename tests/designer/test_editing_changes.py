"""Edits as changed places: laws, and what happens when two people edit."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.editing import Edited, add_branch, apply, apply_changes, diff, invert, remove_item, set_field
from tests.designer.editing_samples import cart

scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([1.0, 2.5, "", "a", "*"])
names = st.sampled_from(["a", "b", "c", "*", "next"])
ids = st.sampled_from(["x", "y", "z", "w"])


def items(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    item = st.builds(lambda item_id, fields: {**fields, "id": item_id}, ids, st.dictionaries(names, inner, max_size=2))
    return st.lists(item, max_size=4, unique_by=lambda one: one["id"])


values = st.recursive(
    scalars, lambda inner: st.dictionaries(names, inner, max_size=3) | items(inner) | st.lists(inner, max_size=3)
)
definitions = st.dictionaries(names, values, max_size=4)


def exactly(left: Any, right: Any) -> bool:
    """Equal with types: Python alone takes True for 1."""
    return left == right and repr(sorted_keys(left)) == repr(sorted_keys(right))


def sorted_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: sorted_keys(value[name]) for name in sorted(value)}
    return [sorted_keys(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=60, deadline=None)
@given(definitions, definitions)
def test_applying_the_difference_gives_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    merged = apply_changes(before, diff(before, after))

    assert exactly(merged.definition, after)
    assert merged.skipped == []


@settings(max_examples=60, deadline=None)
@given(definitions, definitions)
def test_the_inverse_leads_back(before: dict[str, Any], after: dict[str, Any]) -> None:
    merged = apply_changes(after, invert(diff(before, after)))

    assert exactly(merged.definition, before)
    assert merged.skipped == []


@settings(max_examples=60, deadline=None)
@given(definitions)
def test_nothing_differs_from_itself(definition: dict[str, Any]) -> None:
    assert diff(definition, copy.deepcopy(definition)) == []


@settings(max_examples=60, deadline=None)
@given(definitions, definitions)
def test_inverting_twice_changes_nothing(before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = diff(before, after)

    assert invert(invert(changes)) == changes


@settings(max_examples=60, deadline=None)
@given(definitions, definitions)
def test_applying_twice_is_applying_once(before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = diff(before, after)
    once = apply_changes(before, changes).definition

    assert exactly(apply_changes(once, changes).definition, once)


@settings(max_examples=60, deadline=None)
@given(definitions, definitions, definitions)
def test_changes_never_overwrite_what_someone_else_wrote(
    before: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = apply_changes(theirs, diff(before, mine))

    for change in merged.skipped:
        assert change in diff(before, mine)
    if not merged.skipped:
        assert apply_changes(merged.definition, diff(before, mine)).skipped == []


def after(outcome: Any) -> dict[str, Any]:
    assert isinstance(outcome, Edited), outcome
    return outcome.definition


def test_two_texts_of_one_step_merge() -> None:
    base = cart()
    mine = diff(base, after(set_field(base, "step:thanks", ("text", "fr"), "Merci !")))
    theirs = after(set_field(base, "step:thanks", ("text", "en"), "Thanks!"))

    merged = apply_changes(theirs, mine)

    assert merged.definition["steps"]["thanks"]["text"] == {"fr": "Merci !", "en": "Thanks!"}
    assert merged.skipped == []


def test_two_new_branches_are_both_kept() -> None:
    base = cart()
    mine = diff(base, after(add_branch(base, "answer", name="no")))
    theirs = after(add_branch(base, "answer", name="later"))

    merged = apply_changes(theirs, mine)

    assert [one["id"] for one in merged.definition["steps"]["answer"]["branches"]] == ["yes", "later", "no"]


def test_undoing_my_branch_leaves_yours() -> None:
    base = cart()
    mine = after(add_branch(base, "answer", name="no"))
    both = after(add_branch(mine, "answer", name="later"))

    merged = apply_changes(both, invert(diff(base, mine)))

    assert [one["id"] for one in merged.definition["steps"]["answer"]["branches"]] == ["yes", "later"]


def test_undoing_a_removal_puts_the_branch_back_in_its_place() -> None:
    base = after(add_branch(cart(), "answer", name="no"))
    removed = after(remove_item(base, "answer", "branches", "yes"))

    merged = apply_changes(removed, invert(diff(base, removed)))

    assert merged.definition == base


def test_a_place_changed_by_someone_else_is_left_and_reported() -> None:
    base = cart()
    mine = diff(base, after(set_field(base, "step:thanks", ("text", "fr"), "Merci !")))
    theirs = after(set_field(base, "step:thanks", ("text", "fr"), "Grand merci !"))

    merged = apply_changes(theirs, mine)

    assert merged.definition == theirs
    assert merged.skipped == mine


def test_undoing_a_new_card_that_someone_wrote_into_keeps_it() -> None:
    base = cart()
    added = after(apply(base, {"op": "add", "id": "step:s1", "type": "send_session", "x": 0, "y": 0, "from": None}))
    written = after(set_field(added, "step:s1", ("text",), "Bonjour"))

    merged = apply_changes(written, invert(diff(base, added)))

    assert merged.definition["steps"]["s1"]["text"] == "Bonjour"
    assert [change["path"] for change in merged.skipped] == [["steps", "s1"]]
