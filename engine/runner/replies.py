"""What a customer wrote: opt-out words first, then the one passage or journey that it is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping

from engine.journey.entry import facts_of
from engine.journey.events import Reply
from engine.journey.optout import OptIn, OptOut, recognise_choice
from engine.journey.routing import Answers, OpenStart, OpenWait, Starts, route
from engine.runner.admission import Admitted, admit
from engine.runner.bodies import read_location, titles_of
from engine.runner.choices import confirm_choice, record_choice
from engine.runner.house_reply import answer_for_the_house
from engine.runner.library import Known
from engine.runner.mover import Mover
from engine.runner.people import OpenPassage, Person
from storage import outbox, receipts


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of an event: `done`, `held` for a paused journey (`why`), or `unanswered`."""

    outcome: Literal["done", "held", "unanswered"]
    why: str = ""


DONE = Handled("done")


def handle_reply(
    connection: Connection,
    mover: Mover,
    journeys: Mapping[str, Known],
    event: RowMapping,
    reply: Reply,
    house_language: str,
) -> Handled:
    """Apply one message of a customer by the rules of the page “What happens when”."""
    choice = choice_of(mover.person, event, reply, house_language)
    if reply.answers is not None:
        mover.changes.read.append((reply.answers, reply.at))
    if isinstance(choice, OptOut) or (choice is not None and mover.person.has_opted_out()):
        return _handle_choice(mover, event, reply, given=not isinstance(choice, OptOut), language=house_language)
    return _route(connection, mover, journeys, event, reply, house_language)


def choice_of(person: Person, event: RowMapping, reply: Reply, house_language: str) -> OptOut | OptIn | None:
    """Whether the customer opts out or in, typed or tapped."""
    return recognise_choice(
        reply.text, person.contact.language or house_language,
        last_was_marketing=person.last_was_marketing(event["sender_id"], event["address_id"]),
    )  # fmt: skip


def _handle_choice(mover: Mover, event: RowMapping, reply: Reply, *, given: bool, language: str) -> Handled:
    is_new = given == mover.person.has_opted_out()
    record_choice(
        mover, given=given, purpose="all", source="keyword", stated_at=reply.at, key=f"choice:{event['id']}",
        proof={"words": reply.text[:500], "event": event["dedupe_key"], "source": event["source"]},
    )  # fmt: skip
    if is_new:
        confirm_choice(mover, given=given, event_id=event["id"], sender_id=event["sender_id"],
                       address_id=event["address_id"], language=language)  # fmt: skip
    return DONE


def _route(
    connection: Connection,
    mover: Mover,
    journeys: Mapping[str, Known],
    event: RowMapping,
    reply: Reply,
    house_language: str,
) -> Handled:
    place = (event["sender_id"], event["address_id"])
    here = [it for it in mover.person.passages if (it.row["sender_id"], it.row["address_id"]) == place]
    facts = facts_of(reply)
    admitted: dict[str, Admitted] = {}

    def admits(journey: Known) -> bool:
        answer = admit(journey, facts, mover.now, lambda key: mover.earlier(connection, journey.id, key))
        if isinstance(answer, Admitted):
            admitted[journey.id] = answer
        return isinstance(answer, Admitted)

    starts = [
        OpenStart(journey.id, journey.live, lambda journey=journey: admits(journey))
        for journey in journeys.values() if journey.admits and journey.live.listens_to_messages
    ]  # fmt: skip
    routed = route(reply, [OpenWait(it.state, it.compiled) for it in here], starts, mover.now)
    match routed:
        case Answers():
            return _answer(mover, here, routed)
        case Starts():
            mover.start(
                journeys[routed.journey_id], admitted[routed.journey_id], trigger_id=routed.trigger_id, facts=facts,
                sender_id=place[0], address_id=place[1], asked_at=reply.at, event_key=reply.event_key,
            )  # fmt: skip
            return DONE
        case None:
            answer_for_the_house(connection, mover, event, reply, house_language)
            return Handled("unanswered")


def _answer(mover: Mover, here: list[OpenPassage], answers: Answers) -> Handled:
    passage = next(passage for passage in here if passage.id == answers.enrollment_id)
    if passage.is_paused:
        return Handled("held", f"paused:{passage.journey.id}")
    asked = passage.state.asked
    if not mover.apply(passage, answers.reply):
        return Handled("unanswered")
    mover.changes.read += [(message_id, answers.reply.at) for message_id in asked]
    return DONE


@dataclass(frozen=True, slots=True)
class Questions:
    """The messages that the replies of a chunk answer, by our id and by the provider's."""

    ours: Mapping[str, RowMapping]
    named: Mapping[str, str]
    """The provider's id → ours."""

    @classmethod
    def of(cls, connection: Connection, written: Sequence[RowMapping]) -> Questions:
        """Loaded at once for all messages of customers in the chunk."""
        quoted = {event["body"]["quotes"] for event in written if event["body"].get("quotes")}
        named = {key: row["id"] for key, row in receipts.owners_by_provider_id(connection, quoted).items()}
        answered = {event["body"]["answers"] for event in written if event["body"].get("answers")}
        return cls(outbox.load(connection, answered | set(named.values())), named)

    def answered_by(self, body: Mapping[str, Any]) -> RowMapping | None:
        """The message that was tapped, else the one that was quoted."""
        return self.ours.get(body.get("answers") or "") or self.ours.get(self.named.get(body.get("quotes") or "", ""))


def read_reply(event: RowMapping, questions: Questions) -> Reply:
    """The reply in the journey's terms; a tap without a title speaks the label that its button had."""
    body: dict[str, Any] = event["body"]
    message = questions.answered_by(body)
    text, button = body.get("text", ""), body.get("button")
    if button is not None:
        text = body.get("title") or text or _label(message, button)
    at: dt.datetime = event["occurred_at"]
    return Reply(
        text, at, button=button, answers=message["id"] if message else None, kind=body.get("kind", "text"),
        event_key=event["dedupe_key"] or "", referral=body.get("referral") or {}, location=read_location(body),
    )  # fmt: skip


def _label(message: RowMapping | None, button: str) -> str:
    """The title a session button or a row was sent with; a template's quick reply carries its label as its id."""
    return titles_of(message["body"]).get(button, button) if message else button
