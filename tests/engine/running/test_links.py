"""Starts by a link, a QR code or an ad, through the running engine."""

from __future__ import annotations

from house import House, until
from journeys import END, PREFERENCES

POSTER = {
    "key": "poster",
    "triggers": [{"id": "poster", "type": "link", "code": "noel26", "ads": ["120210000000001"], "next": "thanks"}],
    "entry": {"again": "never"},
    "steps": {
        "thanks": {"type": "send_session", "text": "Voici l'offre {{ event.referral.headline | default('de Noël') }}.", "next": "end"},
        "end": END,
    },
}  # fmt: skip


def test_whoever_sends_the_code_of_a_link_gets_the_first_free_reply(either_house: House) -> None:
    either_house.publish(PREFERENCES)
    either_house.publish(POSTER)

    either_house.says("Bonjour, le menu et noel26 svp")

    either_house.hears("Voici l'offre de Noël.")


def test_whoever_comes_by_an_ad_enters_whatever_they_write(either_house: House) -> None:
    either_house.publish(POSTER)
    ad = {"source_type": "ad", "source_id": "120210000000001", "headline": "du matin", "ctwa_clid": "ARAkLkA8r"}

    either_house.says("C'est combien ?", referral=ad)

    either_house.hears("Voici l'offre du matin.")


def test_a_code_whose_journey_does_not_let_in_again_stands_as_unanswered(house: House) -> None:
    house.publish(POSTER)
    house.says("noel26")
    house.hears("Voici l'offre de Noël.")

    house.says("noel26 encore")

    until(lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE reason = 'unanswered'") == [(1,)])
    assert house.rows("SELECT COUNT(*) FROM enrollment") == [(1,)]


def test_a_referral_of_another_shape_is_refused_by_the_sandbox(house: House) -> None:
    answer = house.http.post(
        f"{house.sandbox}/sandbox/inbound", json={"from": "33600000001", "text": "a", "referral": {"ad": 1}}
    )

    assert answer.status_code == 400
    assert "referral" in answer.text
