"""Journeys that start without a message of the customer: an agreement was given, a segment or a date is due. Each start is an event of our own in
the customer's shard, kept under a key for good, so that nothing starts twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.schedules import start_on
from engine.journey.triggers import DateTrigger, OptInTrigger, TriggerBase
from engine.runner.admission import Admitted, NotAdmitted, admit, sender_for
from engine.runner.library import Known
from engine.runner.mover import Mover
from engine.runner.start_runs import CATCH_UP
from storage import contacts
from storage.senders import list_senders


def hear_agreement(connection: Connection, mover: Mover, journeys: Mapping[str, Known], event: RowMapping) -> list[str]:
    """Start every journey that waits for this agreement, unless it was taken back meanwhile; their ids. The journey that
    recorded it does not start itself."""
    purpose, source = event["body"]["purpose"], event["body"]["source"]
    if mover.person.has_opted_out() or not _still_agreed(mover, purpose):
        return []
    started: list[str] = []
    for journey in journeys.values():
        trigger = _listening(journey, purpose)
        if trigger is None or journey.id == event["body"].get("journey_id"):
            continue
        facts = {"purpose": purpose, "source": source}
        entered = enter(connection, mover, journey, trigger_id=trigger.id, facts=facts, sender_id=event["sender_id"])
        if isinstance(entered, Admitted):
            started.append(journey.id)
    return started


def hear_start(connection: Connection, mover: Mover, journeys: Mapping[str, Known], event: RowMapping) -> None:
    """A planned start of this person: their segment or their date is due. What became of it is counted on its run."""
    body = event["body"]
    outcome = _start(connection, mover, journeys.get(body["journey_id"]), event)
    mover.changes.runs[body["run"], outcome] += 1


def _start(connection: Connection, mover: Mover, journey: Known | None, event: RowMapping) -> str:
    body = event["body"]
    triggers = journey.live.journey.triggers if journey is not None else ()
    trigger = next((one for one in triggers if one.id == body["trigger_id"]), None)
    if journey is None or trigger is None or not _still_falls(mover, trigger, body["facts"]):
        return "refused"
    if mover.now - event["occurred_at"] > CATCH_UP:
        return "missed"
    entered = enter(
        connection, mover, journey, trigger_id=trigger.id, facts=body["facts"], sender_id=event["sender_id"]
    )  # fmt: skip
    return "entered" if isinstance(entered, Admitted) else "refused"


def _still_falls(mover: Mover, trigger: TriggerBase, facts: Mapping[str, Any]) -> bool:
    """A date on the record may have changed since it was looked at."""
    if not isinstance(trigger, DateTrigger):
        return True
    day = dt.date.fromisoformat(facts["date"])
    return start_on(trigger, mover.person.contact, day, mover.house_zone) is not None


def enter(
    connection: Connection,
    mover: Mover,
    journey: Known,
    *,
    trigger_id: str,
    facts: Mapping[str, Any],
    sender_id: str | None,
) -> Admitted | NotAdmitted:
    """Ask the entry rules and take the first steps. `sender_id` tells the provider in use. Raises LookupError where
    no sender is set up."""
    admitted = admit(journey, facts, mover.now, lambda key: mover.earlier(connection, journey.id, key))
    if isinstance(admitted, NotAdmitted):
        return admitted
    sender = sender_for(connection, journey, _provider_of(connection, sender_id))
    mover.start(
        journey, admitted, trigger_id=trigger_id, facts=facts, sender_id=sender["id"],
        address_id=contacts.address_on(connection, mover.person.id, sender["channel"]),
    )  # fmt: skip
    return admitted


def _listening(journey: Known, purpose: str) -> OptInTrigger | None:
    triggers = (one for one in journey.live.journey.triggers if isinstance(one, OptInTrigger))
    return next((one for one in triggers if one.hears(purpose)), None)


def _still_agreed(mover: Mover, purpose: str) -> bool:
    return bool({purpose, "all"} & mover.person.agreed_purposes()) or purpose == "all"


def _provider_of(connection: Connection, sender_id: str | None) -> str:
    found = next((one["provider"] for one in list_senders(connection) if one["id"] == sender_id), None)
    if found is None:
        raise LookupError("no sender is set up; see Settings, or run “parcours doctor”")
    return found
