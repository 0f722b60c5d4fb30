"""Contacts, addresses, windows and consents. Hot path: bulk Core statements."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, or_, select, update
from sqlalchemy.sql.dml import UpdateBase

from storage.among import among
from storage.bulk import Bulk
from storage.core import table
from storage.tables import Address, Consent, Contact, ServiceWindow
from storage.upsert import insert_for, insert_new

CONTACTS, ADDRESSES = table(Contact), table(Address)
WINDOWS, CONSENTS = table(ServiceWindow), table(Consent)
SHARD_COUNT = 64


def shard_of(contact_id: str) -> int:
    """0 to 63, the same in every process."""
    return hashlib.blake2b(contact_id.encode(), digest_size=2).digest()[0] % SHARD_COUNT


_KNOWN = ("id", "shard", "external_id", "name", "language", "timezone", "country", "attributes", "created_at")
_CONTACTS = select(*(CONTACTS.c[name] for name in _KNOWN)).where(among(CONTACTS.c.id, "ids"))


def load_contacts(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    """contact id → who they are: shard, external id, own fields and attributes."""
    return {row["id"]: row for row in connection.execute(_CONTACTS, {"ids": ids}).mappings().all()} if ids else {}


def find_by_external_id(connection: Connection, external_id: str) -> RowMapping | None:
    return connection.execute(select(CONTACTS).where(CONTACTS.c.external_id == external_id)).mappings().first()


_ADDRESSES = (
    select(ADDRESSES.c.id, ADDRESSES.c.contact_id, ADDRESSES.c.value, CONTACTS.c.shard)
    .join(CONTACTS, CONTACTS.c.id == ADDRESSES.c.contact_id)
    .where(ADDRESSES.c.channel == bindparam("of_channel"), among(ADDRESSES.c.value, "values"))
)


def find_addresses(connection: Connection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], RowMapping]:
    """(channel, value) → address with the shard of its contact; the missing ones are left out."""
    found: dict[tuple[str, str], RowMapping] = {}
    by_channel: dict[str, list[str]] = {}
    for channel, value in set(wanted):
        by_channel.setdefault(channel, []).append(value)
    for channel, values in by_channel.items():
        rows = connection.execute(_ADDRESSES, {"of_channel": channel, "values": values}).mappings().all()
        found |= {(channel, row["value"]): row for row in rows}
    return found


def addresses_of(connection: Connection, contact_ids: Collection[str]) -> dict[str, list[RowMapping]]:
    """Each contact's addresses, oldest first."""
    query = select(ADDRESSES).where(ADDRESSES.c.contact_id.in_(contact_ids)).order_by(ADDRESSES.c.id)
    grouped: dict[str, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        grouped.setdefault(row["contact_id"], []).append(row)
    return grouped


_FIRST_ADDRESS = (
    select(ADDRESSES.c.id)
    .where(ADDRESSES.c.contact_id == bindparam("of_contact"), ADDRESSES.c.channel == bindparam("of_channel"))
    .order_by(ADDRESSES.c.id)
    .limit(1)
)


def address_on(connection: Connection, contact_id: str, channel: str) -> str | None:
    """The id of the contact's oldest address on this channel; None where they have none."""
    return connection.execute(_FIRST_ADDRESS, {"of_contact": contact_id, "of_channel": channel}).scalar()


_NEW_CONTACT = (
    "id", "shard", "external_id", "name", "language", "timezone", "country", "attributes", "is_sample", "created_at",
    "erased_at", "revision", "indexed_revision",
)  # fmt: skip
_BLANK: dict[str, Any] = {
    "external_id": None, "name": None, "language": None, "timezone": None, "country": None, "attributes": {}, "is_sample": False,
    "erased_at": None, "revision": 1, "indexed_revision": 0,
}  # fmt: skip
_ADD_CONTACTS = Bulk(lambda _dialect: insert(CONTACTS).inline(), _NEW_CONTACT)
_ADD_ADDRESSES = Bulk(
    lambda _dialect: insert(ADDRESSES).inline(), ("id", "contact_id", "channel", "value", "created_at")
)


def add_contact(connection: Connection, contact_id: str, *, now: dt.datetime, **fields: Any) -> int:
    """A new contact; its shard."""
    shard = shard_of(contact_id)
    add_contacts(connection, [{"id": contact_id, "shard": shard, "created_at": now, **fields}])
    return shard


def add_contacts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """New contacts; each row holds at least `id`, its `shard` (see `shard_of`) and `created_at`."""
    _ADD_CONTACTS(connection, [{**_BLANK, **row} for row in rows])


def add_address(
    connection: Connection, address_id: str, *, contact_id: str, channel: str, value: str, now: dt.datetime
) -> None:
    row = {"id": address_id, "contact_id": contact_id, "channel": channel, "value": value, "created_at": now}
    add_addresses(connection, [row])


def add_addresses(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """New addresses: `id, contact_id, channel, value, created_at`."""
    _ADD_ADDRESSES(connection, rows)


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


def _opening(dialect: str) -> UpdateBase:
    statement = insert_for(dialect, WINDOWS)
    here, told = WINDOWS.c.last_inbound_at, statement.excluded.last_inbound_at
    return statement.on_conflict_do_update(
        index_elements=["sender_id", "address_id"],
        set_={"last_inbound_at": told},
        where=or_(here.is_(None), here < told),
    )


_OPEN_WINDOWS = Bulk(_opening, ("sender_id", "address_id", "last_inbound_at"))


def open_windows(connection: Connection, inbound: Sequence[tuple[str, str, dt.datetime]]) -> None:
    """(sender, address, when the customer wrote): the newest moment wins, whatever the order of arrival."""
    newest: dict[tuple[str, str], dt.datetime] = {}
    for sender_id, address_id, at in inbound:
        newest[sender_id, address_id] = max(at, newest.get((sender_id, address_id), at))
    rows = [
        {"sender_id": sender_id, "address_id": address_id, "last_inbound_at": at}
        for (sender_id, address_id), at in newest.items()
    ]
    _OPEN_WINDOWS(connection, sorted(rows, key=itemgetter("sender_id", "address_id")))


_PURPOSES = select(WINDOWS.c.sender_id, WINDOWS.c.address_id, WINDOWS.c.last_outbound_purpose).where(
    among(WINDOWS.c.address_id, "addresses")
)


def last_purposes(connection: Connection, address_ids: Collection[str]) -> dict[tuple[str, str], str | None]:
    """(sender id, address id) → the purpose of the last message that was accepted for it."""
    if not address_ids:
        return {}
    rows = connection.execute(_PURPOSES, {"addresses": address_ids}).all()
    return {(sender_id, address_id): purpose for sender_id, address_id, purpose in rows}


def _note_outbound(dialect: str) -> UpdateBase:
    statement = insert_for(dialect, WINDOWS)
    is_newer = or_(
        WINDOWS.c.last_outbound_at.is_(None), WINDOWS.c.last_outbound_at <= statement.excluded.last_outbound_at
    )
    return statement.on_conflict_do_update(
        index_elements=["sender_id", "address_id"], where=is_newer,
        set_={name: statement.excluded[name] for name in ("last_outbound_at", "last_outbound_purpose")},
    )  # fmt: skip


_NOTE_OUTBOUND = Bulk(_note_outbound, ("sender_id", "address_id", "last_outbound_at", "last_outbound_purpose"))


def note_outbound(connection: Connection, sent: Sequence[tuple[str, str, dt.datetime, str]]) -> None:
    """(sender, address, when, purpose) of what was accepted, the latest counts: an ambiguous “T” means stop only after
    marketing."""
    latest = {
        (sender_id, address_id): (at, purpose) for sender_id, address_id, at, purpose in sorted(sent, key=itemgetter(2))
    }
    _NOTE_OUTBOUND(connection, [
        {"sender_id": sender_id, "address_id": address_id, "last_outbound_at": at, "last_outbound_purpose": purpose}
        for (sender_id, address_id), (at, purpose) in sorted(latest.items())
    ])  # fmt: skip


_RAISE_REVISION = update(CONTACTS).where(among(CONTACTS.c.id, "ids")).values(revision=CONTACTS.c.revision + 1)


def add_consents(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append statements; one with a `dedupe_key` that is there counts once."""
    full: list[dict[str, Any]] = [{"channel": "whatsapp", "proof": {}, "dedupe_key": None, **row} for row in rows]
    insert_new(connection, CONSENTS, [row for row in full if row["dedupe_key"]], key=("dedupe_key",))
    if unkeyed := [row for row in full if not row["dedupe_key"]]:
        connection.execute(insert(CONSENTS), unkeyed)
    if full:
        connection.execute(_RAISE_REVISION, {"ids": sorted({row["contact_id"] for row in full})})


_CONSENTS = (
    select(CONSENTS.c.contact_id, CONSENTS.c.purpose, CONSENTS.c.given, CONSENTS.c.source, CONSENTS.c.stated_at)
    .where(among(CONSENTS.c.contact_id, "contacts"))
    .order_by(CONSENTS.c.stated_at.desc(), CONSENTS.c.id.desc())
)


def load_consents(connection: Connection, contact_ids: Collection[str]) -> dict[str, list[RowMapping]]:
    """Each contact's statements (purpose, given, source), newest first: the first for a purpose counts."""
    grouped: dict[str, list[RowMapping]] = {}
    for row in connection.execute(_CONSENTS, {"contacts": contact_ids}).mappings().all() if contact_ids else ():
        grouped.setdefault(row["contact_id"], []).append(row)
    return grouped
