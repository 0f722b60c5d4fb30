"""What a new card holds: sensible settings, empty texts, no title of its own."""

from __future__ import annotations

import copy
from typing import Any

from designer.editing.outcome import CannotEdit
from designer.kinds import KINDS

NEW_STEPS: dict[str, dict[str, Any]] = {
    kind: {"type": kind, **one.fresh} for kind, one in KINDS.items() if one.group != "start"
}
NEW_TRIGGERS: dict[str, dict[str, Any]] = {
    kind: {"type": kind, **one.fresh} for kind, one in KINDS.items() if one.group == "start"
}


def new_step(kind: str) -> dict[str, Any]:
    """Raises CannotEdit for a type that this version does not have."""
    return _new(NEW_STEPS, kind)


def new_trigger(trigger_id: str, kind: str) -> dict[str, Any]:
    """Raises CannotEdit for a type that this version does not have."""
    return {"id": trigger_id, **_new(NEW_TRIGGERS, kind)}


def _new(known: dict[str, dict[str, Any]], kind: str) -> dict[str, Any]:
    if kind not in known:
        raise CannotEdit("unknown_type", type=kind)
    return copy.deepcopy(known[kind])
