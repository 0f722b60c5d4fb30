"""What an edit gives: the new definition, or a reason in words why it was not made."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.journey.definition import BadDefinition, read_definition

Definition: TypeAlias = dict[str, Any]
"""A journey as plain JSON, complete or not."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The definition after an edit. `label` names the edit (see `labels.py`); `selected` are node ids that should be
    selected next, or None to leave the selection alone."""

    definition: Definition
    label: str
    selected: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The edit was not made. `why` names the sentence (see `labels.py`), `facts` fill it."""

    why: str
    facts: dict[str, str]


class CannotEdit(Exception):
    """Raised inside an edit, and turned into `Refused` at its edge."""

    def __init__(self, why: str, **facts: str) -> None:
        super().__init__(why)
        self.why = why
        self.facts = facts


def edited(definition: Definition, label: str, change: Callable[[Definition], list[str] | None]) -> Edited | Refused:
    """Apply `change` to a copy, and keep it only when a definition of that shape can be read again."""
    after = copy.deepcopy(definition)
    try:
        selected = change(after)
        read_definition(after)
    except CannotEdit as refusal:
        return Refused(refusal.why, refusal.facts)
    except BadDefinition as failure:
        return Refused("bad_shape", {"problem": failure.problems[0]})
    return Edited(after, label, selected)
