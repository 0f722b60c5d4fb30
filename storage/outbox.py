"""Messages on their way out. `queued → sending` is committed before the HTTP call; nothing goes back by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, case, func, insert, or_, select, update

from storage.among import among
from storage.bulk import Bulk, given
from storage.core import table
from storage.tables import Address, Contact, Message, MessageTemplate, Sender, ServiceWindow
from storage.upsert import insert_for, insert_new

MESSAGES, SENDERS, TEMPLATES = table(Message), table(Sender), table(MessageTemplate)
ADDRESSES, CONTACTS, WINDOWS = table(Address), table(Contact), table(ServiceWindow)
LEAVING = [
    MESSAGES.c[name]
    for name in (
        "id", "shard", "contact_id", "sender_id", "address_id", "enrollment_id", "kind", "purpose", "body", "answers_at",
        "attempts", "hold_reason",
    )
]  # fmt: skip
# A status never goes back: a late “delivered” after “read” changes nothing.
RANK = {"queued": 0, "sending": 1, "unknown": 2, "accepted": 3, "sent": 4, "failed": 5, "delivered": 6, "read": 7}


_NEW = (
    "id", "shard", "contact_id", "sender_id", "address_id", "enrollment_id", "journey_id", "version_id", "step_id", "kind",
    "purpose", "body", "status", "reason", "attempts", "lane_epoch", "created_at", "hold_until", "answers_at",
)  # fmt: skip
_ADD = Bulk(lambda dialect: insert_for(dialect, MESSAGES).on_conflict_do_nothing(index_elements=["id"]), _NEW)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Queue messages; one whose id is there already is left alone."""
    # In the order of the key, so that two writers of the same rows never wait for each other in a circle.
    _ADD(connection, sorted(rows, key=itemgetter("id")))


def senders(connection: Connection, *, provider: str | None = None) -> Sequence[RowMapping]:
    """Our senders, oldest first; only those at one provider when it is named."""
    query = select(SENDERS).order_by(SENDERS.c.created_at)
    return (
        connection.execute(query if provider is None else query.where(SENDERS.c.provider == provider)).mappings().all()
    )


def queued(*, at: dt.datetime, **row: Any) -> dict[str, Any]:
    """A row for `add`: a message that may leave at once and was not tried yet; of no passage unless the row names one."""
    return {
        "enrollment_id": None, "journey_id": None, "version_id": None, "step_id": None, "status": "queued", "reason": None,
        "attempts": 0, "lane_epoch": 0, "created_at": at, "hold_until": at, **row,
    }  # fmt: skip


def add_sender(connection: Connection, **row: Any) -> None:
    """A new sender of ours; it shares the portfolio of its provider's others unless another is named."""
    full: dict[str, Any] = {
        "channel": "whatsapp", "portfolio": row.get("provider", ""), "rate_per_second": 20, "quality": "green",
        "status": "connected", "overrides": {}, "paused": False, "held_as": "", "lane_epoch": 0, **row,
    }  # fmt: skip
    insert_new(connection, SENDERS, [full], key=("key",))


def change_sender(connection: Connection, sender_id: str, **fields: Any) -> None:
    connection.execute(update(SENDERS).where(SENDERS.c.id == sender_id).values(**fields))


def take_lane(connection: Connection, sender_id: str) -> int:
    """Become the lane's owner: the epoch that all claims and results must name."""
    statement = update(SENDERS).where(SENDERS.c.id == sender_id).values(lane_epoch=SENDERS.c.lane_epoch + 1)
    connection.execute(statement)
    return connection.execute(select(SENDERS.c.lane_epoch).where(SENDERS.c.id == sender_id)).scalar_one()


def hold_lane(connection: Connection, sender_id: str, epoch: int) -> RowMapping | None:
    """Lock the lane's row while its owner works; None when another took over."""
    query = select(SENDERS).where(SENDERS.c.id == sender_id, SENDERS.c.lane_epoch == epoch).with_for_update()
    return connection.execute(query).mappings().first()


def orphan(connection: Connection, sender_id: str, epoch: int) -> int:
    """What an earlier owner was sending when it ended: nobody knows what became of it."""
    statement = update(MESSAGES).where(
        MESSAGES.c.sender_id == sender_id, MESSAGES.c.status == "sending", MESSAGES.c.lane_epoch < epoch
    )
    return connection.execute(statement.values(status="unknown", reason="interrupted")).rowcount


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
    here = WINDOWS.c.sender_id == MESSAGES.c.sender_id, WINDOWS.c.address_id == MESSAGES.c.address_id
    has_fallback = MESSAGES.c.body["fallback"].as_string().is_not(None)
    cannot_fall_back = MESSAGES.c.body[("fallback", "problem")].as_string().is_not(None)
    query = (
        select(MESSAGES).outerjoin(WINDOWS, and_(*here))
        .where(MESSAGES.c.sender_id == sender_id, MESSAGES.c.status == "queued")
        .where(MESSAGES.c.kind.not_in(("template", "fallback")), or_(~has_fallback, cannot_fall_back))
    )  # fmt: skip
    if wrote_before is not None:
        wrote_at = WINDOWS.c.last_inbound_at
        query = query.where(or_(wrote_at.is_(None), wrote_at <= wrote_before))
    return connection.execute(query.order_by(MESSAGES.c.hold_until, MESSAGES.c.id).limit(limit)).mappings().all()


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


def send_again(
    connection: Connection,
    message_id: str,
    *,
    hold_until: dt.datetime,
    reason: str,
    body: Mapping[str, Any] | None,
    failed_id: str = "",
    epoch: int | None = None,
) -> None:
    """The provider told that it did not arrive: it waits once more, with another content as a fallback template. One that
    was delivered after all stays so. `failed_id`: the provider's id of the try that failed, whose acceptance may be written
    after that. `epoch`: only if this owner of the lane claimed it last."""
    values: dict[str, Any] = {
        "status": "queued",
        "hold_until": hold_until,
        "hold_reason": reason or None,
        "reason": None,
    }
    if body is not None:
        values |= {"kind": "fallback", "body": dict(body)}
    if failed_id:
        values["provider_message_id"] = failed_id
    left = MESSAGES.c.status.in_(("sending", "unknown", "accepted", "sent"))
    statement = update(MESSAGES).where(MESSAGES.c.id == message_id, left).values(**values)
    if epoch is not None:
        statement = statement.where(MESSAGES.c.lane_epoch == epoch)
    connection.execute(statement)


# Spelled without IN, whose marks expand only when it runs. A message may be `queued` again when the answer to its first
# sending comes at last; it must not leave a second time. Unless that sending is known to have failed: its news came sooner.
_OPEN = or_(*(MESSAGES.c.status == status for status in ("queued", "sending", "unknown")))
_NOT_FAILED = MESSAGES.c.provider_message_id.is_distinct_from(given("provider_id", MESSAGES.c.provider_message_id.type))
_NOTE_ACCEPTED = Bulk(
    lambda _dialect: (
        update(MESSAGES)
        .where(MESSAGES.c.id == given("id"))
        .values(
            status=case((and_(_OPEN, _NOT_FAILED), "accepted"), else_=MESSAGES.c.status),
            provider_message_id=given("provider_id"),
            accepted_at=func.coalesce(MESSAGES.c.accepted_at, given("at", MESSAGES.c.accepted_at.type)),
            reason=None, hold_reason=None,
        )
    )
)  # fmt: skip


def note_accepted(connection: Connection, rows: Sequence[tuple[str, str, dt.datetime]]) -> None:
    """(message id, provider's id, when). True whoever writes it; a receipt that came first keeps its higher rank."""
    _NOTE_ACCEPTED(
        connection, [{"id": message_id, "provider_id": provider_id, "at": at} for message_id, provider_id, at in rows]
    )


def settle(
    connection: Connection,
    ids: Sequence[str],
    *,
    status: str,
    reason: str,
    detail: str,
    now: dt.datetime,
    from_status: Sequence[str] = ("queued", "sending", "unknown"),
    epoch: int | None = None,
) -> set[str]:
    """End messages as `refused`, `failed`, `cancelled`, `dropped` or `unknown`; which of them were still open. `epoch`: only
    those that this owner of the lane claimed last."""
    if not ids:
        return set()
    statement = (
        update(MESSAGES).where(MESSAGES.c.id.in_(ids), MESSAGES.c.status.in_(from_status))
        .values(status=status, reason=reason, detail=detail[:500], failed_at=now)
        .returning(MESSAGES.c.id)
    )  # fmt: skip
    if epoch is not None:
        statement = statement.where(MESSAGES.c.lane_epoch == epoch)
    return set(connection.execute(statement).scalars())


def cancel_queued_of(connection: Connection, contact_id: str, *, purpose: str, now: dt.datetime, reason: str) -> int:
    """Nothing more of this purpose (`all` for every one) leaves for this person, except what confirms the opt-out."""
    statement = update(MESSAGES).where(
        MESSAGES.c.contact_id == contact_id, MESSAGES.c.status == "queued", MESSAGES.c.kind != "confirmation"
    )
    if purpose != "all":
        statement = statement.where(MESSAGES.c.purpose == purpose)
    return connection.execute(statement.values(status="cancelled", reason=reason, failed_at=now)).rowcount


_CANCEL = Bulk(
    lambda _dialect: (
        update(MESSAGES)
        .where(MESSAGES.c.enrollment_id == given("enrollment_id"), MESSAGES.c.status == "queued")
        .values(status="cancelled", reason=given("reason"), failed_at=given("at"))
    )
)


def cancel_queued_in(connection: Connection, left: Mapping[str, str], *, now: dt.datetime) -> None:
    """enrollment id → why it ended: what these passages had queued does not leave any more."""
    _CANCEL(
        connection,
        [{"enrollment_id": enrollment_id, "reason": reason, "at": now} for enrollment_id, reason in left.items()],
    )


_THESE = select(MESSAGES).where(among(MESSAGES.c.id, "ids"))


def note_read(connection: Connection, rows: Sequence[tuple[str, dt.datetime]]) -> None:
    """(message id, when the customer answered or tapped it): it was read, whatever receipts say. What was refused or failed
    stays so."""
    if rows:
        has_left = or_(*(MESSAGES.c.status == status for status in ("accepted", "sent", "delivered", "read")))
        at = bindparam("at", type_=MESSAGES.c.read_at.type)
        # Customers' times are whole seconds: nobody reads before it left.
        after_it_left = case((MESSAGES.c.accepted_at > at, MESSAGES.c.accepted_at), else_=at)
        connection.execute(
            update(MESSAGES).where(MESSAGES.c.id == bindparam("of_id"), has_left).values(
                status="read", read_at=func.coalesce(MESSAGES.c.read_at, after_it_left)),
            [{"of_id": message_id, "at": at} for message_id, at in rows],
        )  # fmt: skip


def load(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    if not ids:
        return {}
    return {row["id"]: row for row in connection.execute(_THESE, {"ids": ids}).mappings().all()}


_LEFT = select(MESSAGES.c.id).where(among(MESSAGES.c.id, "ids"), MESSAGES.c.status.not_in(("queued", "cancelled")))


def left_of(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these messages have left the queue: on the wire, unknown, or with a result that their journey may not have
    heard of yet."""
    return set(connection.execute(_LEFT, {"ids": ids}).scalars().all()) if ids else set()


def unknown(
    connection: Connection, sender_id: str, *, looked_up_before: dt.datetime, limit: int
) -> Sequence[RowMapping]:
    """Sends of which nobody knows what became, to be looked up at the provider, oldest first."""
    query = (
        select(MESSAGES, ADDRESSES.c.value.label("to"), ADDRESSES.c.channel)
        .join(ADDRESSES, ADDRESSES.c.id == MESSAGES.c.address_id)
        .where(MESSAGES.c.sender_id == sender_id, MESSAGES.c.status == "unknown")
        .where(func.coalesce(MESSAGES.c.looked_up_at, MESSAGES.c.created_at) <= looked_up_before)
    )
    return connection.execute(query.order_by(MESSAGES.c.id).limit(limit)).mappings().all()


def answers_since(
    connection: Connection, contact_ids: Collection[str], *, since: dt.datetime
) -> dict[str, list[dt.datetime]]:
    """address id → when automatic replies to it left, oldest first: what the loop guard counts."""
    query = (
        select(MESSAGES.c.address_id, MESSAGES.c.accepted_at)
        .where(MESSAGES.c.contact_id.in_(contact_ids), MESSAGES.c.created_at >= since)
        .where(MESSAGES.c.answers_at.is_not(None), MESSAGES.c.accepted_at.is_not(None))
        .order_by(MESSAGES.c.accepted_at)
    )
    grouped: dict[str, list[dt.datetime]] = {}
    for address_id, at in connection.execute(query):
        grouped.setdefault(address_id, []).append(at)
    return grouped


def last_of_kind(connection: Connection, contact_id: str, *, kind: str, since: dt.datetime) -> bool:
    """Whether a message of this kind was made for the contact since then."""
    query = select(MESSAGES.c.id).where(
        MESSAGES.c.contact_id == contact_id, MESSAGES.c.created_at >= since, MESSAGES.c.kind == kind
    )
    return connection.execute(query.limit(1)).first() is not None


def note_looked_up(connection: Connection, ids: Sequence[str], *, now: dt.datetime) -> None:
    if ids:
        connection.execute(update(MESSAGES).where(MESSAGES.c.id.in_(ids)).values(looked_up_at=now))


def requeue(connection: Connection, rows: Sequence[RowMapping], *, now: dt.datetime) -> set[str]:
    """The provider says it never got these, as they were read: they may leave again. One that was sent once more since then
    stays as it is; the provider was not asked about that sending."""
    requeued = set[str]()
    for attempts in {row["attempts"] for row in rows}:
        ids = [row["id"] for row in rows if row["attempts"] == attempts]
        statement = (
            update(MESSAGES)
            .where(MESSAGES.c.id.in_(ids), MESSAGES.c.status == "unknown", MESSAGES.c.attempts == attempts)
            .values(status="queued", hold_until=now, reason=None).returning(MESSAGES.c.id)
        )  # fmt: skip
        requeued |= set(connection.execute(statement).scalars())
    return requeued


def lanes_with_work(connection: Connection, *, now: dt.datetime, except_journeys: Collection[str]) -> list[str]:
    """Senders with something to send, for the sweep. One look a lane: a DISTINCT would read everything that waits."""
    is_ready = select(MESSAGES.c.id).where(
        MESSAGES.c.sender_id == SENDERS.c.id, MESSAGES.c.status == "queued", MESSAGES.c.hold_until <= now
    )
    if except_journeys:
        is_ready = is_ready.where(func.coalesce(MESSAGES.c.journey_id, "").not_in(except_journeys))
    return list(connection.execute(select(SENDERS.c.id).where(is_ready.exists())).scalars())


def lanes_with_unknowns(connection: Connection) -> list[str]:
    query = select(MESSAGES.c.sender_id).where(MESSAGES.c.status.in_(("sending", "unknown"))).distinct()
    return list(connection.execute(query).scalars())


def load_templates(connection: Connection, names: Collection[str]) -> dict[tuple[str, str], RowMapping]:
    """(name, language) → template, all languages of these names."""
    rows = connection.execute(select(TEMPLATES).where(TEMPLATES.c.name.in_(names))).mappings()
    return {(row["name"], row["language"]): row for row in rows}


def insert_rows(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert messages that cannot be there yet."""
    if rows:
        connection.execute(insert(MESSAGES), list(rows))
