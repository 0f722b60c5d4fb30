"""The contacts of a chunk with everything that decides about them, loaded in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.advance import Compiled
from engine.journey.state import Contact, State
from engine.runner.library import Known, Library
from engine.runner.policy import is_opted_out
from storage import contacts, outbox, passages


@dataclass(slots=True)
class OpenPassage:
    """An active enrollment in memory."""

    row: Mapping[str, Any] | RowMapping
    state: State
    compiled: Compiled
    journey: Known

    @property
    def id(self) -> str:
        return self.row["id"]

    @property
    def is_paused(self) -> bool:
        return self.journey.state == "paused"


@dataclass(slots=True)
class Person:
    """One contact and what is open with them. `broken` are passages whose version cannot be read."""

    row: RowMapping
    contact: Contact
    passages: list[OpenPassage]
    consents: list[Mapping[str, Any] | RowMapping]
    """Statements, newest first."""
    addresses: list[RowMapping]
    windows: dict[tuple[str, str], RowMapping]
    on_the_wire: set[str]
    """Messages whose outcome a passage awaits, and which have left the queue: the customer may have them already."""
    broken: list[str]

    @property
    def id(self) -> str:
        return self.contact.id

    def has_opted_out(self) -> bool:
        """Whether the newest word about all messages was no."""
        return is_opted_out(self.consents)

    def put_first(self, passage: OpenPassage) -> None:
        """It moved last, so its wait is the newest."""
        others = [one for one in self.passages if one is not passage]
        if len(others) < len(self.passages):
            self.passages[:] = [passage, *others]

    def take_statement(self, statement: Mapping[str, Any]) -> None:
        """What was just said counts for the next event of the same chunk; of two of one moment the later one."""
        self.consents.insert(0, statement)
        self.consents.sort(key=lambda one: one["stated_at"], reverse=True)

    def last_was_marketing(self, sender_id: str, address_id: str) -> bool:
        window = self.windows.get((sender_id, address_id))
        return bool(window and window["last_outbound_purpose"] == "marketing")


def load_people(
    connection: Connection, library: Library, journeys: Mapping[str, Known], ids: Collection[str]
) -> dict[str, Person]:
    """contact id → person."""
    rows = contacts.load_contacts(connection, ids)
    open_rows = passages.active_of(connection, ids)
    versions = library.versions(connection, list({row["version_id"] for group in open_rows.values() for row in group}))
    addresses = contacts.addresses_of(connection, ids)
    windows = contacts.load_windows(connection, [row["id"] for group in addresses.values() for row in group])
    consents = contacts.load_consents(connection, ids)
    awaited = [row["state"].get("message_id") for group in open_rows.values() for row in group]
    left = outbox.left_of(connection, [message_id for message_id in awaited if message_id])
    return {
        contact_id: _person(
            row, open_rows.get(contact_id, []), versions, journeys, consents.get(contact_id, []),
            addresses.get(contact_id, []), windows, left,
        )
        for contact_id, row in rows.items()
    }  # fmt: skip


def _person(
    row: RowMapping,
    open_rows: list[RowMapping],
    versions: Mapping[str, Compiled],
    journeys: Mapping[str, Known],
    consents: Sequence[RowMapping],
    addresses: list[RowMapping],
    windows: Mapping[tuple[str, str], RowMapping],
    left: set[str],
) -> Person:
    readable = [it for it in open_rows if it["version_id"] in versions and it["journey_id"] in journeys]
    own = {address["id"] for address in addresses}
    return Person(
        row=row,
        contact=Contact(row["id"], row["name"], row["language"], row["timezone"], row["country"], dict(row["attributes"])),
        passages=[
            OpenPassage(it, State.from_json(it["id"], it["state"]), versions[it["version_id"]], journeys[it["journey_id"]])
            for it in readable
        ],
        consents=list(consents),
        addresses=addresses,
        windows={place: window for place, window in windows.items() if place[1] in own},
        on_the_wire=left.intersection(it["state"].get("message_id") for it in readable),
        broken=[it["id"] for it in open_rows if it not in readable],
    )  # fmt: skip
