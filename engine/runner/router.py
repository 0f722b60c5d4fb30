"""Interpreting what came in: whose it is, and which shard goes on with it. One owner at a time, in chunks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection, RowMapping

from engine.ids import NewId
from engine.logs import get_logger
from engine.providers.base import (
    InboundMessage,
    Noted,
    PreferenceChange,
    ProviderEvent,
    Receipt,
    SenderChanged,
    TemplatesChanged,
)
from engine.providers.fields import LONGEST_ID
from engine.runner import bodies
from engine.runner.number_news import hear_of_sender
from engine.runner.template_news import hear_of_template
from storage import contacts, inbox, receipts, shards
from storage.senders import list_senders

log = get_logger(__name__)

CHUNK = 500
TRIES = 20
TRY_AGAIN = dt.timedelta(seconds=15)


class Reader(Protocol):
    """What the router needs of a provider: understanding one stored event. Raises ValueError in words."""

    def read_event(self, raw: str) -> ProviderEvent: ...


@dataclass(slots=True)
class _Chunk:
    now: dt.datetime
    understood: list[inbox.Understood] = field(default_factory=list[inbox.Understood])
    done: list[int] = field(default_factory=list[int])
    later: list[int] = field(default_factory=list[int])
    aside: dict[int, str] = field(default_factory=dict[int, str])


def own(connection: Connection) -> None:
    """Wait for the router's turn, and keep it until this transaction ends. Read the clock afterwards."""
    shards.take(connection, shards.ROUTER)


def interpret(
    connection: Connection,
    readers: Mapping[str, Reader],
    provider_name: str,
    *,
    now: dt.datetime,
    new_id: NewId,
    country_of: Callable[[str], str | None],
    news: list[Noted] | None = None,
    limit: int = CHUNK,
) -> tuple[set[int], bool]:
    """Read up to `limit` new events, as the router's owner (`own`). `readers`: by source. `provider_name`: whose senders they
    came to. The shards that have something to do now, and whether more may be waiting. `news` collects what moves nobody."""
    rows = inbox.unread(connection, now=now, limit=limit)
    if not rows:
        return set(), False
    chunk = _Chunk(now)
    events = _read(rows, readers, chunk)
    _Messages(connection, provider_name, new_id, country_of).resolve(
        [(row, event) for row, event in events if isinstance(event, InboundMessage | PreferenceChange)], chunk
    )
    _resolve_receipts(connection, [(row, event) for row, event in events if isinstance(event, Receipt)], chunk)
    noted = [(row["id"], event) for row, event in events if isinstance(event, Noted)]
    heard = [(row["received_at"], event) for row, event in events if isinstance(event, Noted)]
    for received_at, event in heard:
        if isinstance(event, SenderChanged):
            hear_of_sender(connection, provider_name, event, now)
        elif isinstance(event, TemplatesChanged):
            hear_of_template(connection, event, received_at)
    chunk.done += [event_id for event_id, _ in noted]
    if news is not None:
        news += [event for _, event in noted]
    inbox.hand_over(connection, chunk.understood)
    inbox.finish(connection, chunk.done, now=now)
    inbox.postpone(connection, chunk.later, until=now + TRY_AGAIN)
    inbox.set_aside(connection, chunk.aside, now=now)
    return {event.shard for event in chunk.understood}, len(rows) == limit


def _read(
    rows: Sequence[RowMapping], readers: Mapping[str, Reader], chunk: _Chunk
) -> list[tuple[RowMapping, ProviderEvent]]:
    events: list[tuple[RowMapping, ProviderEvent]] = []
    for row in rows:
        reader = readers.get(row["source"])
        if reader is None:
            chunk.aside[row["id"]] = f"no provider named {row['source']} is configured"
            continue
        try:
            events.append((row, reader.read_event(row["raw"])))
        except ValueError as problem:
            chunk.aside[row["id"]] = str(problem)
        except Exception as problem:  # a fault of ours, or what nobody thought of: it must not stop what came after it
            log.exception("event put aside", event_id=row["id"])
            chunk.aside[row["id"]] = f"{type(problem).__name__}: {problem}"
    return events


class _Messages:
    """Finds or makes the contacts of customers' messages and preferences, and the sender they wrote to."""

    def __init__(
        self, connection: Connection, provider_name: str, new_id: NewId, country_of: Callable[[str], str | None]
    ) -> None:
        self.connection, self.new_id, self.country_of = connection, new_id, country_of
        self.senders = list_senders(connection, provider=provider_name)
        self.new_contacts: list[dict[str, Any]] = []
        self.new_addresses: list[dict[str, Any]] = []

    def resolve(self, events: Sequence[tuple[RowMapping, InboundMessage | PreferenceChange]], chunk: _Chunk) -> None:
        known: dict[tuple[str, str], Mapping[str, Any] | RowMapping] = {
            **contacts.find_addresses(self.connection, [(event.channel, event.identity) for _, event in events])
        }
        windows: list[tuple[str, str, dt.datetime]] = []
        for row, event in events:
            if not event.identity:
                chunk.aside[row["id"]] = "the event names no customer"
                continue
            if len(event.identity) > LONGEST_ID:
                chunk.aside[row["id"]] = f"the customer's id is longer than {LONGEST_ID} characters"
                continue
            sender_id = self._sender(event)
            if sender_id is None:
                chunk.aside[row["id"]] = f"no sender is set up for {event.sender or event.channel}"
                continue
            place = (event.channel, event.identity)
            if place not in known:
                known[place] = self._new_contact(event, chunk.now)
            address = known[place]
            if isinstance(event, InboundMessage):
                windows.append((sender_id, address["id"], said_at(event, row)))
            kind, body = bodies.of_event(event)
            chunk.understood.append(
                inbox.Understood(row["id"], kind, body, address["shard"], address["contact_id"], sender_id,
                                 address["id"], said_at(event, row))
            )  # fmt: skip
        contacts.add_contacts(self.connection, self.new_contacts)
        contacts.add_addresses(self.connection, self.new_addresses)
        contacts.open_windows(self.connection, windows)

    def _sender(self, event: InboundMessage | PreferenceChange) -> str | None:
        of_channel = [sender for sender in self.senders if sender["channel"] == event.channel]
        named = next((sender["id"] for sender in of_channel if sender["number"] == event.sender), None)
        return named or (of_channel[0]["id"] if of_channel else None)

    def _new_contact(self, event: InboundMessage | PreferenceChange, now: dt.datetime) -> Mapping[str, Any]:
        contact_id, address_id = self.new_id(), self.new_id()
        name = event.profile_name if isinstance(event, InboundMessage) else None
        shard = contacts.shard_of(contact_id)
        self.new_contacts.append({
            "id": contact_id, "shard": shard, "created_at": now, "name": name, "country": self.country_of(event.identity),
        })  # fmt: skip
        self.new_addresses.append({
            "id": address_id, "contact_id": contact_id, "channel": event.channel, "value": event.identity, "created_at": now,
        })  # fmt: skip
        return {"id": address_id, "contact_id": contact_id, "shard": shard}


def said_at(event: InboundMessage | PreferenceChange, row: RowMapping) -> dt.datetime:
    """When the customer spoke: as the provider tells, and not later than we heard of it. Not the moment of reading: a router
    that waited for its turn, or was stopped meanwhile, read its clock before the customer spoke, and the answer would seem
    older than its question."""
    return min(event.at, row["received_at"])


def _resolve_receipts(connection: Connection, events: Sequence[tuple[RowMapping, Receipt]], chunk: _Chunk) -> None:
    """Whose message each is about: by our id, which the provider gives back, else by its own."""
    ours = receipts.owners(connection, {event.message_id for _, event in events if event.message_id})
    strange = {event.provider_message_id for _, event in events if (event.message_id or "") not in ours}
    theirs = receipts.owners_by_provider_id(connection, strange - {""})
    for row, event in events:
        message = ours.get(event.message_id or "") or theirs.get(event.provider_message_id)
        if message is None:
            # It may be news of a send whose answer we have not stored yet, or of somebody else's message.
            (chunk.later if row["attempts"] < TRIES else chunk.done).append(row["id"])
            continue
        kind, body = bodies.of_event(event)
        body["message_id"] = message["id"]
        chunk.understood.append(
            inbox.Understood(row["id"], kind, body, message["shard"], message["contact_id"], None, None, event.at)
        )
