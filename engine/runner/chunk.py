"""The work of one chunk in memory: each event whole or not at all, then what is due. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.ids import NewId
from engine.journey.events import Due
from engine.journey.optout import OptOut
from engine.logs import get_logger
from engine.runner import bodies
from engine.runner.agreements import agreement_row
from engine.runner.changes import Changes
from engine.runner.choices import confirm_choice, record_choice
from engine.runner.library import Known
from engine.runner.mover import Mover
from engine.runner.news import hear_event
from engine.runner.people import Person
from engine.runner.receipts import handle_answer, handle_click, handle_outcome, handle_receipt
from engine.runner.replies import DONE, Handled, Questions, choice_of, handle_reply, read_reply
from engine.runner.second_chances import LATE
from engine.runner.starting_others import Entrance
from engine.runner.starts import hear_agreement, hear_start
from storage import outbox, receipts
from storage.database import is_not_well

PATIENCE = 15
"""How often a reply is looked at again while the answer to its question's sending is not known yet."""

log = get_logger(__name__)


class Chunk:
    """`events` are loaded with what they are about; `handle` and `wake` say what became of each in the fields below."""

    def __init__(
        self, connection: Connection, journeys: Mapping[str, Known], people: Mapping[str, Person],
        events: Sequence[RowMapping], now: dt.datetime, new_id: NewId, house_language: str, zone: dt.tzinfo,
    ) -> None:  # fmt: skip
        self.connection, self.journeys, self.people = connection, journeys, people
        self.now, self.new_id, self.house_language, self.zone = now, new_id, house_language, zone
        self.entrance = Entrance(connection, journeys)
        self.questions = Questions.of(connection, messages_in(events))
        self.told_of = receipts.standing(
            connection, {event["body"]["message_id"] for event in events if event["kind"] in ("receipt", "clicked")}
        )
        self.fallbacks = _fallbacks(connection, events)
        self.changes = Changes()
        self.done: list[int] = []
        self.unanswered: list[int] = []
        self.later: dict[int, str] = {}
        """Postponed replies, each with its contact."""
        self.held: dict[int, str] = {}
        self.aside: dict[int, str] = {}
        self.waiting: set[str] = set()
        """Contacts with a postponed reply: what they wrote after it waits behind it."""
        self.spoiled: set[str] = set()
        """Contacts whose last event failed half-way: the rest of theirs is left for the next chunk, freshly loaded."""

    @property
    def has_more(self) -> bool:
        """Whether this chunk, once written, left or made work for the next one."""
        is_answered = any(contact_id in self.changes.hurried for contact_id in self.later.values())
        return bool(is_answered or self.changes.let_go or self.changes.events or self.spoiled)

    def handle(self, event: RowMapping) -> None:
        """One event, whole or not at all."""
        person = self.people.get(event["contact_id"])
        if person is None:
            self.aside[event["id"]] = "the contact is not there any more"
            return
        if person.id in self.spoiled or self._must_wait(event, person):
            return
        mover = Mover(person, self.now, self.new_id, self.changes, self.zone, self.entrance)
        try:
            handled = self._apply(mover, event)
        except Exception as problem:
            if is_not_well(problem):
                raise
            log.exception("event put aside", event_id=event["id"], kind=event["kind"])
            self.aside[event["id"]] = f"{type(problem).__name__}: {problem}"
            self.spoiled.add(person.id)
            return
        self._keep(event, handled, mover)

    def _must_wait(self, event: RowMapping, person: Person) -> bool:
        """The customer may answer before the journey hears that the question was accepted (its result is not written, is
        unknown, or stands behind the reply): their reply waits for that, shortly."""
        if event["kind"] != "message":
            return False
        waits = person.id in self.waiting or (event["attempts"] < PATIENCE and person.may_hold_the_question())
        if not waits or self._is_opt_out(event, person):
            return False
        self.waiting.add(person.id)
        self.later[event["id"]] = person.id
        return True

    def _is_opt_out(self, event: RowMapping, person: Person) -> bool:
        """It takes effect before the next message leaves, so it waits for nothing."""
        reply = read_reply(event, self.questions)
        return isinstance(choice_of(person, event, reply, self.house_language), OptOut)

    def _apply(self, mover: Mover, event: RowMapping) -> Handled:
        match event["kind"]:
            case "message":
                reply = read_reply(event, self.questions)
                return handle_reply(self.connection, mover, self.journeys, event, reply, self.house_language)
            case "outcome":
                return handle_outcome(mover, bodies.read_outcome(event["body"]))
            case "called":
                return handle_answer(mover, bodies.read_called(event["body"]))
            case "receipt":
                message_id = event["body"]["message_id"]
                return handle_receipt(mover, event, self.told_of[message_id], self.fallbacks.get(message_id))
            case "clicked":
                return handle_click(mover, event, self.told_of.get(event["body"]["message_id"]))
            case "preference":
                return _preference(mover, event, self.house_language)
            case "event":
                return hear_event(mover, event)
            case "agreement":
                hear_agreement(self.connection, mover, self.journeys, event)
                return DONE
            case "start":
                hear_start(self.connection, mover, self.journeys, event)
                return DONE
            case "leave":
                mover.leave(event["body"]["enrollment_id"], event["body"]["reason"])
                return DONE
            case unknown:
                raise ValueError(f"no event of kind {unknown!r} is known")

    def _keep(self, event: RowMapping, handled: Handled, mover: Mover) -> None:
        if handled.outcome == "held":
            self.held[event["id"]] = handled.why
            return
        (self.unanswered if handled.outcome == "unanswered" else self.done).append(event["id"])
        self.changes.take_in(mover.changes)

    def wake(self, row: RowMapping) -> None:
        """A passage whose moment has come, unless an event of this chunk moved it on."""
        person = self.people.get(row["contact_id"])
        if person is not None and person.id in self.spoiled:
            return
        if person is None or row["id"] in person.broken:
            self.changes.problems[row["id"]] = "its journey version cannot be read"
            return
        passage = next((passage for passage in person.passages if passage.id == row["id"]), None)
        if passage is None:
            return
        mover = Mover(person, self.now, self.new_id, self.changes, self.zone, self.entrance)
        try:
            mover.apply(passage, Due())
        except Exception as problem:
            if is_not_well(problem):
                raise
            log.exception("passage put aside", enrollment=row["id"])
            self.changes.problems[row["id"]] = f"{type(problem).__name__}: {problem}"
            self.spoiled.add(person.id)
            return
        self.changes.take_in(mover.changes)


def _fallbacks(connection: Connection, events: Iterable[RowMapping]) -> dict[str, Mapping[str, Any]]:
    """Message id → what may leave in its place, of those that came too late."""
    late = {
        event["body"]["message_id"] for event in events
        if event["kind"] == "receipt" and {event["body"].get("code"), event["body"].get("channel_code")} & set(LATE)
    }  # fmt: skip
    return {message_id: row["body"].get("fallback") or {} for message_id, row in outbox.load(connection, late).items()}


def messages_in(events: Iterable[RowMapping]) -> list[RowMapping]:
    """What customers wrote."""
    return [event for event in events if event["kind"] == "message"]


def voices_in(events: Iterable[RowMapping]) -> list[RowMapping]:
    """What customers wrote, chose or agreed to."""
    return [event for event in events if event["kind"] in ("message", "preference", "agreement")]


def _preference(mover: Mover, event: RowMapping, house_language: str) -> Handled:
    """Told by another system, or by the provider for a customer, who hears once that it is noted."""
    body, key = event["body"], f"preference:{event['id']}"
    is_new = body["given"] == mover.person.has_opted_out()
    record_choice(
        mover, given=body["given"], purpose=body["purpose"], source=event["source"], stated_at=event["occurred_at"],
        key=key, proof={"event": event["dedupe_key"], **body.get("proof", {})},
    )  # fmt: skip
    if body["given"]:
        mover.changes.events.append(agreement_row(
            key, purpose=body["purpose"], source=event["source"], shard=mover.person.shard, contact_id=mover.person.id,
            sender_id=event["sender_id"], at=event["occurred_at"], now=mover.now,
        ))  # fmt: skip
    if is_new and body["purpose"] == "all" and event["address_id"] is not None:
        confirm_choice(mover, given=body["given"], event_id=event["id"], sender_id=event["sender_id"],
                       address_id=event["address_id"], language=house_language)  # fmt: skip
    return DONE
