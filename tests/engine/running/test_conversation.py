"""A customer and the running engine, over the real wire."""

from __future__ import annotations

from house import House, until
from journeys import LATE_ADVICE, PREFERENCES, SHIPPED, TEMPLATE_TEXT


def test_a_keyword_brings_the_message_with_its_buttons(either_house: House) -> None:
    """The reply is a choice message whose buttons come back when tapped."""
    either_house.publish(PREFERENCES)

    either_house.says("Menu !")

    either_house.hears("Que préférez-vous ?")
    assert [button["title"] for button in either_house.phone()[0]["buttons"]] == ["Sport", "Ville"]


def test_a_tapped_button_takes_its_branch_and_notes_the_contact(either_house: House) -> None:
    """The attribute written on the way is readable in the next message."""
    either_house.publish(PREFERENCES)
    either_house.says("menu")
    either_house.hears("Que préférez-vous ?")

    either_house.taps("Sport")

    either_house.hears("Que préférez-vous ?", "C'est noté : sport.")
    either_house.settled()
    assert either_house.exits() == ["end"]


def test_the_other_button_sends_the_template(house: House) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears("Que préférez-vous ?")

    house.taps("Ville")

    house.hears("Que préférez-vous ?", TEMPLATE_TEXT.format("cher client", "C-1"))
    assert house.phone()[1]["kind"] == "template"
    assert house.phone()[1]["template"] == "colis_expedie"


def test_a_typo_is_forgiven(house: House) -> None:
    house.publish(PREFERENCES)
    house.says("menuu")
    house.hears("Que préférez-vous ?")

    house.says("vile")

    until(lambda: len(house.phone()) == 2)
    assert house.phone()[1]["kind"] == "template"


def test_another_answer_takes_the_path_other_reply(house: House) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears("Que préférez-vous ?")

    house.says("demain peut-être")

    house.hears("Que préférez-vous ?", "Je n'ai pas compris.")


def test_a_photo_takes_the_path_other_reply(house: House) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears("Que préférez-vous ?")

    house.sends("image")

    house.hears("Que préférez-vous ?", "Je n'ai pas compris.")


def test_receipts_reach_the_message_and_are_never_taken_back(either_house: House) -> None:
    """Delivered and read arrive, shuffled and twice; the message ends as read with both moments."""
    either_house.behave(shuffle=True, duplicate=0.5)
    either_house.publish(SHIPPED)

    either_house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: either_house.rows("SELECT 1 FROM message WHERE delivered_at IS NOT NULL AND read_at IS NOT NULL"))
    either_house.settled()
    assert either_house.statuses() == ["read"]


def test_every_step_is_counted_once(house: House) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears("Que préférez-vous ?")
    house.taps("Sport")
    house.hears("Que préférez-vous ?", "C'est noté : sport.")
    house.settled()

    passed = house.rows("SELECT step_id, port, why FROM step_event ORDER BY id")

    assert passed == [
        ("ask", None, None), ("ask", "next", None), ("answer", None, None), ("answer", "branch:sport", "button:sport"),
        ("note", None, None), ("note", "next", None), ("thanks", None, None), ("thanks", "next", None), ("end", None, None),
    ]  # fmt: skip


def test_silence_takes_its_path_when_the_time_is_over(either_house: House) -> None:
    either_house.publish(SHIPPED)
    either_house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: either_house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))

    either_house.later(days=2, minutes=1)

    until(lambda: either_house.exits() == ["end"])


def test_a_wait_after_a_send_begins_when_the_provider_accepted_it(house: House) -> None:
    """“A wait after a send starts when the provider accepted it, never at queueing.”"""
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))

    ((accepted_at, wake_at),) = house.rows(
        "SELECT message.accepted_at, enrollment.wake_at FROM message JOIN enrollment ON enrollment.id = enrollment_id"
    )

    assert str(wake_at)[11:23] == str(accepted_at)[11:23]


def test_a_free_reply_after_the_window_is_never_posted(house: House) -> None:
    """30 hours after the customer wrote nothing leaves; the journey goes on."""
    house.publish(LATE_ADVICE)
    house.says("conseil")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'time'"))

    house.later(hours=31)

    until(lambda: house.exits() == ["end"])
    assert house.phone() == []
    assert house.rows("SELECT status, reason FROM message") == [("refused", "window_closed")]


def test_the_goal_ends_a_passage_inside_its_wait(house: House) -> None:
    """“Goal and exit_on act at once when their event arrives, also inside a wait.”"""
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))

    house.event("e2", "order.received")

    until(lambda: house.exits() == ["goal"])


def test_a_second_order_is_not_swallowed(house: House) -> None:
    """“`entry.per: event.order_id` gives the key, so a second order is not swallowed.”"""
    house.publish(SHIPPED)

    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.event("e2", "order.shipped", data={"order_id": "C-2"})
    house.event("e3", "order.shipped", data={"order_id": "C-2"})

    until(lambda: len(house.phone()) == 2)
    house.settled()
    assert sorted(house.texts()) == [TEMPLATE_TEXT.format("cher client", order) for order in ("C-1", "C-2")]
