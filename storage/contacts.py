"""Contacts, addresses, windows and consents. Hot path: bulk Core statements."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, func, insert, select, update

from storage.core import table
from storage.tables import Address, Consent, Contact, ServiceWindow
from storage.upsert import insert_new, upsert

CONTACTS, ADDRESSES = table(Contact), table(Address)
WINDOWS, CONSENTS = table(ServiceWindow), table(Consent)
SHARD_COUNT = 64


def shard_of(contact_id: str) -> int:
    """0 to 63, the same in every process."""
    return hashlib.blake2b(contact_id.encode(), digest_size=2).digest()[0] % SHARD_COUNT


def load_contacts(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    rows = connection.execute(select(CONTACTS).where(CONTACTS.c.id.in_(ids))).mappings()
    return {row["id"]: row for row in rows}


def find_by_external_id(connection: Connection, external_id: str) -> RowMapping | None:
    return connection.execute(select(CONTACTS).where(CONTACTS.c.external_id == external_id)).mappings().first()


def find_addresses(connection: Connection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], RowMapping]:
    """(channel, value) → address with the shard of its contact; the missing ones are left out."""
    found: dict[tuple[str, str], RowMapping] = {}
    by_channel: dict[str, list[str]] = {}
    for channel, value in set(wanted):
        by_channel.setdefault(channel, []).append(value)
    for channel, values in by_channel.items():
        query = (
            select(ADDRESSES, CONTACTS.c.shard)
            .join(CONTACTS, CONTACTS.c.id == ADDRESSES.c.contact_id)
            .where(ADDRESSES.c.channel == channel, ADDRESSES.c.value.in_(values))
        )
        found |= {(channel, row["value"]): row for row in connection.execute(query).mappings()}
    return found


def addresses_of(connection: Connection, contact_ids: Collection[str]) -> dict[str, list[RowMapping]]:
    """Each contact's addresses, oldest first."""
    query = select(ADDRESSES).where(ADDRESSES.c.contact_id.in_(contact_ids)).order_by(ADDRESSES.c.id)
    grouped: dict[str, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        grouped.setdefault(row["contact_id"], []).append(row)
    return grouped


def add_contact(connection: Connection, contact_id: str, *, now: dt.datetime, **fields: Any) -> int:
    """A new contact; its shard."""
    shard = shard_of(contact_id)
    row: dict[str, Any] = {
        "id": contact_id,
        "shard": shard,
        "attributes": {},
        "is_sample": False,
        "created_at": now,
        "revision": 1,
        "indexed_revision": 0,
        **fields,
    }
    connection.execute(insert(CONTACTS), [row])
    return shard


def add_address(
    connection: Connection, address_id: str, *, contact_id: str, channel: str, value: str, now: dt.datetime
) -> None:
    row = {"id": address_id, "contact_id": contact_id, "channel": channel, "value": value, "created_at": now}
    connection.execute(insert(ADDRESSES), [row])


def change_contacts(connection: Connection, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """contact id → the fields to write, whole (`attributes` is replaced)."""
    for contact_id, fields in changes.items():
        connection.execute(
            update(CONTACTS).where(CONTACTS.c.id == contact_id).values(**fields, revision=CONTACTS.c.revision + 1)
        )


def load_windows(connection: Connection, address_ids: Collection[str]) -> dict[tuple[str, str], RowMapping]:
    """(sender id, address id) → window."""
    rows = connection.execute(select(WINDOWS).where(WINDOWS.c.address_id.in_(address_ids))).mappings()
    return {(row["sender_id"], row["address_id"]): row for row in rows}


def open_windows(connection: Connection, inbound: Sequence[tuple[str, str, dt.datetime]]) -> None:
    """(sender, address, when the customer wrote): the newest moment wins, whatever the order of arrival."""
    newest: dict[tuple[str, str], dt.datetime] = {}
    for sender_id, address_id, at in inbound:
        newest[sender_id, address_id] = max(at, newest.get((sender_id, address_id), at))
    rows = [
        {"sender_id": sender_id, "address_id": address_id, "last_inbound_at": at}
        for (sender_id, address_id), at in newest.items()
    ]
    insert_new(connection, WINDOWS, rows, key=("sender_id", "address_id"))
    later = and_(
        WINDOWS.c.sender_id == bindparam("of_sender"), WINDOWS.c.address_id == bindparam("of_address"),
        func.coalesce(WINDOWS.c.last_inbound_at, bindparam("long_ago")) < bindparam("at"),
    )  # fmt: skip
    long_ago = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    if rows:
        connection.execute(
            update(WINDOWS).where(later).values(last_inbound_at=bindparam("at")),
            [{"of_sender": row["sender_id"], "of_address": row["address_id"], "at": row["last_inbound_at"],
              "long_ago": long_ago} for row in rows],
        )  # fmt: skip


def note_outbound(connection: Connection, sent: Sequence[tuple[str, str, dt.datetime, str]]) -> None:
    """(sender, address, when, purpose) of what was accepted: an ambiguous “T” means stop only after marketing."""
    latest = {(sender_id, address_id): (at, purpose) for sender_id, address_id, at, purpose in sent}
    rows = [
        {"sender_id": sender_id, "address_id": address_id, "last_outbound_at": at, "last_outbound_purpose": purpose}
        for (sender_id, address_id), (at, purpose) in latest.items()
    ]
    upsert(
        connection,
        WINDOWS,
        rows,
        key=("sender_id", "address_id"),
        replace=("last_outbound_at", "last_outbound_purpose"),
    )


def add_consents(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append statements; one with a `dedupe_key` that is there counts once."""
    full: list[dict[str, Any]] = [{"channel": "whatsapp", "proof": {}, "dedupe_key": None, **row} for row in rows]
    insert_new(connection, CONSENTS, [row for row in full if row["dedupe_key"]], key=("dedupe_key",))
    if unkeyed := [row for row in full if not row["dedupe_key"]]:
        connection.execute(insert(CONSENTS), unkeyed)
    if full:
        people = sorted({row["contact_id"] for row in full})
        connection.execute(update(CONTACTS).where(CONTACTS.c.id.in_(people)).values(revision=CONTACTS.c.revision + 1))


def load_consents(connection: Connection, contact_ids: Collection[str]) -> dict[str, list[RowMapping]]:
    """Each contact's statements, newest first: the first for a purpose counts."""
    query = (
        select(CONSENTS).where(CONSENTS.c.contact_id.in_(contact_ids))
        .order_by(CONSENTS.c.stated_at.desc(), CONSENTS.c.id.desc())
    )  # fmt: skip
    grouped: dict[str, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        grouped.setdefault(row["contact_id"], []).append(row)
    return grouped
