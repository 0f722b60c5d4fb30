"""What waits, choices and receipts look like on one customer's way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from designer.trail_words import trail_lines
from engine.journey.definition import read_definition
from storage.tables import Enrollment, StepEvent
from storage.trails import Trail
from tests.storage.house import NOON, minutes

END = {"type": "exit"}
STEPS: dict[str, Any] = {
    "paid": {"type": "wait_for_event", "title": "Paiement", "event": "order.paid", "for": "3d", "next": "day", "no_event": "end"},
    "day": {"type": "wait", "title": "La veille", "until": {"attribute": "contact.visit_at"}, "next": "end", "otherwise": "end"},
    "more": {"type": "start_journey", "title": "Enquête", "journey": "survey", "next": "end"},
    "end": END,
}  # fmt: skip


def told(*walked: tuple[str, str, str | None], language: str = "fr", **now: Any) -> list[str]:
    passage = Enrollment(**{
        "id": "e", "shard": 0, "journey_id": "j", "version_id": "v", "contact_id": "c", "sender_id": "s", "trigger_id": "go",
        "state": {}, "entered_at": NOON, "moved_at": minutes(90), "status": "active", **now,
    })  # fmt: skip
    events = [
        StepEvent(enrollment_id="e", journey_id="j", version_id="v", step_id=step, port=port, why=why, at=minutes(number))
        for number, (step, port, why) in enumerate(walked, start=1)
    ]  # fmt: skip
    journey = read_definition({"parcours": 1, "key": "a", "steps": STEPS})
    lines = trail_lines(Trail(passage, 1, events, []), journey, clock, language)
    return [line.text.replace("\u00a0", " ").replace("\u202f", " ") for line in lines][1:]


def clock(at: dt.datetime) -> str:
    return f"{at:%H:%M}"


def test_an_event_that_came_is_told_and_a_date_that_is_missing() -> None:
    lines = told(("paid", "next", "event:order.paid"), ("day", "otherwise", "no_date"), step_id="end")

    assert lines[:2] == ["Paiement : « order.paid » a été signalé.", "La veille : chemin Sans date."]


def test_who_waits_for_an_event_is_told_with_the_limit() -> None:
    waiting = {"step_id": "paid", "waiting": "event", "wake_at": minutes(120)}

    assert told(**waiting) == [
        "Attend un évènement à « Paiement ». S’il ne vient pas à 14:00, il suit un autre chemin."
    ]  # fmt: skip
    assert told(language="en", **waiting)[0].startswith("Waits for an event at “Paiement”.")


def test_entering_another_journey_is_told_and_not_being_let_in() -> None:
    assert told(("more", "next", "started"), step_id="end")[0] == "Enquête : entré dans « survey »."
    assert told(("more", "next", "not_started:inside"), step_id="end")[0] == "Enquête : pas entré dans « survey »."


def test_who_waits_for_a_receipt_is_told() -> None:
    assert told(step_id="day", waiting="receipt") == ["Attend à « La veille » ce que devient le message."]
