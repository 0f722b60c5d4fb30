"""One customer's way as sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from designer.trail_words import steps_walked, trail_lines
from engine.journey.definition import read_definition
from storage.tables import Enrollment, Message, StepEvent
from storage.trails import Trail
from tests.designer.editing_samples import cart
from tests.storage.house import NOON, minutes

JOURNEY = read_definition(cart())


def passage(**changes: Any) -> Enrollment:
    return Enrollment(**{
        "id": "e", "shard": 0, "journey_id": "j", "version_id": "v", "contact_id": "c", "sender_id": "s",
        "trigger_id": "cart", "step_id": "answer", "waiting": "reply", "state": {}, "entered_at": NOON,
        "moved_at": minutes(5), **changes,
    })  # fmt: skip


def message(status: str, **changes: Any) -> Message:
    return Message(**{
        "id": "e.1", "shard": 0, "contact_id": "c", "sender_id": "s", "address_id": "a", "step_id": "remind",
        "kind": "template", "purpose": "marketing", "body": {}, "status": status, "created_at": minutes(1),
        "hold_until": minutes(90), **changes,
    })  # fmt: skip


def passed(step: str, port: str | None, why: str | None, minute: int) -> StepEvent:
    return StepEvent(
        enrollment_id="e", journey_id="j", version_id="v", step_id=step, port=port, why=why, at=minutes(minute)
    )


def told(trail: Trail, language: str = "fr") -> list[str]:
    return [line.text for line in trail_lines(trail, JOURNEY, clock, language)]


def clock(at: dt.datetime) -> str:
    return f"{at:%H:%M}"


@pytest.mark.parametrize(
    ("status", "facts", "sentence"),
    [
        (
            "queued",
            {"hold_reason": "template_paused"},
            "Rappel : retenu jusqu’à 13:30 : WhatsApp a suspendu le modèle.",
        ),
        ("queued", {}, "Rappel : va partir."),
        ("refused", {"reason": "no_consent"}, "Rappel : n’est pas parti : pas d’accord marketing."),
        (
            "failed",
            {"reason": "131026"},
            "Rappel : n’est pas arrivé : ce numéro n’a pas WhatsApp, ou une version trop ancienne.",
        ),
        ("cancelled", {"reason": "stopped"}, "Rappel : annulé : le parcours a été arrêté."),
        ("unknown", {}, "Rappel : envoi sans confirmation : on demande au fournisseur s’il l’a reçu."),
    ],
)
def test_a_message_that_did_not_arrive_says_why(status: str, facts: dict[str, str], sentence: str) -> None:
    named = read_definition(
        {**cart(), "steps": cart()["steps"] | {"remind": {**cart()["steps"]["remind"], "title": "Rappel"}}}
    )

    lines = trail_lines(Trail(passage(), 1, [], [message(status, **facts)]), named, clock, "fr")

    assert sentence in [line.text for line in lines]


def test_what_happened_is_told_in_the_order_of_time() -> None:
    steps = [passed("remind", None, None, 0), passed("answer", "branch:yes", "word:oui", 30)]
    read = message("read", accepted_at=minutes(1), delivered_at=minutes(2), read_at=minutes(4))

    lines = trail_lines(Trail(passage(status="exited", exit_reason="goal", exited_at=minutes(40)), 1, steps, [read]),
                        JOURNEY, clock, "fr")  # fmt: skip

    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert lines[0].text == "Entré dans le parcours."
    assert lines[-1].text == "Sorti : objectif atteint."


def test_a_message_without_receipt_is_never_called_unread() -> None:
    arrived = message("delivered", accepted_at=minutes(1), delivered_at=minutes(2))

    lines = told(Trail(passage(), 1, [], [arrived]))

    assert any("pas d’accusé de lecture" in line for line in lines)
    assert not any("non lu" in line for line in lines)


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("refused:too_many_attributes", "rien n’est noté : la fiche du client a déjà 200 attributs."),
        ("refused:attributes_too_large", "rien n’est noté : la fiche du client est pleine (64 ko)."),
    ],
)
@pytest.mark.parametrize(
    "step",
    [
        {"type": "update_contact", "set": {"city": "Lyon"}, "title": "Ville"},
        {"type": "ask", "text": "Ville ?", "save_as": "city", "title": "Ville"},
    ],
    ids=["a note", "a question"],
)
def test_a_record_that_is_full_is_told(step: dict[str, Any], why: str, sentence: str) -> None:
    named = read_definition({**cart(), "steps": {**cart()["steps"], "city": step}})

    lines = trail_lines(Trail(passage(), 1, [passed("city", "next", why, 3)], []), named, clock, "fr")

    assert [(line.text, line.tone) for line in lines if "noté" in line.text] == [(f"Ville : {sentence}", "stop")]


def test_a_near_answer_says_how_it_was_understood() -> None:
    lines = told(Trail(passage(), 1, [passed("answer", "branch:yes", "near:oui", 3)], []))

    assert any("a écrit presque « oui »" in line for line in lines)


def test_who_waits_is_told_until_when() -> None:
    lines = told(Trail(passage(wake_at=minutes(60)), 1, [], []))

    assert lines[-1].startswith("Attend une réponse à « ")
    assert "13:00" in lines[-1]


def test_a_step_of_an_older_version_has_a_name_too() -> None:
    lines = told(Trail(passage(step_id="gone", waiting="time", wake_at=minutes(60)), 1, [], []))

    assert lines[-1] == "Attend à « une étape d’une autre version » jusqu’à 13:00."


def test_english_readers_read_english() -> None:
    assert told(Trail(passage(), 1, [], []), "en")[0] == "Entered the journey."


def test_the_steps_that_were_walked_are_those_arrived_at() -> None:
    steps = [passed("remind", None, None, 0), passed("remind", "next", None, 1), passed("answer", None, None, 1),
             passed("remind", None, None, 9)]  # fmt: skip

    assert steps_walked(Trail(passage(), 1, steps, [])) == ["remind", "answer"]
