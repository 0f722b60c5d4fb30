"""Who may start a journey again, and what a passage knows of what started it (semantics, “Entering and
leaving”)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.journey.conditions import look_up
from engine.journey.definition import Entry
from engine.journey.durations import parse_duration
from engine.journey.events import Reply

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier passage of this contact through this journey. `exited_at` is None while they are inside."""

    key: str
    entered_at: dt.datetime
    exited_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a contact may start. `reason` when not: `inside`, `already_was`, `too_soon`. `restarts`:
    allowed, and the passage that is still open with this key ends first, because a contact has one open
    passage for each key."""

    allowed: bool
    reason: Literal["", "inside", "already_was", "too_soon"] = ""
    restarts: bool = False


def entry_key(entry: Entry, facts: Mapping[str, Any]) -> str:
    """What one passage is for: the value that `per: event.order_id` names, or `""`. `facts`: what will be
    `event.…`."""
    value = look_up({"event": facts}, entry.per) if entry.per else None
    return "" if value is None else str(value)[:LONGEST_KEY]


def admission(entry: Entry, key: str, earlier: Iterable[Earlier], now: dt.datetime) -> Admission:
    """`again: never` once for each key; `after_exit` when nobody is inside with this key; `always` at any
    time, starting over. `not_within` counts from the latest entrance with this key."""
    same = [passage for passage in earlier if passage.key == key]
    inside = any(passage.exited_at is None for passage in same)
    if same and entry.again == "never":
        return Admission(False, "already_was")
    if inside and entry.again == "after_exit":
        return Admission(False, "inside")
    if (
        same
        and entry.not_within
        and now < max(passage.entered_at for passage in same) + parse_duration(entry.not_within)
    ):
        return Admission(False, "too_soon")
    return Admission(True, restarts=inside)


def facts_of(reply: Reply) -> dict[str, Any]:
    """What a journey that a message started may read: `event.text`, and `event.referral` where they came by an
    ad."""
    return {"text": reply.text} | ({"referral": dict(reply.referral)} if reply.referral else {})
