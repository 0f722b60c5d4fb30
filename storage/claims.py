"""Which messages may leave now, and whose they are to post. `queued → sending` is committed before the HTTP call; nothing goes
back by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, func, or_, select, update

from storage.among import among
from storage.core import table
from storage.tables import Address, Message, ServiceWindow

MESSAGES, ADDRESSES, WINDOWS = table(Message), table(Address), table(ServiceWindow)
LEAVING = [
    MESSAGES.c[name]
    for name in (
        "id", "shard", "contact_id", "sender_id", "address_id", "enrollment_id", "kind", "purpose", "body", "answers_at",
        "attempts", "hold_reason", "version_id",
    )
]  # fmt: skip


def candidates(
    connection: Connection,
    sender_id: str,
    *,
    now: dt.datetime,
    except_journeys: Collection[str],
    limit: int,
    only_kind: str | None = None,
) -> Sequence[RowMapping]:
    """Messages that may leave now, in the order in which they were queued: what policy and the post ask of them, with
    their address and when its owner last wrote to this sender."""
    query = _leaving().where(
        MESSAGES.c.sender_id == sender_id, MESSAGES.c.status == "queued", MESSAGES.c.hold_until <= now
    )
    if except_journeys:
        query = query.where(func.coalesce(MESSAGES.c.journey_id, "").not_in(except_journeys))
    if only_kind is not None:
        query = query.where(MESSAGES.c.kind == only_kind)
    return connection.execute(query.order_by(MESSAGES.c.hold_until, MESSAGES.c.id).limit(limit)).mappings().all()


def _leaving() -> Select[*tuple[Any, ...]]:
    here = and_(WINDOWS.c.sender_id == MESSAGES.c.sender_id, WINDOWS.c.address_id == MESSAGES.c.address_id)
    return (
        select(*LEAVING, ADDRESSES.c.value.label("to"), ADDRESSES.c.channel, WINDOWS.c.last_inbound_at)
        .join(ADDRESSES, ADDRESSES.c.id == MESSAGES.c.address_id)
        .outerjoin(WINDOWS, here)
    )


def cannot_wait(
    connection: Connection, sender_id: str, *, wrote_before: dt.datetime | None, limit: int
) -> Sequence[RowMapping]:
    """Queued session messages of a sender that holds them, whose customer last wrote at this moment or earlier; all of them
    where the end of the hold is not known (None). The service window is the caller's to reckon with. One with a fallback
    that can be made is none of them: it waits as a template does."""
    query = _waiting_replies(wrote_before).where(MESSAGES.c.sender_id == sender_id)
    return connection.execute(query.order_by(MESSAGES.c.hold_until, MESSAGES.c.id).limit(limit)).mappings().all()


def late_of_journeys(
    connection: Connection, journey_ids: Collection[str], *, wrote_before: dt.datetime, limit: int
) -> Sequence[RowMapping]:
    """The same of journeys that hold their messages, from whatever sender."""
    if not journey_ids:
        return []
    query = _waiting_replies(wrote_before).where(MESSAGES.c.journey_id.in_(journey_ids))
    return connection.execute(query.limit(limit)).mappings().all()


def _waiting_replies(wrote_before: dt.datetime | None) -> Select[*tuple[Any, ...]]:
    here = and_(WINDOWS.c.sender_id == MESSAGES.c.sender_id, WINDOWS.c.address_id == MESSAGES.c.address_id)
    has_fallback = MESSAGES.c.body["fallback"].as_string().is_not(None)
    cannot_fall_back = MESSAGES.c.body[("fallback", "problem")].as_string().is_not(None)
    query = (
        select(MESSAGES).outerjoin(WINDOWS, here)
        .where(MESSAGES.c.status == "queued")
        .where(MESSAGES.c.kind.not_in(("template", "fallback")), or_(~has_fallback, cannot_fall_back))
    )  # fmt: skip
    if wrote_before is None:
        return query
    wrote_at = WINDOWS.c.last_inbound_at
    return query.where(or_(wrote_at.is_(None), wrote_at <= wrote_before))


def make_marketing(connection: Connection, ids: Sequence[str]) -> dict[str, RowMapping]:
    """These are marketing from now on; each as it stands now, with its address."""
    if not ids:
        return {}
    connection.execute(update(MESSAGES).where(MESSAGES.c.id.in_(ids)).values(purpose="marketing"))
    rows = connection.execute(_leaving().where(MESSAGES.c.id.in_(ids))).mappings()
    return {row["id"]: row for row in rows}


_CLAIM = (
    update(MESSAGES)
    .where(among(MESSAGES.c.id, "ids"), MESSAGES.c.status == "queued")
    .values(
        status="sending", lane_epoch=bindparam("epoch"), sending_at=bindparam("at", type_=MESSAGES.c.sending_at.type),
        attempts=MESSAGES.c.attempts + 1,
    )
    .returning(MESSAGES.c.id)
)  # fmt: skip


def claim(connection: Connection, ids: Sequence[str], *, epoch: int, now: dt.datetime) -> set[str]:
    """Make these messages ours to post; only those still queued. Commit before the first byte leaves."""
    if not ids:
        return set()
    return set(connection.execute(_CLAIM, {"ids": ids, "epoch": epoch, "at": now}).scalars())


def change_content(connection: Connection, bodies: Mapping[str, Mapping[str, Any]]) -> None:
    """message id → the fallback template that leaves in place of its session message."""
    if bodies:
        connection.execute(
            update(MESSAGES)
            .where(MESSAGES.c.id == bindparam("of_id"))
            .values(kind="fallback", body=bindparam("to_body")),
            [{"of_id": message_id, "to_body": dict(body)} for message_id, body in bodies.items()],
        )


def give_back(connection: Connection, ids: Sequence[str], *, epoch: int, hold_until: dt.datetime, reason: str) -> None:
    """The claimant knows that no byte of these left: they wait again."""
    if ids:
        connection.execute(
            update(MESSAGES)
            .where(
                MESSAGES.c.id.in_(ids), MESSAGES.c.status.in_(("sending", "unknown")), MESSAGES.c.lane_epoch == epoch
            )
            .values(status="queued", hold_until=hold_until, hold_reason=reason, reason=None)
        )


def postpone(connection: Connection, holds: Mapping[str, tuple[dt.datetime, str]]) -> None:
    """message id → (until when, why)."""
    if holds:
        connection.execute(
            update(MESSAGES).where(MESSAGES.c.id == bindparam("of_id"), MESSAGES.c.status == "queued").values(
                hold_until=bindparam("until"), hold_reason=bindparam("why")),
            [{"of_id": message_id, "until": until, "why": why} for message_id, (until, why) in holds.items()],
        )  # fmt: skip
