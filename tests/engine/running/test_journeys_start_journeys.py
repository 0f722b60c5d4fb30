"""A journey leads into another one, in the running engine."""

from __future__ import annotations

from typing import Any

from house import House, until

END = {"type": "exit"}


def parent(**more: Any) -> dict[str, Any]:
    return {
        "key": "welcome",
        "triggers": [{"id": "hello", "type": "keyword", "any_of": ["bonjour"], "next": "go"}],
        "steps": {
            "go": {"type": "start_journey", "journey": "survey", "next": "bye", "not_started": "instead"},
            "bye": {"type": "send_session", "text": "À bientôt", "next": "end"},
            "instead": {"type": "send_session", "text": "Pas cette fois", "next": "end"},
            "end": END, **more,
        },
    }  # fmt: skip


def survey(**more: Any) -> dict[str, Any]:
    return {
        "key": "survey",
        "triggers": [{"id": "go", "type": "event", "name": "never.sent", "next": "ask"}],
        "steps": {
            "ask": {"type": "send_session", "text": "Bonjour ! De 1 à 5 ?", "next": "wait"},
            "wait": {"type": "wait", "for": "1h", "next": "end"}, "end": END,
        }, **more,
    }  # fmt: skip


def passages(house: House) -> list[tuple[Any, ...]]:
    return house.rows(
        "SELECT j.key, e.status FROM enrollment e JOIN journey j ON j.id = e.journey_id ORDER BY j.key, e.entered_at"
    )


def test_a_customer_enters_the_other_journey_and_goes_on_in_this_one(house: House) -> None:
    house.publish(survey())
    house.publish(parent())

    house.says("bonjour")

    until(lambda: sorted(house.texts()) == ["Bonjour ! De 1 à 5 ?", "À bientôt"])
    until(lambda: passages(house) == [("survey", "active"), ("welcome", "exited")])


def test_who_is_not_let_in_takes_another_way(house: House) -> None:
    house.publish(survey(entry={"again": "never"}))
    house.publish(parent())
    house.says("bonjour")
    until(lambda: len(house.texts()) == 2)

    house.says("bonjour")

    until(lambda: house.texts()[2:] == ["Pas cette fois"])
    assert len([key for key, _ in passages(house) if key == "survey"]) == 1


def test_a_journey_that_is_not_live_is_not_started(house: House) -> None:
    house.act(house.publish(survey()), "retire")
    house.publish(parent())

    house.says("bonjour")

    house.hears("Pas cette fois")


def test_journeys_that_start_each_other_for_ever_come_to_an_end(house: House) -> None:
    round_trip = {"type": "start_journey", "journey": "welcome", "next": "end"}
    house.publish({
        "key": "survey", "entry": {"again": "always", "per": "event.none"},
        "triggers": [{"id": "go", "type": "event", "name": "never.sent", "next": "back"}],
        "steps": {"back": round_trip, "end": END},
    })  # fmt: skip
    house.publish({**parent(), "entry": {"again": "always"}})

    house.says("bonjour")

    until(lambda: len(passages(house)) >= 2)
    house.settled()
    until(lambda: all(status == "exited" for _, status in passages(house)))
    assert 2 <= len(passages(house)) <= 11
