"""A message that the provider took and that failed afterwards: sent again, as its template instead, or given up
(sinch.md, section 5; whatsapp.md, section 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

LATE = ("131047", "OUTSIDE_ALLOWED_SENDING_WINDOW")
"""The window had closed: only a template may be sent."""
TRIES_AT_MOST = 3
FIRST_PAUSE = dt.timedelta(minutes=1)
MENDED_WITHIN, SLOWED_FOR = dt.timedelta(minutes=2), dt.timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Again:
    """It is queued once more, until then held for this reason; with `body`, as the template of this content. `failed_id`: how
    the provider names the try that failed."""

    message_id: str
    hold_until: dt.datetime
    reason: str
    body: Mapping[str, Any] | None = None
    failed_id: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """It concerns the whole sender: nothing is posted until then."""

    sender_id: str
    until: dt.datetime
    reason: str
    detail: str


def second_chance(
    message: Mapping[str, Any] | RowMapping,
    failure: Mapping[str, Any],
    fallback: Mapping[str, Any] | None,
    now: dt.datetime,
) -> Again | None:
    """None where it is given up. A message that surely did not arrive and may pass later is tried three times in all."""
    code, failed_id = failure.get("channel_code") or failure.get("code", ""), failure.get("provider_message_id") or ""
    if {code, failure.get("code")} & set(LATE):
        is_new = message["kind"] == "session" and message["attempts"] < TRIES_AT_MOST
        can = is_new and fallback and "problem" not in fallback
        return Again(message["id"], now, "", fallback, failed_id) if can else None
    if not failure.get("retryable") or message["attempts"] >= TRIES_AT_MOST:
        return None
    pause = FIRST_PAUSE * 4 ** max(0, message["attempts"] - 1)
    return Again(message["id"], now + pause, failure.get("code", ""), failed_id=failed_id)


def trouble_of(message: Mapping[str, Any] | RowMapping, failure: Mapping[str, Any], now: dt.datetime) -> Trouble | None:
    """Where the next messages of this sender would fail alike."""
    if failure.get("scope") != "sender":
        return None
    pause = SLOWED_FOR if failure.get("retryable") else MENDED_WITHIN
    return Trouble(message["sender_id"], now + pause, failure.get("code", ""), failure.get("reason", ""))


def is_of_an_earlier_try(message: Mapping[str, Any] | RowMapping, told: Mapping[str, Any]) -> bool:
    """News of a try that failed, while the message waits for its next."""
    theirs = message["provider_message_id"]
    return message["status"] == "queued" and theirs is not None and theirs == told.get("provider_message_id")
