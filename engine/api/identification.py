"""Whose event it is: found by external id, WhatsApp id or phone, in this order, or made new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection, RowMapping

from engine.api.models import Person
from engine.ids import NewId
from engine.journey.attributes import LARGEST, MOST, Excess, excess_of
from storage import contacts, shards


@dataclass(frozen=True, slots=True)
class Identified:
    """The contact, its shard, and its address on each channel."""

    contact_id: str
    shard: int
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TwoPeople:
    """The ids given belong to different contacts. Nothing was written."""

    by: Mapping[str, str]

    def sentence(self) -> str:
        found = ", ".join(f"{field} belongs to {contact_id}" for field, contact_id in self.by.items())
        return (
            f"These ids name different people: {found}. Send only the id of the person you mean, or merge the contacts."
        )


@dataclass(frozen=True, slots=True)
class TooMuch:
    """More attributes than are kept of one person. Nothing was written."""

    why: Excess

    def sentence(self) -> str:
        if self.why == "too_many_attributes":
            return (
                f"contact.attributes: the contact would have more than {MOST} attributes; send fewer. Nothing was kept."
            )
        return f"contact.attributes: the contact's attributes would be larger than {LARGEST // 1000} kB of JSON; send less. Nothing was kept."


NotTaken: TypeAlias = TwoPeople | TooMuch


def identify(
    connection: Connection,
    person: Person,
    *,
    now: dt.datetime,
    new_id: NewId,
    country_of: Callable[[str], str | None],
) -> Identified | NotTaken:
    """Find or make the contact and write what is told about it."""
    wanted = _addresses(person)
    known = contacts.find_addresses(connection, wanted.values())
    by: dict[str, str] = {}
    external = contacts.find_by_external_id(connection, person.external_id) if person.external_id else None
    if external is not None:
        by["external_id"] = external["id"]
    for field, place in wanted.items():
        if place in known:
            by[field] = known[place]["contact_id"]
    if len(set(by.values())) > 1:
        return TwoPeople(by)
    contact_id = next(iter(by.values()), None)
    row = contacts.load_contacts(connection, [contact_id])[contact_id] if contact_id else None
    if row is not None and person.external_id and row["external_id"] not in (None, person.external_id):
        return TwoPeople({**by, "external_id": f"somebody else ({row['id']} is {row['external_id']})"})
    if row is None:
        if why := excess_of(person.attributes):
            return TooMuch(why)
        contact_id, shard = _new(connection, person, now=now, new_id=new_id, country_of=country_of)
    else:
        shard = row["shard"]
        # The shard's worker may hold this person: we wait for it, and read what it wrote.
        shards.take(connection, shard)
        row = contacts.load_contacts(connection, [row["id"]])[row["id"]]
        if person.attributes and (why := excess_of({**row["attributes"], **person.attributes})):
            return TooMuch(why)
        _update(connection, row, person)
    assert contact_id is not None
    for place in {*wanted.values()} - set(known):
        contacts.add_address(connection, new_id(), contact_id=contact_id, channel=place[0], value=place[1], now=now)
    addresses = contacts.addresses_of(connection, [contact_id]).get(contact_id, [])
    return Identified(contact_id, shard, {row["channel"]: row["id"] for row in reversed(addresses)})


def _addresses(person: Person) -> dict[str, tuple[str, str]]:
    """Field → (channel, value). A phone without a WhatsApp id is tried as one: for most numbers it is the same."""
    wanted: dict[str, tuple[str, str]] = {}
    if person.whatsapp:
        wanted["whatsapp"] = ("whatsapp", person.whatsapp)
    if person.phone and not person.whatsapp:
        wanted["phone"] = ("whatsapp", person.phone)
    return wanted


def _new(
    connection: Connection, person: Person, *, now: dt.datetime, new_id: NewId, country_of: Callable[[str], str | None]
) -> tuple[str, int]:
    contact_id = new_id()
    number = person.whatsapp or person.phone
    shard = contacts.add_contact(
        connection, contact_id, now=now, external_id=person.external_id, name=person.name, language=person.language,
        timezone=person.timezone, country=country_of(number) if number else None, attributes=person.attributes,
    )  # fmt: skip
    return contact_id, shard


def _update(connection: Connection, row: RowMapping, person: Person) -> None:
    told = {name: value for name in ("external_id", "name", "language", "timezone") if (value := getattr(person, name))}
    if person.attributes:
        told["attributes"] = {**row["attributes"], **person.attributes}
    changed = {name: value for name, value in told.items() if row[name] != value}
    if changed:
        contacts.change_contacts(connection, {row["id"]: changed})
