"""Our senders as they stand: what the provider tells of them, and what a person decided against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, RowMapping, select, update

from storage import portfolios
from storage.audit import append_entry
from storage.core import table
from storage.tables import Sender
from storage.upsert import insert_new

SENDERS = table(Sender)
Row: TypeAlias = RowMapping | Mapping[str, Any]
Brake: TypeAlias = Literal["quality", "status"]
CONNECTED, NO_TEMPLATES = "connected", "no_templates"
STOPPED = ("restricted", "disconnected", "pending")
"""States of a number from which nothing leaves."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider said of a sender; None where it said nothing. `daily_limit`: how many people a moving day may bring
    messages outside their windows, -1 without limit."""

    quality: str | None = None
    status: str | None = None
    restricted_until: dt.datetime | None = None
    rate_per_second: int | None = None
    daily_limit: int | None = None


def rate_of(sender: Row) -> int:
    """Messages a second: a person's, else the provider's."""
    return max(1, int(sender["overrides"].get("rate", {}).get("value") or sender["rate_per_second"]))


def quality_of(sender: Row) -> str:
    """What counts now: green where a person lifted the brake of what the provider said."""
    return "green" if is_lifted(sender, "quality") else sender["quality"]


def status_of(sender: Row, now: dt.datetime) -> str:
    """What counts now: connected where a person lifted the brake, or the provider's restriction has ended."""
    until: dt.datetime | None = sender["restricted_until"]
    is_over = until is not None and until <= now
    return CONNECTED if is_over or is_lifted(sender, "status") else sender["status"]


def is_stopped(sender: Row, now: dt.datetime) -> bool:
    """Nothing leaves from this number now: a person paused it, or WhatsApp restricts it."""
    return sender["paused"] or status_of(sender, now) in STOPPED


def is_lifted(sender: Row, brake: Brake) -> bool:
    return sender["overrides"].get(brake, {}).get("value") == sender[brake]


def find(connection: Connection, sender_id: str) -> RowMapping | None:
    return connection.execute(select(SENDERS).where(SENDERS.c.id == sender_id)).mappings().first()


def list_senders(connection: Connection, *, provider: str | None = None) -> Sequence[RowMapping]:
    """Our senders, oldest first; only those at one provider when it is named."""
    query = select(SENDERS).order_by(SENDERS.c.created_at)
    return (
        connection.execute(query if provider is None else query.where(SENDERS.c.provider == provider)).mappings().all()
    )


def add(connection: Connection, **row: Any) -> None:
    """A new sender of ours; it shares the portfolio of its provider's others unless another is named."""
    full: dict[str, Any] = {
        "channel": "whatsapp", "portfolio": row.get("provider", ""), "rate_per_second": 20, "quality": "green",
        "status": "connected", "overrides": {}, "paused": False, "held_as": "", "lane_epoch": 0, **row,
    }  # fmt: skip
    insert_new(connection, SENDERS, [full], key=("key",))


def change(connection: Connection, sender_id: str, **fields: Any) -> None:
    connection.execute(update(SENDERS).where(SENDERS.c.id == sender_id).values(**fields))


def note_told(connection: Connection, sender: Row, told: Told, *, at: dt.datetime) -> bool:
    """Write what the provider says; whether anything changed. A brake that was lifted holds again as soon as the provider
    says something else."""
    fields = _news(sender, told)
    if fields:
        kept = {name: value for name, value in sender["overrides"].items() if name not in fields}
        statement = update(SENDERS).where(SENDERS.c.id == sender["id"])
        connection.execute(statement.values(**fields, overrides=kept, told_at=at))
        told_now = {name: value for name, value in fields.items() if name != "restricted_until"}
        append_entry(connection, "sender.told", f"sender:{sender['id']}", by=None, at=at, **told_now)
    limit = told.daily_limit
    return (limit is not None and portfolios.note_limit(connection, sender["portfolio"], limit, at=at)) or bool(fields)


def _news(sender: Row, told: Told) -> dict[str, Any]:
    """What is not as it was. A restriction that begins anew has its own end."""
    said = {"quality": told.quality, "status": told.status, "rate_per_second": told.rate_per_second}
    fields: dict[str, Any] = {name: it for name, it in said.items() if it is not None and it != sender[name]}
    if told.status is not None and told.restricted_until != sender["restricted_until"]:
        fields["restricted_until"] = told.restricted_until
    return fields


def lift(connection: Connection, sender_id: str, brake: Brake, *, by: str | None, at: dt.datetime) -> None:
    """A person sends in spite of what the provider says now."""
    sender = find(connection, sender_id)
    if sender is not None:
        _decide(connection, sender, brake, sender[brake], "sender.brake_lifted", by=by, at=at)


def set_rate(connection: Connection, sender_id: str, rate: int, *, by: str | None, at: dt.datetime) -> None:
    """A person's own pace, in messages a second."""
    sender = find(connection, sender_id)
    if sender is not None:
        _decide(connection, sender, "rate", rate, "sender.rate_set", by=by, at=at)


def undo(connection: Connection, sender_id: str, name: str, *, by: str | None, at: dt.datetime) -> None:
    """What the provider says counts again (`quality`, `status`, `rate`)."""
    sender = find(connection, sender_id)
    if sender is not None and name in sender["overrides"]:
        kept = {other: value for other, value in sender["overrides"].items() if other != name}
        connection.execute(update(SENDERS).where(SENDERS.c.id == sender_id).values(overrides=kept))
        append_entry(connection, "sender.override_undone", f"sender:{sender_id}", by=by, at=at, what=name)


def pause(connection: Connection, sender_id: str, *, paused: bool, by: str | None, at: dt.datetime) -> None:
    """Nothing leaves from this number, or it may again."""
    sender = find(connection, sender_id)
    if sender is not None and sender["paused"] != paused:
        note = {"paused": {"value": paused, "by": by, "at": at.isoformat()}}
        values = {"paused": paused, "overrides": {**sender["overrides"], **note}}
        connection.execute(update(SENDERS).where(SENDERS.c.id == sender_id).values(**values))
        act = "sender.paused" if paused else "sender.resumed"
        append_entry(connection, act, f"sender:{sender_id}", by=by, at=at)


def unblock(connection: Connection, sender_id: str, *, by: str | None, at: dt.datetime) -> None:
    """A person mended what was wrong: it is tried again now."""
    note_block(connection, sender_id, until=None, reason=None, detail=None)
    append_entry(connection, "sender.unblocked", f"sender:{sender_id}", by=by, at=at)


def note_block(
    connection: Connection, sender_id: str, *, until: dt.datetime | None, reason: str | None, detail: str | None
) -> None:
    """Trouble with the whole sender: nothing is posted until then, and why in the provider's words; None ends it."""
    values = {"blocked_until": until, "blocked_reason": reason, "blocked_detail": detail and detail[:500]}
    connection.execute(update(SENDERS).where(SENDERS.c.id == sender_id).values(**values))


def _decide(
    connection: Connection, sender: Row, name: str, value: Any, act: str, *, by: str | None, at: dt.datetime
) -> None:
    overrides = {**sender["overrides"], name: {"value": value, "by": by, "at": at.isoformat()}}
    connection.execute(update(SENDERS).where(SENDERS.c.id == sender["id"]).values(overrides=overrides))
    append_entry(connection, act, f"sender:{sender['id']}", by=by, at=at, value=value)
