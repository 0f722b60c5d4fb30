"""News of messages, merged in bulk. Ranks decide, so order and repetition do not matter; the first moment of each kind is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, case, func, null, or_, select, update
from sqlalchemy.sql.dml import Update

from storage.among import among
from storage.bulk import Bulk, given
from storage.outbox import MESSAGES

# A status never goes back: a late “delivered” after “read” changes nothing.
RANK = {"queued": 0, "sending": 1, "unknown": 2, "accepted": 3, "sent": 4, "failed": 5, "delivered": 6, "read": 7}
MOMENTS = {"failed": "failed_at", "delivered": "delivered_at", "read": "read_at"}
OWNER = [MESSAGES.c[name] for name in ("id", "contact_id", "shard", "provider_message_id")]
TOLD_OF = [
    MESSAGES.c[name]
    for name in (
        "id", "status", "step_id", "sender_id", "address_id", "purpose", "sending_at", "kind", "attempts",
        "provider_message_id",
    )
]  # fmt: skip
BY_ID = select(*OWNER).where(among(MESSAGES.c.id, "ids"))
BY_PROVIDER_ID = select(*OWNER).where(among(MESSAGES.c.provider_message_id, "ids"))
STANDING = select(*TOLD_OF).where(among(MESSAGES.c.id, "ids"))


@dataclass(frozen=True, slots=True)
class Merged:
    """One receipt of a message of ours. `status`: `accepted`, `sent`, `failed`, `delivered` or `read`; `code` and `reason`
    of a failure."""

    message_id: str
    status: str
    at: dt.datetime
    provider_message_id: str = ""
    code: str = ""
    reason: str = ""

    def row(self) -> dict[str, Any]:
        return {
            "id": self.message_id, "at": self.at, "provider_id": self.provider_message_id or None, "code": self.code,
            "reason": self.reason[:500],
        }  # fmt: skip


def merge(connection: Connection, receipts: Iterable[Merged]) -> None:
    """One statement a status, the lower ranks first: a message told of several times is raised step by step."""
    by_status: dict[str, list[dict[str, Any]]] = {}
    for receipt in receipts:
        by_status.setdefault(receipt.status, []).append(receipt.row())
    for status in sorted(by_status, key=RANK.__getitem__):
        _MERGES[status](connection, by_status[status])


def _merging(status: str) -> Update:
    """One that ranks lower now takes the status; what is known already stays."""
    message = MESSAGES.c
    # Spelled without IN, whose parameters expand.
    is_lower = or_(*(message.status == known for known, rank in RANK.items() if rank < RANK[status]))
    values: dict[str, Any] = {
        "status": case((is_lower, status), else_=message.status),
        "provider_message_id": func.coalesce(message.provider_message_id, _told("provider_id", "provider_message_id")),
        "reason": case((is_lower, _told("code", "reason") if status == "failed" else null()), else_=message.reason),
    }
    if status in MOMENTS:
        values[MOMENTS[status]] = func.coalesce(message[MOMENTS[status]], _told("at", MOMENTS[status]))
    if status == "failed":
        values["detail"] = case((is_lower, _told("reason", "detail")), else_=message.detail)
    else:
        values["accepted_at"] = func.coalesce(message.accepted_at, _told("at", "accepted_at"))
    return update(MESSAGES).where(message.id == given("id")).values(**values)


def _told(name: str, column: str) -> ColumnElement[Any]:
    return given(name, MESSAGES.c[column].type)


_MERGES = {
    status: Bulk(lambda _dialect, status=status: _merging(status))
    for status in ("accepted", "sent", "failed", "delivered", "read")
}


def owners(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    """message id → whose it is: contact and shard."""
    if not ids:
        return {}
    return {row["id"]: row for row in connection.execute(BY_ID, {"ids": ids}).mappings().all()}


def owners_by_provider_id(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    """The provider's message id → whose it is."""
    if not ids:
        return {}
    rows = connection.execute(BY_PROVIDER_ID, {"ids": ids}).mappings().all()
    return {row["provider_message_id"]: row for row in rows}


def standing(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    """message id → how it stands: what a receipt's effect depends on."""
    if not ids:
        return {}
    return {row["id"]: row for row in connection.execute(STANDING, {"ids": ids}).mappings().all()}


def note_channel(connection: Connection, ids: Collection[str], *, channel: str) -> None:
    """These messages went by another channel than their sender's."""
    if ids:
        is_one = among(MESSAGES.c.id, "ids")
        connection.execute(update(MESSAGES).where(is_one).values(went_by=channel), {"ids": ids})
