"""A choice by whether a link was opened, from the browser of the customer to the passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from house import House, running_house, until
from sqlalchemy import Engine

END = {"type": "exit"}
PAGE = {"title": "Voir", "url": "https://boutique.example/noel"}


@pytest.fixture
def counting_house(chosen_database: Engine) -> Iterator[House]:
    with running_house(chosen_database, is_public=True) as running:
        yield running


def offered(**look: Any) -> dict[str, Any]:
    return {
        "key": "offer", "purpose": "service", "language": "fr",
        "triggers": [{"id": "t", "type": "keyword", "any_of": ["menu"], "next": "tell"}],
        "steps": {
            "tell": {"type": "send_session", "text": "Nos offres", "link_button": PAGE, "next": "look"},
            "look": {"type": "branch_on_message", "message": "tell", "within": "6h", "otherwise": "none", **look},
            "thanks": {"type": "send_session", "text": "Bonne visite", "next": "opened"},
            "opened": END, "seen": END, "none": END,
        },
    }  # fmt: skip


def open_link(house: House) -> None:
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting IN ('receipt', 'reply')"))
    link = house.phone()[0]["raw"]["message"]["choice_message"]["choices"][0]["url_message"]["url"]
    assert house.http.get(link).status_code == 302


def left_on(house: House) -> list[str | None]:
    return [step for (step,) in house.rows("SELECT step_id FROM enrollment WHERE status = 'exited'")]


def test_who_opens_the_link_goes_on_at_once_and_once(counting_house: House) -> None:
    house = counting_house
    house.behave(read=False)
    house.publish(offered(clicked="thanks", read="seen"))
    house.says("menu")

    open_link(house)
    house.http.get(house.phone()[0]["raw"]["message"]["choice_message"]["choices"][0]["url_message"]["url"])

    until(lambda: left_on(house) == ["opened"])
    assert house.texts() == ["Nos offres", "Bonne visite"]
    assert house.rows("SELECT status FROM message WHERE step_id = 'tell'") == [("read",)], "no receipt said so"
    assert house.rows("SELECT status FROM inbound_event WHERE kind = 'clicked'") == [("done",)]


def test_who_opens_no_link_goes_another_way_when_the_time_is_over(counting_house: House) -> None:
    house = counting_house
    house.publish(offered(clicked="thanks"))
    house.says("menu")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'receipt'"))

    house.later(hours=6)

    until(lambda: left_on(house) == ["none"])


def test_a_link_that_is_opened_while_the_journey_is_paused_counts_when_it_goes_on(counting_house: House) -> None:
    house = counting_house
    journey_id = house.publish(offered(clicked="thanks"))
    house.says("menu")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'receipt'"))
    house.act(journey_id, "pause")

    open_link(house)
    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE kind = 'clicked' AND status = 'held'"))
    house.act(journey_id, "resume")

    until(lambda: left_on(house) == ["opened"])
