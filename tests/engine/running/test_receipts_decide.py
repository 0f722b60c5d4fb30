"""A choice by what became of a message, with the receipts of the sandbox."""

from __future__ import annotations

from typing import Any

from house import House, until

END = {"type": "exit"}


def shipped(**look: Any) -> dict[str, Any]:
    return {
        "key": "shipped",
        "triggers": [{"id": "go", "type": "event", "name": "order.shipped", "next": "tell"}],
        "steps": {
            "tell": {"type": "send_template", "template": "colis_expedie", "next": "pause", "values": {"1": "Amina", "2": "C-1", "3": "mardi"}},
            "pause": {"type": "wait", "for": "0s", "next": "look"},
            "look": {"type": "branch_on_message", "message": "tell", "within": "6h", "otherwise": "none", **look},
            "thanks": {"type": "send_session", "text": "À votre service", "next": "end"},
            "one": END, "two": END, "none": END, "end": END,
        },
    }  # fmt: skip


def left_on(house: House) -> list[str | None]:
    return [step for (step,) in house.rows("SELECT step_id FROM enrollment WHERE status = 'exited'")]


def test_who_read_the_message_goes_on_at_once(house: House) -> None:
    house.publish(shipped(read="one", delivered="two"))

    house.event("e-1", "order.shipped")

    until(lambda: left_on(house) == ["one"])
    assert [status for (status,) in house.rows("SELECT status FROM message")] == ["read"]


def test_who_only_received_it_goes_on_when_the_time_is_over(house: House) -> None:
    house.behave(read=False)
    house.publish(shipped(read="one", delivered="two"))
    house.event("e-1", "order.shipped")
    until(lambda: house.statuses() == ["delivered"])
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'receipt'"))
    house.settled()
    assert left_on(house) == []

    house.later(hours=6)

    until(lambda: left_on(house) == ["two"])


def test_who_replies_is_answered(house: House) -> None:
    house.publish(shipped(replied="thanks", read="one"))
    house.event("e-1", "order.shipped")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))

    house.says("merci bien")

    until(lambda: left_on(house) == ["end"])
    assert house.texts()[-1] == "À votre service"
