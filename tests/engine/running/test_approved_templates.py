"""“If a template's content, category or status changes under a live journey, its step holds and the people in charge are told;
nothing else is sent in its place.”"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cloud_house import CloudHouse, running_cloud_house
from house import AMINA, until
from journeys import SHIPPED
from sqlalchemy import Engine

from storage.approvals import Changed, approve_changed, changed_templates
from storage.core import Refused
from storage.database import reading, writing

NAME = "colis_expedie"
OTHER = "Bonjour {{1}}, votre commande {{2}} est partie. Elle arrive {{3}}, profitez de nos offres."
OTHER_FILLED = "Bonjour Amina, votre commande C-1 est partie. Elle arrive mardi, profitez de nos offres."


@pytest.fixture
def house(chosen_database: Engine) -> Iterator[CloudHouse]:
    with running_cloud_house(chosen_database) as running:
        yield running


def rewrite(house: CloudHouse, **change: str) -> None:
    """It is changed at WhatsApp, and we have read it."""
    known = house.rows("SELECT content_hash FROM message_template WHERE name = :name", name=NAME)
    house.rewrites(NAME, **change)
    until(lambda: house.rows("SELECT content_hash FROM message_template WHERE name = :name", name=NAME) != known)


def order(house: CloudHouse) -> None:
    house.event("e1", "order.shipped", contact={"whatsapp": AMINA, "name": "Amina"}, data={"order_id": "C-1"})


def is_held(house: CloudHouse) -> bool:
    return house.rows("SELECT status, hold_reason FROM message") == [("queued", "template_changed")]


def changed(house: CloudHouse, journey_id: str) -> Changed:
    with reading(house.engine) as connection:
        (found,) = changed_templates(connection, journey_id=journey_id)
        return found


def let_go(house: CloudHouse, journey_id: str, looked_at: Changed) -> Refused | None:
    with writing(house.engine) as connection:
        return approve_changed(connection, journey_id=journey_id, changed=looked_at, by=None, at=house.clock())


def test_a_template_that_changed_under_a_live_journey_holds_its_step_until_a_person_lets_it_go(
    house: CloudHouse,
) -> None:
    journey_id = house.publish(SHIPPED)
    rewrite(house, body=OTHER)
    order(house)
    until(lambda: is_held(house))
    assert house.phone() == []

    assert let_go(house, journey_id, changed(house, journey_id)) is None

    house.hears(OTHER_FILLED)


def test_a_template_that_whatsapp_made_marketing_is_held_before_the_consent_is_asked_for(house: CloudHouse) -> None:
    """“The stricter of the journey's purpose and the template's *current* category”, once somebody looked at it."""
    journey_id = house.publish(SHIPPED)
    rewrite(house, category="MARKETING")
    order(house)
    until(lambda: is_held(house))

    let_go(house, journey_id, changed(house, journey_id))

    until(lambda: house.exits() == ["refused:no_consent"])
    assert house.phone() == []


def test_a_template_that_changed_again_stays_held(house: CloudHouse) -> None:
    journey_id = house.publish(SHIPPED)
    rewrite(house, body=OTHER)
    order(house)
    until(lambda: is_held(house))

    refused = let_go(house, journey_id, replace(changed(house, journey_id), content_hash="of-the-day-before"))

    assert isinstance(refused, Refused) and refused.reason == "changed_again"
    assert is_held(house)


def test_a_version_that_goes_live_later_approves_what_stands_there_then(house: CloudHouse) -> None:
    house.publish(SHIPPED)
    rewrite(house, body=OTHER)

    house.publish({**SHIPPED, "goal": {"event": "order.paid"}})
    order(house)

    house.hears(OTHER_FILLED)
