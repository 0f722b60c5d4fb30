"""Sends of which nobody knows what became: never lost, never twice."""

from __future__ import annotations

from typing import Any

from house import House, until
from journeys import MARKETING, PREFERENCES, SHIPPED, TEMPLATE_TEXT

from storage import claims, lanes
from storage.database import writing

SHIPPED_TEXT = TEMPLATE_TEXT.format("cher client", "C-1")


def claim_and_die(house: House) -> None:
    """A worker that is killed after its claim and before the first byte leaves a row in `sending`. The lane stands still."""
    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE sender SET paused = true")
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.statuses() == ["queued"])
    with writing(house.engine) as connection:
        ((message_id, sender_id),) = connection.exec_driver_sql("SELECT id, sender_id FROM message").all()
        claims.claim(connection, [message_id], epoch=lanes.take_alone(connection, sender_id), now=house.clock())


def let_the_lane_go_on(house: House) -> None:
    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE sender SET paused = false")


def test_a_lost_answer_is_settled_by_its_receipt_and_not_sent_again(either_house: House) -> None:
    """The provider took it and closed the connection: the receipt carries our id."""
    either_house.publish(SHIPPED)
    either_house.behave(lose_answer=1.0)

    either_house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: either_house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))
    either_house.hears(SHIPPED_TEXT)


def test_a_lost_answer_without_receipts_is_settled_by_looking_it_up(house: House) -> None:
    """No receipt ever comes; the provider's list tells that the message is there."""
    house.publish(SHIPPED)
    house.mute()
    house.behave(lose_answer=1.0)

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))
    house.hears(SHIPPED_TEXT)


def test_a_send_that_never_left_is_sent_once_the_provider_says_it_is_not_there(either_house: House) -> None:
    either_house.publish(SHIPPED)
    claim_and_die(either_house)

    let_the_lane_go_on(either_house)

    either_house.hears(SHIPPED_TEXT)
    until(lambda: either_house.rows("SELECT attempts FROM message") == [(2,)])
    either_house.settled()
    either_house.hears(SHIPPED_TEXT)


def test_a_send_that_never_left_does_not_leave_after_its_journey_was_left(either_house: House) -> None:
    """The goal is reached while nobody knows what became of it; then the provider says that it never got it."""
    either_house.publish({**SHIPPED, "goal": {"event": "order.received"}})
    claim_and_die(either_house)
    either_house.event("e2", "order.received")
    until(lambda: either_house.exits() == ["goal"])

    let_the_lane_go_on(either_house)

    until(lambda: either_house.rows("SELECT status, reason FROM message") == [("cancelled", "goal")])
    assert either_house.phone() == []


def test_where_the_provider_keeps_nothing_a_service_message_stays_unknown_for_a_person(forgetful_house: House) -> None:
    """Never twice: without receipt and without look-up nothing is sent again by itself."""
    house = forgetful_house
    house.publish(SHIPPED)
    house.mute()
    house.behave(lose_answer=1.0)

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.rows("SELECT 1 FROM message WHERE status = 'unknown' AND looked_up_at IS NOT NULL"))
    house.later(hours=2)
    before = house.rows("SELECT looked_up_at FROM message")
    until(lambda: house.rows("SELECT looked_up_at FROM message") != before)
    assert house.statuses() == ["unknown"]
    house.hears(SHIPPED_TEXT)


def test_where_the_provider_keeps_nothing_marketing_is_dropped_and_the_journey_goes_on(forgetful_house: House) -> None:
    """The policy of marketing: rather not at all than twice."""
    house = forgetful_house
    house.publish(MARKETING)
    house.consents("marketing")
    house.mute()
    house.behave(lose_answer=1.0)

    house.event("e1", "news.ready")

    until(lambda: house.statuses() == ["dropped"])
    until(lambda: house.exits() == ["end"])
    assert len(house.phone()) == 1


def test_a_throttled_provider_is_asked_again_later_and_gets_each_message_once(house: House) -> None:
    """429 keeps nothing: the message goes back to the queue."""
    house.publish(PREFERENCES)
    house.behave(throttle_per_second=1)
    people = [f"3360000010{number}" for number in range(4)]

    for person in people:
        house.says("menu", who=person)

    for person in people:
        house.hears("Que préférez-vous ?", who=person, seconds=60)
    house.settled()
    assert all(len(house.phone(person)) == 1 for person in people)


def test_a_refusal_that_concerns_the_person_ends_the_passage(house: House) -> None:
    house.publish(SHIPPED)
    house.behave(refuse={"code": "RECIPIENT_INVALID_CHANNEL_IDENTITY", "share": 1.0})

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.exits() == ["failed:RECIPIENT_INVALID_CHANNEL_IDENTITY"])
    assert house.statuses() == ["failed"]


def unsure(policy: str) -> dict[str, Any]:
    """The parcel's journey, whose message says itself what becomes of it."""
    steps = SHIPPED["steps"]
    return {**SHIPPED, "steps": {**steps, "tell": {**steps["tell"], "if_unconfirmed": policy}}}


def test_a_service_message_may_be_given_up_by_its_own_policy(forgetful_house: House) -> None:
    house = forgetful_house
    house.publish(unsure("drop"))
    house.mute()
    house.behave(lose_answer=1.0)

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.statuses() == ["dropped"])
    house.hears(SHIPPED_TEXT)


def test_a_message_that_may_be_sent_again_is_sent_once_more_and_then_a_person_is_asked(forgetful_house: House) -> None:
    house = forgetful_house
    house.publish(unsure("resend"))
    house.mute()
    house.behave(lose_answer=1.0)

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    house.hears(SHIPPED_TEXT, SHIPPED_TEXT)
    until(lambda: house.rows("SELECT status, attempts FROM message") == [("unknown", 2)])
    house.later(hours=1)
    before = house.rows("SELECT looked_up_at FROM message")
    until(lambda: house.rows("SELECT looked_up_at FROM message") != before)
    assert house.statuses() == ["unknown"]
