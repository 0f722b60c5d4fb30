"""News that a person agreed to be written to, on its way to the journeys that wait for it."""

from __future__ import annotations

import datetime as dt
from typing import Any


def agreement_row(
    statement: str,
    *,
    purpose: str,
    source: str,
    shard: int,
    contact_id: str,
    sender_id: str | None,
    at: dt.datetime,
    now: dt.datetime,
    journey_id: str | None = None,
) -> dict[str, Any]:
    """For `storage.inbox.add_internal`: a consent was given. `statement` is its own key, so each counts once;
    `sender_id` any sender at the provider in use; `journey_id` the journey that recorded it."""
    body = {"purpose": purpose, "source": source, "journey_id": journey_id}
    return {
        "dedupe_key": f"agreement:{statement}", "kind": "agreement", "body": body, "shard": shard,
        "contact_id": contact_id, "sender_id": sender_id, "address_id": None, "occurred_at": at, "received_at": now,
    }  # fmt: skip
