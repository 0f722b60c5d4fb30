"""A wait for an event of another system, in the running engine."""

from __future__ import annotations

from typing import Any

from house import House, until

END = {"type": "exit"}
ORDER: dict[str, Any] = {
    "key": "order",
    "triggers": [{"id": "go", "type": "event", "name": "order.placed", "next": "paid"}],
    "steps": {
        "paid": {
            "type": "wait_for_event", "event": "order.paid", "for": "3d", "next": "note", "no_event": "late",
            "where": {"attribute": "event.total", "operator": "at_least", "value": 50},
        },
        "note": {"type": "update_contact", "set": {"paid": "{{ answers.paid.total }} of {{ event.total }}"}, "next": "end"},
        "late": {"type": "update_contact", "set": {"paid": "no"}, "next": "end"},
        "end": END,
    },
}  # fmt: skip


def waits(house: House) -> None:
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'event'"))


def noted(house: House) -> Any:
    ((attributes,),) = house.rows("SELECT attributes FROM contact")
    return attributes


def test_the_event_it_waits_for_moves_the_passage_and_can_be_read_afterwards(house: House) -> None:
    house.publish(ORDER)
    house.event("e-1", "order.placed", data={"total": 80})
    waits(house)

    house.event("e-2", "order.paid", data={"total": 10})
    house.event("e-3", "order.paid", data={"total": 60})

    until(lambda: house.exits() == ["end"])
    assert "60 of 80" in str(noted(house))


def test_an_event_that_does_not_come_takes_another_way(house: House) -> None:
    house.publish(ORDER)
    house.event("e-1", "order.placed", data={"total": 80})
    waits(house)

    house.later(days=3)

    until(lambda: house.exits() == ["end"])
    assert '"no"' in str(noted(house)).replace("'", '"')
