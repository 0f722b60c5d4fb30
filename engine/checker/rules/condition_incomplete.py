"""A path by condition that says nothing, or compares with nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.contradictions import number_in
from engine.checker.names import branch_name, step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.conditions import AllOf, AnyOf, Comparison, Condition, NotThis, comparisons_in
from engine.journey.steps.branch import Branch
from engine.journey.steps.wait_for_event import WaitForEvent

NEEDS_NO_VALUE = ("is_set", "is_not_set")
NEEDS_NUMBER = ("more_than", "at_least", "less_than", "at_most")
NEEDS_DATE = ("before", "after")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForEvent):
            yield from _in_wait(step_id, step)
        if not isinstance(step, Branch):
            continue
        for place, branch in enumerate(step.branches):
            wording = missing_in(branch.when)
            if wording is not None:
                facts: dict[str, Fact] = {
                    "step": step_name(step), "way": branch_name(branch, scene.journey.language)
                }  # fmt: skip
                field = ("branches", place, "when")
                yield Problem("condition_incomplete", "error", step_id, None, field, facts, wording=wording or None)


def _in_wait(step_id: str, step: WaitForEvent) -> Iterator[Problem]:
    wording = missing_in(step.where) if step.where is not None else None
    if wording is not None:
        facts: dict[str, Fact] = {"step": step_name(step), "way": step.event or ""}
        yield Problem("condition_incomplete", "error", step_id, None, ("where",), facts, wording=wording or None)


def missing_in(when: Condition | None) -> str | None:
    """What a condition lacks. Empty: the condition itself; None: nothing."""
    if when is None or _has_empty_group(when) or not comparisons_in(when):
        return ""
    found = (_lacks(comparison) for comparison in comparisons_in(when))
    return next((wording for wording in found if wording), None)


def _has_empty_group(condition: Condition) -> bool:
    match condition:
        case Comparison():
            return False
        case AllOf():
            return not condition.all or any(map(_has_empty_group, condition.all))
        case AnyOf():
            return not condition.any or any(map(_has_empty_group, condition.any))
        case NotThis():
            return _has_empty_group(condition.not_)


def _lacks(comparison: Comparison) -> str | None:
    if not comparison.attribute.strip():
        return "attribute"
    if comparison.operator in NEEDS_NO_VALUE:
        return None
    if comparison.value is None or comparison.value in ("", []):
        return "value"
    if comparison.operator in NEEDS_NUMBER and number_in(comparison.value) is None:
        return "number"
    return "date" if comparison.operator in NEEDS_DATE and not _is_date(comparison.value) else None


def _is_date(value: object) -> bool:
    try:
        dt.datetime.fromisoformat(str(value).strip())
    except ValueError:
        return False
    return True
