"""One chunk of one shard: its events in order, then what is due, written in one transaction.

A contact belongs to one shard and a shard to one worker at a time, so everything about one person happens in order. An
event that fails is put aside with its reason; it never stops the shard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Connection, RowMapping

from engine.ids import NewId
from engine.journey.events import Called, Due, Leave, Outcome, Signal, Started
from engine.journey.optout import OptOut
from engine.runner import bodies
from engine.runner.changes import Changes
from engine.runner.choices import record_choice
from engine.runner.library import Known, Library
from engine.runner.mover import Mover
from engine.runner.people import OpenPassage, Person, load_people
from engine.runner.replies import DONE, Handled, choice_of, handle_reply, read_reply
from storage import inbox, outbox, passages, shards

CHUNK = 200
LOOK_AGAIN = dt.timedelta(seconds=2)
PATIENCE = 15
"""How often a reply is looked at again while the answer to its question's sending is not known yet."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Progress:
    """What a chunk did: lanes that have something to send, whether other systems are to be asked, and whether the shard has
    more to do."""

    lanes: set[str] = field(default_factory=set[str])
    more: bool = False
    calls: bool = False


def advance_shard(
    connection: Connection,
    shard: int,
    library: Library,
    *,
    now: dt.datetime,
    new_id: NewId,
    house_language: str,
    only: Only | None = None,
) -> Progress:
    """Work one chunk. Call it in a transaction of its own, again while `more` holds. `only`: nothing but this."""
    shards.take(connection, shard)
    journeys = library.journeys(connection)
    limit = CHUNK if only is None else 1
    events = list(inbox.of_shard(connection, shard, now=now, limit=limit if only is None or only.event else 0))
    due = _due(connection, shard, journeys, now, limit if only is None or only.passage else 0)
    people = load_people(
        connection, library, journeys,
        {event["contact_id"] for event in events} | {row["contact_id"] for row in due},
    )  # fmt: skip
    chunk = _Chunk(connection, journeys, people, now, new_id, house_language)
    for event in events:
        chunk.handle(event)
    for row in due:
        chunk.wake(row)
    chunk.write()
    more = len(events) == limit or len(due) == limit or bool(chunk.changes.hurried or chunk.spoiled)
    return Progress(chunk.changes.lanes(), more, bool(chunk.changes.calls))


@dataclass(frozen=True, slots=True)
class Only:
    """The first piece of a shard's work: an event, or a passage that is due."""

    event: int | None = None
    passage: str | None = None

    def put_aside(self, connection: Connection, reason: str, now: dt.datetime) -> None:
        """It cannot be written: it waits for a person, with its reason."""
        if self.event is not None:
            inbox.set_aside(connection, {self.event: reason}, now=now)
        if self.passage is not None:
            passages.report_problem(connection, self.passage, reason)


def first_work(connection: Connection, shard: int, library: Library, now: dt.datetime) -> Only | None:
    """What `advance_shard` would begin with; None when there is nothing to do."""
    if events := inbox.of_shard(connection, shard, now=now, limit=1):
        return Only(event=events[0]["id"])
    due = _due(connection, shard, library.journeys(connection), now, 1)
    return Only(passage=due[0]["id"]) if due else None


def _due(
    connection: Connection, shard: int, journeys: Mapping[str, Known], now: dt.datetime, limit: int
) -> list[RowMapping]:
    """Passages whose moment has come. A stored reply is applied before a time-out: what came in before the time-out and
    has not been interpreted yet holds it back."""
    oldest = inbox.oldest_unread_at(connection)
    until = now if oldest is None else min(now, oldest)
    paused = [journey.id for journey in journeys.values() if journey.state == "paused"]
    return list(passages.due(connection, shard, until=until, except_journeys=paused, limit=limit))


class _Chunk:
    def __init__(
        self, connection: Connection, journeys: Mapping[str, Known], people: Mapping[str, Person], now: dt.datetime,
        new_id: NewId, house_language: str,
    ) -> None:  # fmt: skip
        self.connection, self.journeys, self.people = connection, journeys, people
        self.now, self.new_id, self.house_language = now, new_id, house_language
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

    def handle(self, event: RowMapping) -> None:
        """One event, whole or not at all."""
        person = self.people.get(event["contact_id"])
        if person is None:
            self.aside[event["id"]] = "the contact is not there any more"
            return
        if person.id in self.spoiled or self._must_wait(event, person):
            return
        mover = Mover(person, self.now, self.new_id, self.changes)
        try:
            handled = self._apply(mover, event)
        except Exception as problem:
            log.exception("event put aside", event_id=event["id"], kind=event["kind"])
            self.aside[event["id"]] = f"{type(problem).__name__}: {problem}"
            self.spoiled.add(person.id)
            return
        self._keep(event, handled, mover)

    def _must_wait(self, event: RowMapping, person: Person) -> bool:
        """The customer may answer before the journey hears that the question was accepted (its result is not written, is
        unknown, or stands behind the reply): their reply waits for that, shortly."""
        on_the_wire = any(passage.state.message_id in person.on_the_wire for passage in person.passages)
        waits = person.id in self.waiting or (on_the_wire and event["attempts"] < PATIENCE)
        if event["kind"] != "message" or not waits or self._is_opt_out(event, person):
            return False
        self.waiting.add(person.id)
        self.later[event["id"]] = person.id
        return True

    def _is_opt_out(self, event: RowMapping, person: Person) -> bool:
        """It takes effect before the next message leaves, so it waits for nothing."""
        reply = read_reply(self.connection, event)
        return isinstance(choice_of(person, event, reply, self.house_language), OptOut)

    def _apply(self, mover: Mover, event: RowMapping) -> Handled:
        match event["kind"]:
            case "message":
                return handle_reply(self.connection, mover, self.journeys, event, self.house_language)
            case "outcome":
                return self._outcome(mover, bodies.read_outcome(event["body"]))
            case "called":
                return self._called(mover, bodies.read_called(event["body"]))
            case "receipt":
                return self._receipt(mover, event)
            case "preference":
                return _preference(mover, event)
            case "event":
                return _signal(mover, event["body"])
            case "leave":
                mover.leave(event["body"]["enrollment_id"], event["body"]["reason"])
                return DONE
            case unknown:
                raise ValueError(f"no event of kind {unknown!r} is known")

    def _outcome(self, mover: Mover, outcome: Outcome) -> Handled:
        passage = _passage_of(mover.person, outcome.message_id)
        if passage is not None and passage.is_paused:
            return Handled("held", f"paused:{passage.journey.id}")
        if passage is not None:
            mover.apply(passage, outcome)
        mover.person.on_the_wire.discard(outcome.message_id)
        mover.changes.hurried.add(mover.person.id)
        return DONE

    def _called(self, mover: Mover, called: Called) -> Handled:
        passage = _passage_of(mover.person, called.call_id)
        if passage is not None and passage.is_paused:
            return Handled("held", f"paused:{passage.journey.id}")
        if passage is not None:
            mover.apply(passage, called)
        return DONE

    def _receipt(self, mover: Mover, event: RowMapping) -> Handled:
        """News of a message. It may be the first that tells us the send arrived: then it settles an unknown one."""
        body = event["body"]
        message = outbox.load(self.connection, [body["message_id"]])[body["message_id"]]
        status = "accepted" if body["status"] == "submitted" else body["status"]
        if status == "switching":  # another channel will be tried, its own receipts follow
            return DONE
        mover.changes.receipts.append({
            "message_id": message["id"], "status": status, "at": event["occurred_at"],
            "provider_message_id": body.get("provider_message_id", ""), "code": body.get("code", ""),
            "reason": body.get("reason", ""),
        })  # fmt: skip
        passage = _passage_of(mover.person, message["id"])
        if status == "failed":
            return DONE if passage is None else self._failed(mover, passage, message, body, event["occurred_at"])
        if message["status"] not in (
            "queued",
            "sending",
            "unknown",
        ):  # queued: again, after a look-up that came too early
            return DONE
        at = _accepted_at(message, event["occurred_at"])
        mover.changes.reached.append((message["sender_id"], message["address_id"], at, message["purpose"]))
        return DONE if passage is None else self._outcome(mover, Outcome(message["id"], "accepted", at))

    def _failed(
        self, mover: Mover, passage: OpenPassage, message: RowMapping, body: Mapping[str, Any], at: dt.datetime
    ) -> Handled:
        fault = body.get("fault", "moment")
        if passage.state.message_id == message["id"]:
            return self._outcome(mover, Outcome(message["id"], "failed", at, body.get("code", ""), fault))
        if fault == "person":
            mover.apply(passage, Leave(f"failed:{body.get('code', '')}"))
        return DONE

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
        mover = Mover(person, self.now, self.new_id, self.changes)
        try:
            mover.apply(passage, Due())
        except Exception as problem:
            log.exception("passage put aside", enrollment=row["id"])
            self.changes.problems[row["id"]] = f"{type(problem).__name__}: {problem}"
            self.spoiled.add(person.id)
            return
        self.changes.take_in(mover.changes)

    def write(self) -> None:
        self.changes.write(self.connection, self.now)
        inbox.finish(self.connection, self.done, now=self.now)
        inbox.finish(self.connection, self.unanswered, now=self.now, reason="unanswered")
        inbox.hold(self.connection, self.held, now=self.now)
        inbox.set_aside(self.connection, self.aside, now=self.now)
        # Where the awaited outcome came in this very chunk, the reply before it is looked at in the next one, at once.
        later = [event_id for event_id, contact_id in self.later.items() if contact_id not in self.changes.hurried]
        inbox.postpone(self.connection, later, until=self.now + LOOK_AGAIN)


def _accepted_at(message: RowMapping, told_at: dt.datetime) -> dt.datetime:
    """A receipt is younger than the acceptance, and may be younger than the customer's answer, which would then seem to come
    before the question; so the moment of the post counts."""
    return min(told_at, message["sending_at"] or told_at)


def _passage_of(person: Person, message_id: str) -> OpenPassage | None:
    enrollment_id = message_id.rsplit(".", 1)[0]
    return next((passage for passage in person.passages if passage.id == enrollment_id), None)


def _preference(mover: Mover, event: RowMapping) -> Handled:
    body = event["body"]
    record_choice(
        mover, given=body["given"], purpose=body["purpose"], source=event["source"], stated_at=event["occurred_at"],
        key=f"preference:{event['id']}", proof={"event": event["dedupe_key"], **body.get("proof", {})},
    )  # fmt: skip
    return DONE


def _signal(mover: Mover, body: Mapping[str, Any]) -> Handled:
    """An event by name: open passages listen to it, and the passages it started take their first step."""
    started: Iterable[str] = body.get("enrollments", ())
    facts = body.get("data", {})
    for passage in list(mover.person.passages):
        if passage.id in started:
            if passage.row["waiting"] == "start":
                mover.apply(passage, Started(passage.row["trigger_id"], facts))
        elif not passage.is_paused:
            mover.apply(passage, Signal(body["name"], facts))
    return DONE
