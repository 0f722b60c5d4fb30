"""Lists, links and requests for the location, by a customer and the running engine over the real wire."""

from __future__ import annotations

import json

from house import House, until

from tests.engine.journey.test_rehearsal_of_replies import STORE


def test_a_row_of_a_list_is_picked_on_the_phone_and_takes_its_path(either_house: House) -> None:
    either_house.publish(STORE)
    either_house.says("magasin")
    either_house.hears("Où êtes-vous ?")
    either_house.says("aucune idée")
    until(lambda: "Quelle ville ?" in either_house.texts())
    shown = either_house.phone()[-1]
    assert (shown["menu"], [row["title"] for row in shown["buttons"]]) == ("Choisir", ["Lille", "Nice"])

    either_house.taps("Nice")

    either_house.hears("Où êtes-vous ?", "Quelle ville ?", "Nice !")
    until(lambda: either_house.exits() == ["end"])


def test_a_shared_location_answers_its_request_and_the_link_opens_its_page(either_house: House) -> None:
    either_house.publish(STORE)
    either_house.says("magasin")
    either_house.hears("Où êtes-vous ?")
    (asked,) = either_house.phone()
    assert [(button["type"], button["title"]) for button in asked["buttons"]] == [
        ("share_location", "Envoyer ma position")
    ]

    either_house.shares(45.76, 4.84, reply_to=asked["id"])

    either_house.hears("Où êtes-vous ?", "Près de 45.76 :")
    (link,) = either_house.phone()[-1]["buttons"]
    assert (link["type"], link["title"], link["url"]) == ("url", "Itinéraire", "https://shop.example/4.84")
    ((state,),) = either_house.rows("SELECT state FROM enrollment")
    known = state if isinstance(state, dict) else json.loads(state)
    assert known["answers"]["place"] == {"latitude": 45.76, "longitude": 4.84}


def test_a_location_that_quotes_nothing_reaches_the_wait_that_expects_one(house: House) -> None:
    house.publish(STORE)
    house.publish({
        "key": "other",
        "triggers": [{"id": "go", "type": "keyword", "any_of": ["autre"], "next": "ask"}],
        "steps": {
            "ask": {"type": "wait_for_reply", "for": "1h", "otherwise": "end", "no_reply": "end"},
            "end": {"type": "exit"},
        },
    })  # fmt: skip
    house.says("magasin")
    house.hears("Où êtes-vous ?")
    house.says("autre")
    until(lambda: len(house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'")) == 2)

    house.shares(45.76, 4.84)

    house.hears("Où êtes-vous ?", "Près de 45.76 :")
