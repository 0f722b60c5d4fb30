"""The way that proves a problem of the selected card, to be lit on the drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from designer.canvas_view import node_of
from designer.editing.places import STEP, TRIGGER, triggers_of
from engine.checker.problem import Problem


def lit_path(definition: Mapping[str, Any], problems: Sequence[Problem], selected: Sequence[str]) -> list[str]:
    """The cards of the counter-example of what is wrong with the one selected card, errors first; none where no problem of
    it names a way."""
    here = [one for one in problems if list(selected) == [node_of(one)] and len(one.proof.get("path", ())) > 1]
    worst = min(here, key=lambda problem: not problem.is_error, default=None)
    return _cards(definition, [str(part) for part in worst.proof["path"]]) if worst is not None else []


def _cards(definition: Mapping[str, Any], path: Sequence[str]) -> list[str]:
    """A path begins at a start, at a step where the customer last wrote, or in another journey, which is not drawn."""
    steps = [f"{STEP}{part}" for part in path if part in definition.get("steps", {})]
    first, second = next(pairwise(path))
    starts = {str(trigger.get("id")): trigger.get("next") for trigger in triggers_of(definition)}
    if starts.get(first) != second:
        return steps
    return [f"{TRIGGER}{first}", *(steps[1:] if first in definition.get("steps", {}) else steps)]
