"""News of a message that we sent, or of a system that we asked, applied to the passage that did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from engine.journey.events import Called, Leave, Outcome, Receipt
from engine.runner.mover import Mover
from engine.runner.people import OpenPassage, Person
from engine.runner.replies import DONE, Handled
from engine.runner.second_chances import is_of_an_earlier_try, second_chance, trouble_of
from storage.receipts import Merged

UNHEARD = ("queued", "sending", "unknown")
"""Nobody has told the journey yet that it was accepted. Queued: again, after a look-up that came too early."""


def handle_receipt(
    mover: Mover, event: RowMapping, message: RowMapping, fallback: Mapping[str, Any] | None = None
) -> Handled:
    """It may be the first that tells us the send arrived: then it settles an unknown one. `message`: `receipts.standing`.
    `fallback`: what may leave in its place where it came too late."""
    body, at = event["body"], event["occurred_at"]
    status = "accepted" if body["status"] == "submitted" else body["status"]
    if status == "switching" or is_of_an_earlier_try(message, body):
        return DONE  # another channel will be tried, its own receipts follow
    if status == "failed":
        if (trouble := trouble_of(message, body, mover.now)) is not None:
            mover.changes.troubles[trouble.sender_id] = trouble
        if (again := second_chance(message, body, fallback, mover.now)) is not None:
            mover.changes.again.append(again)
            return DONE
    if body.get("channel") == "sms" and status != "failed":
        mover.changes.by_sms.append(message["id"])
    mover.changes.receipts.append(
        Merged(
            message["id"], status, at, body.get("provider_message_id", ""), body.get("code", ""), body.get("reason", "")
        )
    )
    passage = passage_of(mover.person, message["id"])
    if passage is not None and passage.compiled.watches(message["step_id"] or ""):
        if passage.is_paused:
            return Handled("held", f"paused:{passage.journey.id}")
        if status in ("delivered", "read", "failed"):
            mover.apply(passage, Receipt(message["id"], status))
    if status == "failed":
        return DONE if passage is None else _fail(mover, passage, message, body, at)
    if message["status"] not in UNHEARD:
        return DONE
    at = _accepted_at(message, at)
    mover.changes.reached.append((message["sender_id"], message["address_id"], at, message["purpose"]))
    return DONE if passage is None else handle_outcome(mover, Outcome(message["id"], "accepted", at))


def handle_click(mover: Mover, event: RowMapping, message: RowMapping | None) -> Handled:
    """A link of the message was opened: it was read, and the journey may wait for that. `message`: `receipts.standing`."""
    if message is None:
        return DONE
    passage = passage_of(mover.person, message["id"])
    watching = passage if passage is not None and passage.compiled.watches(message["step_id"] or "") else None
    if watching is not None and watching.is_paused:
        return Handled("held", f"paused:{watching.journey.id}")
    mover.changes.read.append((message["id"], event["occurred_at"]))
    if watching is not None:
        mover.apply(watching, Receipt(message["id"], "clicked"))
    return DONE


def handle_outcome(mover: Mover, outcome: Outcome) -> Handled:
    """What became of a send, on its way to the passage that awaits it."""
    passage = passage_of(mover.person, outcome.message_id)
    if passage is not None and passage.is_paused:
        return Handled("held", f"paused:{passage.journey.id}")
    if passage is not None:
        mover.apply(passage, outcome)
    mover.person.outcome_is_known(outcome.message_id)
    mover.changes.hurried.add(mover.person.id)
    return DONE


def handle_answer(mover: Mover, called: Called) -> Handled:
    """What another system answered, on its way to the passage that asked it."""
    passage = passage_of(mover.person, called.call_id)
    if passage is not None and passage.is_paused:
        return Handled("held", f"paused:{passage.journey.id}")
    if passage is not None:
        mover.apply(passage, called)
    return DONE


def _fail(mover: Mover, passage: OpenPassage, message: RowMapping, body: Mapping[str, Any], at: dt.datetime) -> Handled:
    fault = body.get("fault", "moment")
    outcome = Outcome(message["id"], "failed", at, body.get("code", ""), fault)
    if passage.state.message_id == message["id"]:
        return handle_outcome(mover, outcome)
    has_arrived = message["status"] in ("delivered", "read")
    if not has_arrived and not passage.is_paused and mover.apply(passage, outcome):
        return DONE  # it came back and took another way
    if fault == "person" and not passage.compiled.has_way_for_loss(message["step_id"] or ""):
        mover.apply(passage, Leave(f"failed:{body.get('code', '')}"))
    return DONE


def _accepted_at(message: RowMapping, told_at: dt.datetime) -> dt.datetime:
    """A receipt is younger than the acceptance, and may be younger than the customer's answer, which would then seem to come
    before the question; so the moment of the post counts."""
    return min(told_at, message["sending_at"] or told_at)


def passage_of(person: Person, message_id: str) -> OpenPassage | None:
    """The open passage that sent this message."""
    enrollment_id = message_id.rsplit(".", 1)[0]
    return next((passage for passage in person.passages if passage.id == enrollment_id), None)
