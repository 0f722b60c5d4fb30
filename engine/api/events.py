"""An event from another system: stored, answered and given to its shard in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

from engine.api.identification import NotTaken, identify
from engine.api.models import ConsentBody, EventBody, Person
from engine.ids import NewId
from engine.runner.admission import Admitted, admit, new_passage, sender_for
from engine.runner.agreements import agreement_row
from engine.runner.library import Known, Library
from storage import contacts, inbox, passages
from storage.senders import list_senders


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to give, and the shard that goes on with it (None when the event was there already)."""

    answer: dict[str, Any]
    shard: int | None = None


@dataclass(slots=True)
class Desk:
    """Receives what other systems tell, inside the caller's transaction."""

    library: Library
    new_id: NewId
    country_of: Callable[[str], str | None]
    provider_name: str

    def take_event(self, connection: Connection, event: EventBody, now: dt.datetime) -> Taken | NotTaken:
        """Start what it starts, and tell the open passages. The same id again: the same answer, nothing else."""
        known = inbox.find(connection, source="api", key=event.id)
        if known is not None:
            return Taken(known["result"])
        person = identify(connection, event.contact, now=now, new_id=self.new_id, country_of=self.country_of)
        if isinstance(person, NotTaken):
            return person
        # The same event may have been taken while we waited for this person's shard: its answer stands.
        known = inbox.find(connection, source="api", key=event.id)
        if known is not None:
            return Taken(known["result"])
        started = self._start(connection, event, person.contact_id, person.shard, person.addresses, now)
        answer = {"event": event.id, "contact": person.contact_id, "enrollments": started}
        inbox.add_internal(connection, [{
            "source": "api", "dedupe_key": event.id, "kind": "event", "raw": event.model_dump_json(exclude_unset=True),
            "body": {"name": event.name, "data": event.data, "enrollments": started}, "shard": person.shard,
            "contact_id": person.contact_id, "sender_id": None, "address_id": None,
            "occurred_at": event.at or now, "received_at": now, "result": answer,
        }])  # fmt: skip
        return Taken(answer, person.shard)

    def _start(
        self, connection: Connection, event: EventBody, contact_id: str, shard: int, addresses: Any, now: dt.datetime
    ) -> list[str]:
        started: list[str] = []
        for journey in self.library.journeys(connection).values():
            trigger_id = next(iter(journey.event_triggers(event.name)), None)
            if trigger_id is None:
                continue
            admitted = admit(
                journey, event.data, now,
                lambda key, journey=journey: passages.last_passages(
                    connection, journey_id=journey.id, contact_id=contact_id, entry_key=key
                ),
            )  # fmt: skip
            if isinstance(admitted, Admitted):
                started.append(
                    self._enrol(connection, journey, admitted, trigger_id, contact_id, shard, addresses, now)
                )
        return started

    def _enrol(
        self,
        connection: Connection,
        journey: Known,
        admitted: Admitted,
        trigger_id: str,
        contact_id: str,
        shard: int,
        addresses: Any,
        now: dt.datetime,
    ) -> str:
        if admitted.replaces:
            passages.end(connection, admitted.replaces, now=now, reason="entered_again")
        sender = sender_for(connection, journey, self.provider_name)
        row = new_passage(
            self.new_id(), journey, trigger_id=trigger_id, key=admitted.key, shard=shard, contact_id=contact_id,
            sender_id=sender["id"], address_id=addresses.get(sender["channel"]), now=now,
        )  # fmt: skip
        passages.add(connection, [row])
        return row["id"]

    def take_contact(self, connection: Connection, person: Person, now: dt.datetime) -> Taken | NotTaken:
        """Find or make a contact and write what is told about it."""
        found = identify(connection, person, now=now, new_id=self.new_id, country_of=self.country_of)
        return found if isinstance(found, NotTaken) else Taken({"contact": found.contact_id})

    def take_consent(self, connection: Connection, consent: ConsentBody, now: dt.datetime) -> Taken | NotTaken:
        """Write the statement at once, so that nothing leaves against it; its passages end in their shard."""
        found = identify(connection, consent.contact, now=now, new_id=self.new_id, country_of=self.country_of)
        if isinstance(found, NotTaken):
            return found
        stated_at = min(consent.at, now) if consent.at else now  # a word given tomorrow would outlive today's STOP
        proof = {"words": consent.words, "source": consent.source}
        contacts.add_consents(connection, [{
            "contact_id": found.contact_id, "purpose": consent.purpose, "given": consent.given,
            "source": consent.source, "proof": proof, "stated_at": stated_at, "recorded_at": now,
            "dedupe_key": f"api:{consent.id}",
        }])  # fmt: skip
        if consent.given:
            senders = list_senders(connection, provider=self.provider_name)
            inbox.add_internal(connection, [agreement_row(
                f"api:{consent.id}", purpose=consent.purpose, source=consent.source, shard=found.shard,
                contact_id=found.contact_id, sender_id=senders[0]["id"] if senders else None, at=stated_at, now=now,
            )])  # fmt: skip
        else:
            inbox.add_internal(connection, [{
                "source": "api", "dedupe_key": f"consent:{consent.id}", "kind": "preference",
                "body": {"given": False, "purpose": consent.purpose, "proof": proof}, "shard": found.shard,
                "contact_id": found.contact_id, "sender_id": None, "address_id": None,
                "occurred_at": stated_at, "received_at": now, "raw": orjson.dumps(proof).decode(), "result": None,
            }])  # fmt: skip
        return Taken({"contact": found.contact_id}, found.shard)
