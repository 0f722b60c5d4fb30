"""Journeys that start when a person agrees, through the running engine."""

from __future__ import annotations

from typing import Any

import pytest
from house import AMINA, House, until
from journeys import END

WELCOME: dict[str, Any] = {
    "key": "club",
    "purpose": "marketing",
    "triggers": [{"id": "yes", "type": "opt_in", "purpose": "marketing", "next": "news"}],
    "steps": {
        "news": {"type": "send_template", "template": "nouveautes_du_mois", "values": {"1": "Amina"}, "next": "end"},
        "end": END,
    },
}
ASKS: dict[str, Any] = {
    "key": "asks",
    "triggers": [{"id": "go", "type": "keyword", "any_of": ["promo"], "next": "record"}],
    "steps": {
        "record": {"type": "record_consent", "purpose": "marketing", "words": "Écrivez PROMO à Boutique Lyon.", "next": "end"},
        "end": END,
    },
}  # fmt: skip


def agree(house: House, statement: str, *, purpose: str = "marketing", given: bool = True) -> None:
    body = {"id": statement, "contact": {"whatsapp": AMINA}, "purpose": purpose, "given": given, "source": "form"}
    assert house.post("/api/consents", body).status_code == 202


def opt(house: House, status: str) -> None:
    answer = house.http.post(f"{house.sandbox}/sandbox/opt", json={"from": AMINA, "status": status})
    assert answer.status_code == 200


def entered(house: House) -> int:
    return house.rows("SELECT COUNT(*) FROM enrollment WHERE trigger_id = 'yes'")[0][0]


def test_an_agreement_told_by_another_system_starts_the_journey_once(either_house: House) -> None:
    either_house.publish(WELCOME)

    for _ in range(3):
        agree(either_house, "c-1")

    until(lambda: len(either_house.phone()) == 1)
    either_house.settled()
    assert entered(either_house) == 1


def test_the_entry_rules_decide_about_a_second_agreement(house: House) -> None:
    house.publish({**WELCOME, "entry": {"again": "never"}})
    agree(house, "c-1")
    until(lambda: len(house.phone()) == 1)

    agree(house, "c-2")

    house.settled()
    assert entered(house) == 1


def test_the_providers_own_opt_in_starts_the_journey(house: House) -> None:
    house.publish(WELCOME)

    opt(house, "in")

    until(lambda: len(house.phone()) == 1)
    assert entered(house) == 1


def test_a_consent_that_a_journey_records_starts_another(either_house: House) -> None:
    either_house.publish(WELCOME)
    either_house.publish(ASKS)

    either_house.says("promo")

    until(lambda: len(either_house.phone()) == 1)
    assert entered(either_house) == 1
    either_house.says("promo")
    until(lambda: len(either_house.exits()) == 3 and None not in either_house.exits())
    either_house.settled()
    assert entered(either_house) == 1, "what was agreed to before starts nothing"


def test_journeys_that_record_the_same_consent_do_not_start_each_other_for_ever(house: House) -> None:
    for key in ("ping", "pong"):
        house.publish({**ASKS, "key": key, "triggers": [{"id": "yes", "type": "opt_in", "next": "record"}]})

    agree(house, "c-1")

    until(lambda: entered(house) == 2)
    house.settled()
    assert entered(house) == 2


@pytest.mark.parametrize("word", ["START", "UNSTOP"])
def test_coming_back_by_a_word_is_no_agreement(house: House, word: str) -> None:
    house.publish({**WELCOME, "triggers": [{"id": "yes", "type": "opt_in", "purpose": "all", "next": "news"}]})
    house.says("STOP")
    until(lambda: len(house.phone()) == 1)

    house.says(word)

    until(lambda: len(house.phone()) == 2)
    house.settled()
    assert entered(house) == 0


def test_who_opted_out_is_not_started_by_an_agreement(house: House) -> None:
    house.publish(WELCOME)
    house.says("STOP")
    until(lambda: len(house.phone()) == 1)

    agree(house, "c-1")

    until(
        lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE kind = 'agreement' AND status = 'done'") == [(1,)]
    )
    assert entered(house) == 0


def test_a_paused_journey_lets_nobody_in_by_an_agreement(house: House) -> None:
    house.act(house.publish(WELCOME), "pause")

    agree(house, "c-1")

    until(
        lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE kind = 'agreement' AND status = 'done'") == [(1,)]
    )
    assert entered(house) == 0
