"""An event by name, for the passages of one contact: those that wait for it, those it started, those of paused journeys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from engine.journey.events import Signal, Started
from engine.runner.mover import Mover
from engine.runner.people import OpenPassage
from engine.runner.replies import DONE, Handled


def hear_event(mover: Mover, event: RowMapping) -> Handled:
    """An event by name: open passages listen to it, and the passages it started take their first step."""
    body: Mapping[str, Any] = event["body"]
    for passage in [one for one in mover.person.passages if body.get("only") in (None, one.id)]:
        heard = _heard(passage, body)
        if heard is None:
            continue
        if not passage.is_paused:
            mover.apply(passage, heard)
        elif mover.listens(passage, heard):
            mover.changes.kept.append(_kept(passage, event, mover))
    return DONE


def _heard(passage: OpenPassage, body: Mapping[str, Any]) -> Started | Signal | None:
    """What the event is for this passage: its beginning, or news."""
    facts: Mapping[str, Any] = body.get("data", {})
    if passage.id not in body.get("enrollments", ()):
        return Signal(body["name"], facts)
    return Started(passage.row["trigger_id"], facts) if passage.row["waiting"] == "start" else None


def _kept(passage: OpenPassage, event: RowMapping, mover: Mover) -> dict[str, Any]:
    """“What comes in is stored”: a paused journey hears it when it goes on. Each passage has its own, so that those who enter
    later do not hear what happened before."""
    return {
        "dedupe_key": f"paused:{passage.id}:{event['id']}", "kind": "event",
        "body": {**event["body"], "only": passage.id}, "shard": passage.row["shard"],
        "contact_id": mover.person.id, "sender_id": None, "address_id": None, "occurred_at": event["occurred_at"],
        "received_at": mover.now, "status": "held", "reason": f"paused:{passage.journey.id}",
    }  # fmt: skip
