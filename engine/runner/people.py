"""The contacts of a chunk with everything that decides about them, loaded in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.advance import Compiled
from engine.journey.state import Contact, State
from engine.journey.triggers import OptInTrigger
from engine.runner.library import Known, Library
from engine.runner.policy import consented_purposes, is_opted_out
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
class Correspondence:
    """What decides about what a contact wrote, chose or agreed to; loaded for those who did."""

    consents: list[Mapping[str, Any] | RowMapping]
    """Statements, newest first."""
    last_purposes: Mapping[tuple[str, str], str | None]
    """(sender, address) → the purpose of the last message that was accepted for it."""
    on_the_wire: set[str]
    """Messages whose outcome a passage awaits, and which have left the queue: the customer may have them already."""


@dataclass(slots=True)
class Person:
    """One contact and what is open with them. `broken` are passages whose version cannot be read."""

    shard: int
    contact: Contact
    passages: list[OpenPassage]
    broken: list[str]
    wrote: Correspondence | None = None

    @property
    def id(self) -> str:
        return self.contact.id

    def has_opted_out(self) -> bool:
        """Whether the newest word about all messages was no. Asked only of someone who wrote."""
        assert self.wrote is not None
        return is_opted_out(self.wrote.consents)

    def agreed_purposes(self) -> set[str]:
        """The purposes that they agreed to. Asked only of someone who wrote, chose or agreed."""
        assert self.wrote is not None
        return consented_purposes(self.wrote.consents)

    def is_news(self, purpose: str) -> bool:
        """Whether a journey may wait for an agreement to this purpose that was not given before."""
        return self.wrote is not None and purpose not in self.agreed_purposes()

    def take_statement(self, statement: Mapping[str, Any]) -> None:
        """What was just said counts for the next event of the same chunk; of two of one moment the later one."""
        if self.wrote is not None:
            self.wrote.consents.insert(0, statement)
            self.wrote.consents.sort(key=lambda one: one["stated_at"], reverse=True)

    def last_was_marketing(self, sender_id: str, address_id: str) -> bool:
        """Asked only of someone who wrote."""
        assert self.wrote is not None
        return self.wrote.last_purposes.get((sender_id, address_id)) == "marketing"

    def may_hold_the_question(self) -> bool:
        """Whether they may have a message whose outcome one of their passages still awaits."""
        on_the_wire = self.wrote.on_the_wire if self.wrote else ()
        return any(passage.state.message_id in on_the_wire for passage in self.passages)

    def outcome_is_known(self, message_id: str) -> None:
        if self.wrote is not None:
            self.wrote.on_the_wire.discard(message_id)


def load_people(
    connection: Connection,
    library: Library,
    journeys: Mapping[str, Known],
    ids: Collection[str],
    *,
    written: Sequence[RowMapping],
) -> dict[str, Person]:
    """contact id → person. `written`: what customers wrote or chose in this chunk; what decides about it is loaded too."""
    rows = contacts.load_contacts(connection, ids)
    open_rows = passages.active_of(connection, ids)
    versions = library.versions(connection, list({row["version_id"] for group in open_rows.values() for row in group}))
    people = {
        contact_id: _person(row, open_rows.get(contact_id, ()), versions, journeys) for contact_id, row in rows.items()
    }
    _add_correspondence(connection, people, written)
    if any(isinstance(trigger, OptInTrigger) for one in journeys.values() for trigger in one.live.journey.triggers):
        _add_statements(connection, people)
    return people


def _person(
    row: RowMapping, open_rows: Sequence[RowMapping], versions: Mapping[str, Compiled], journeys: Mapping[str, Known]
) -> Person:
    person = Person(
        row["shard"],
        Contact(row["id"], row["name"], row["language"], row["timezone"], row["country"], row["attributes"]), [], [],
    )  # fmt: skip
    for it in open_rows:
        compiled, journey = versions.get(it["version_id"]), journeys.get(it["journey_id"])
        if compiled is None or journey is None:
            person.broken.append(it["id"])
        else:
            person.passages.append(OpenPassage(it, State.from_json(it["id"], it["state"]), compiled, journey))
    return person


def _add_correspondence(connection: Connection, people: Mapping[str, Person], written: Sequence[RowMapping]) -> None:
    if not written:
        return
    who = {event["contact_id"] for event in written}
    consents = contacts.load_consents(connection, who)
    purposes = contacts.last_purposes(connection, {event["address_id"] for event in written if event["address_id"]})
    wrote = [person for contact_id in who if (person := people.get(contact_id)) is not None]
    awaited = {passage.state.message_id for person in wrote for passage in person.passages} - {None}
    left = outbox.left_of(connection, [message_id for message_id in awaited if message_id])
    for person in wrote:
        own = left.intersection(passage.state.message_id or "" for passage in person.passages)
        person.wrote = Correspondence(list(consents.get(person.id, ())), purposes, own)


def _add_statements(connection: Connection, people: Mapping[str, Person]) -> None:
    """A journey waits for agreements: what the others said before decides whether one that is recorded now is news."""
    others = [person for person in people.values() if person.wrote is None]
    consents = contacts.load_consents(connection, [person.id for person in others])
    for person in others:
        person.wrote = Correspondence(list(consents.get(person.id, ())), {}, set())
