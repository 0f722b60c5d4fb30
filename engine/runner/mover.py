"""Moving the passages of one person: each call gathers what must be written, in the order in which it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from engine.ids import NewId
from engine.journey.advance import advance
from engine.journey.effects import CallHttp, Effect, Exited, Passed, RecordConsent, Send, StartJourney, UpdateContact
from engine.journey.events import Begun, Event, Leave, Outcome, Started
from engine.journey.quiet_hours import QuietHours
from engine.journey.state import State
from engine.journey.zones import zone_name, zone_of
from engine.runner.admission import Admitted, new_passage
from engine.runner.agreements import agreement_row
from engine.runner.bodies import body_of, request_of
from engine.runner.changes import Changes
from engine.runner.choices import record_choice
from engine.runner.library import Known
from engine.runner.people import OpenPassage, Person
from engine.runner.starting_others import Entrance
from storage import outbox, passages

OWN_FIELDS = ("name", "language", "timezone", "country")


class Mover:
    """Applies events to one person's passages and keeps the person in memory up to date.

    `changes` holds what this event must write; the caller takes it in when the whole event went well.
    """

    def __init__(
        self, person: Person, now: dt.datetime, new_id: NewId, so_far: Changes | None = None,
        house_zone: dt.tzinfo = dt.UTC, entrance: Entrance | None = None,
    ) -> None:  # fmt: skip
        self.person, self.now, self.new_id, self.house_zone = person, now, new_id, house_zone
        self.entrance = entrance
        """The door to the other journeys; without it nobody enters one."""
        self.so_far = so_far or Changes()
        """What this chunk will write besides: the tables do not know it yet."""
        self.changes = Changes()

    def apply(self, passage: OpenPassage, event: Event) -> bool:
        """Advance one passage; False when the event was not for it."""
        contact = self.person.contact.copy()
        advanced = advance(passage.compiled, passage.state, contact, event, self.now, house_zone=self.house_zone)
        if not advanced.used:
            return False
        passage.state, self.person.contact = advanced.state, contact
        for effect in advanced.effects:
            self._note(passage, effect)
        self._write(passage)
        self._refuse_what_has_no_address(passage)
        for effect in advanced.effects:
            if isinstance(effect, StartJourney):
                reason = self.entrance.let_in(self, passage, effect) if self.entrance else "unknown"
                self.apply(passage, Begun(effect.visit, reason))
        return True

    def listens(self, passage: OpenPassage, event: Event) -> bool:
        """Whether this event would move the passage; nothing is written."""
        contact = self.person.contact.copy()
        return advance(passage.compiled, passage.state, contact, event, self.now, house_zone=self.house_zone).used

    def start(
        self,
        journey: Known,
        admitted: Admitted,
        *,
        trigger_id: str,
        facts: Mapping[str, Any],
        sender_id: str,
        address_id: str | None,
        asked_at: dt.datetime | None = None,
        event_key: str = "",
        chain: int = 0,
    ) -> OpenPassage:
        """A new passage takes its first steps."""
        if admitted.replaces:
            self.leave(admitted.replaces, "entered_again")
        row = new_passage(
            self.new_id(), journey, trigger_id=trigger_id, key=admitted.key,
            shard=self.person.shard, contact_id=self.person.id, sender_id=sender_id, address_id=address_id,
            now=self.now,
        )  # fmt: skip
        passage = OpenPassage(row, State(row["id"]), journey.live, journey)
        self.changes.new_passages[row["id"]] = row
        self.person.passages.insert(0, passage)
        self.apply(passage, Started(trigger_id, facts, asked_at, event_key, chain))
        return passage

    def earlier(self, connection: Connection, journey_id: str, key: str) -> list[Mapping[str, Any]]:
        """This person's passages of a journey and key, as the tables will know them after this chunk."""
        stored = passages.last_passages(connection, journey_id=journey_id, contact_id=self.person.id, entry_key=key)
        rows: dict[str, Mapping[str, Any]] = {row["id"]: dict(row) for row in stored}
        for changes in (self.so_far, self.changes):
            for row in changes.new_passages.values():
                if (row["journey_id"], row["contact_id"], row["entry_key"]) == (journey_id, self.person.id, key):
                    rows[row["id"]] = {"exited_at": None, **row}
            rows |= {
                row_id: {**rows[row_id], **row} for row_id, row in changes.moved_passages.items() if row_id in rows
            }
        return list(rows.values())

    def leave(self, enrollment_id: str, reason: str) -> None:
        """End one passage from outside, if it is still open."""
        passage = next((passage for passage in self.person.passages if passage.id == enrollment_id), None)
        if passage is not None:
            self.apply(passage, Leave(reason))

    def _note(self, passage: OpenPassage, effect: Effect) -> None:
        match effect:
            case Send():
                self.changes.messages.append(self._message(passage, effect))
            case UpdateContact():
                self._write_contact()
            case RecordConsent():
                self._record(passage, effect)
            case CallHttp():
                self.changes.calls.append(self._call(passage, effect))
            case Passed():
                self.changes.step_events.append(self._step_event(passage, effect))
            case StartJourney():
                pass  # when everything else of this event is written
            case Exited():
                if passage in self.person.passages:
                    self.person.passages.remove(passage)

    def _record(self, passage: OpenPassage, statement: RecordConsent) -> None:
        """With what proves it: the words shown, where, and what the customer wrote. An agreement is as old as the message
        that gave it; what is taken back counts from now on, whatever was agreed to meanwhile."""
        wrote = passage.state.wrote
        stated_at = (passage.state.asked_at if statement.given else None) or self.now
        proof = {
            "words": statement.words, "language": statement.language, "journey": passage.journey.key,
            "version": passage.row["version_id"], "step": statement.step_id, "enrollment": passage.id,
        }  # fmt: skip
        is_news = statement.given and self.person.is_news(statement.purpose)
        record_choice(
            self, given=statement.given, purpose=statement.purpose, source="journey",
            proof=proof | ({"message": wrote["text"], "event": wrote["event"]} if wrote else {}),
            stated_at=stated_at, key=f"journey:{passage.id}.{statement.visit}",
        )  # fmt: skip
        if is_news:
            self.changes.events.append(self._agreement(passage, statement, stated_at))

    def _agreement(self, passage: OpenPassage, statement: RecordConsent, stated_at: dt.datetime) -> dict[str, Any]:
        """Other journeys may wait for it. What was agreed to before starts none, so that journeys that record the same
        consent do not start each other for ever."""
        return agreement_row(
            f"journey:{passage.id}.{statement.visit}", purpose=statement.purpose, source="journey",
            shard=passage.row["shard"], contact_id=self.person.id, sender_id=passage.row["sender_id"], at=stated_at,
            now=self.now, journey_id=passage.journey.id,
        )  # fmt: skip

    def _message(self, passage: OpenPassage, send: Send) -> dict[str, Any]:
        body = body_of(send, passage.compiled.journey.language)
        hours = self._hours(passage.compiled.journey.quiet_hours)
        for leaves in (body, body["fallback"]) if "fallback" in body else (body,):
            leaves.update(hours)
        return outbox.queued(
            at=self.now, id=send.message_id, shard=passage.row["shard"], contact_id=self.person.id,
            sender_id=passage.row["sender_id"], address_id=passage.row["address_id"], enrollment_id=passage.id,
            journey_id=passage.journey.id, version_id=passage.row["version_id"], step_id=send.step_id, kind=send.kind,
            purpose=passage.compiled.journey.purpose, body=body, answers_at=passage.state.asked_at,
        )  # fmt: skip

    def _hours(self, quiet: QuietHours | None) -> dict[str, Any]:
        """By which clock quiet hours count for this person, those of the house too, and the journey's own."""
        zone = {"zone": zone_name(zone_of(self.person.contact, self.house_zone))}
        return zone if quiet is None else zone | {"quiet_hours": quiet.model_dump(by_alias=True, exclude_none=True)}

    def answer(
        self, message_id: str, *, kind: str, sender_id: str, address_id: str, language: str, text: str,
        answers_at: dt.datetime,
    ) -> None:  # fmt: skip
        """A session message of the house, outside all journeys."""
        self.changes.messages.append(outbox.queued(
            at=self.now, id=message_id, shard=self.person.shard, contact_id=self.person.id, sender_id=sender_id,
            address_id=address_id, kind=kind, purpose="service",
            body={"language": language, "text": text, "buttons": [], **self._hours(None)}, answers_at=answers_at,
        ))  # fmt: skip

    def _call(self, passage: OpenPassage, call: CallHttp) -> dict[str, Any]:
        return {
            "id": call.call_id, "shard": passage.row["shard"], "contact_id": self.person.id,
            "enrollment_id": passage.id, "journey_id": passage.journey.id, "step_id": call.step_id,
            "request": request_of(call), "status": "queued", "reason": None, "attempts": 0, "hold_until": self.now,
            "until": call.until, "created_at": self.now,
        }  # fmt: skip

    def _refuse_what_has_no_address(self, passage: OpenPassage) -> None:
        """Without an address on the channel nothing is queued: the journey learns it at once."""
        if passage.row["address_id"] is None and passage.state.message_id is not None:
            message_id = passage.state.message_id
            self.changes.messages = [message for message in self.changes.messages if message["id"] != message_id]
            self.apply(passage, Outcome(message_id, "refused", self.now, "no_address", "person"))

    def _step_event(self, passage: OpenPassage, passed: Passed) -> dict[str, Any]:
        return {
            "enrollment_id": passage.id, "journey_id": passage.journey.id, "version_id": passage.row["version_id"],
            "step_id": passed.step_id, "port": passed.port, "why": passed.why, "at": self.now,
        }  # fmt: skip

    def _write_contact(self) -> None:
        contact = self.person.contact
        self.changes.contacts[contact.id] = {
            **{name: getattr(contact, name) for name in OWN_FIELDS}, "attributes": dict(contact.attributes),
        }  # fmt: skip

    def _write(self, passage: OpenPassage) -> None:
        state = passage.state
        moved = {
            "status": "active" if state.is_active else "exited", "step_id": state.step, "waiting": state.waiting,
            "wake_at": state.wake_at, "state": state.to_json(), "moved_at": self.now,
            "exited_at": None if state.is_active else self.now, "exit_reason": state.exit_reason,
        }  # fmt: skip
        if not state.is_active:
            self.changes.left[passage.id] = state.exit_reason or ""
        if passage.id in self.changes.new_passages:
            self.changes.new_passages[passage.id] |= moved
        else:
            self.changes.moved_passages[passage.id] = {"id": passage.id, **moved}
