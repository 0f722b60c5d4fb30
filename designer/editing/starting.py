"""What a new card holds: sensible settings, empty texts, no title of its own."""

from __future__ import annotations

import copy
from typing import Any

from designer.editing.outcome import CannotEdit

NEW_STEPS: dict[str, dict[str, Any]] = {
    "send_template": {"type": "send_template", "values": {}},
    "send_session": {"type": "send_session", "text": "", "buttons": []},
    "ask": {"type": "ask", "text": "", "kind": "text", "tries": 2, "for": "24h"},
    "wait": {"type": "wait", "for": "1d"},
    "wait_for_reply": {"type": "wait_for_reply", "for": "24h", "branches": []},
    "wait_for_event": {"type": "wait_for_event", "for": "3d"},
    "branch": {
        "type": "branch",
        "branches": [{"id": "path", "when": {"all": [{"attribute": "", "operator": "is", "value": ""}]}}],
    },
    "branch_on_message": {"type": "branch_on_message", "within": "6h"},
    "split": {"type": "split", "paths": [{"id": "a", "share": 50}, {"id": "b", "share": 50}]},
    "update_contact": {"type": "update_contact", "set": {}},
    "record_consent": {"type": "record_consent", "purpose": "marketing", "given": True, "words": ""},
    "start_journey": {"type": "start_journey"},
    "call_http": {"type": "call_http", "url": "", "method": "GET", "save": {}},
    "exit": {"type": "exit"},
}
NEW_TRIGGERS: dict[str, dict[str, Any]] = {
    "keyword": {"type": "keyword", "any_of": [], "match": "word", "typos": True},
    "event": {"type": "event"},
    "opt_in": {"type": "opt_in", "purpose": "marketing"},
    "audience": {"type": "audience", "when": "now"},
    "date": {"type": "date", "at": "09:00", "every": "year"},
    "link": {"type": "link"},
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
