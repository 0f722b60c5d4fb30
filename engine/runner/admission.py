"""Who may start a journey, how often, and the passage that begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.entry import Earlier, admission, entry_key
from engine.runner.library import Known
from storage.senders import list_senders


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """Why this contact may not enter now: `not_live`, `inside`, `already_was`, `too_soon`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """The contact may enter; `key` tells passages apart where `entry.per` asks for it. `replaces` is an open passage that
    ends because of it (`again: always`): there is never more than one."""

    key: str
    replaces: str | None = None


def admit(
    journey: Known,
    facts: Mapping[str, Any],
    now: dt.datetime,
    earlier: Callable[[str], Sequence[Mapping[str, Any] | RowMapping]],
) -> Admitted | NotAdmitted:
    """Ask the entry rules. `earlier` gives the contact's passages of this journey for an entry key."""
    if not journey.admits:
        return NotAdmitted("not_live")
    entry = journey.live.journey.entry
    key = entry_key(entry, facts)
    before = earlier(key)
    answer = admission(entry, key, [Earlier(key, row["entered_at"], row["exited_at"]) for row in before], now)
    if not answer.allowed:
        return NotAdmitted(answer.reason)
    inside = next((row["id"] for row in before if row["status"] == "active"), None)
    return Admitted(key, replaces=inside if answer.restarts else None)


def new_passage(
    enrollment_id: str,
    journey: Known,
    *,
    trigger_id: str,
    key: str,
    shard: int,
    contact_id: str,
    sender_id: str,
    address_id: str | None,
    now: dt.datetime,
) -> dict[str, Any]:
    """The row of a passage that has not taken its first step."""
    return {
        "id": enrollment_id, "shard": shard, "journey_id": journey.id, "version_id": journey.live_version_id,
        "contact_id": contact_id, "sender_id": sender_id, "address_id": address_id, "entry_key": key,
        "trigger_id": trigger_id, "status": "active", "step_id": None, "waiting": "start", "wake_at": None,
        "state": {"visit": 0}, "entered_at": now, "moved_at": now,
    }  # fmt: skip


def sender_for(connection: Connection, journey: Known, provider_name: str) -> RowMapping:
    """The journey's sender, else the first one at this provider. Raises LookupError when none is set up."""
    senders = list_senders(connection, provider=provider_name)
    wanted = journey.live.journey.sender
    named = next((sender for sender in senders if sender["key"] == wanted), None)
    if named is None and not senders:
        raise LookupError("no sender is set up; see Settings, or run “parcours doctor”")
    return named or senders[0]
