"""What stops a message at the moment of sending, and what people decide about journeys."""

from __future__ import annotations

from house import AMINA, House, until
from journeys import MARKETING, PREFERENCES, SHIPPED, TEMPLATE_TEXT

from storage import house as house_rules
from storage.database import writing

CONFIRMED = "C'est noté : vous ne recevrez plus de messages de notre part. Écrivez START pour les recevoir à nouveau."
BACK = "C'est noté : vous recevrez à nouveau nos messages. Écrivez STOP à tout moment pour ne plus en recevoir."


def test_a_customer_who_wrote_stop_gets_the_confirmation_and_nothing_more(either_house: House) -> None:
    """Once confirmed, a second STOP is not answered, and an event of the site sends nothing."""
    either_house.publish(SHIPPED)
    either_house.says("bonjour")
    either_house.says("STOP")
    either_house.hears(CONFIRMED)

    either_house.says("Stop !!")
    until(
        lambda: (
            either_house.rows("SELECT COUNT(*) FROM inbound_event WHERE kind = 'message' AND status = 'done'") == [(3,)]
        )
    )
    either_house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: either_house.exits() == ["refused:opted_out"])
    either_house.settled()
    either_house.hears(CONFIRMED)


def test_an_opt_out_ends_the_passage_and_cancels_what_is_queued(house: House) -> None:
    """“An opt-out takes effect before the next message leaves.”"""
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))

    house.says("Arrêt")

    until(lambda: house.exits() == ["opted_out"])
    house.hears(TEMPLATE_TEXT.format("cher client", "C-1"), CONFIRMED)


def test_after_an_opt_out_the_customer_is_still_answered_when_they_ask(house: House) -> None:
    """“An opt-out silences everything except the confirmation and what the customer asks for next.”"""
    house.publish(PREFERENCES)
    house.says("STOP")
    house.hears(CONFIRMED)

    house.says("menu")

    house.hears(CONFIRMED, "Que préférez-vous ?")


def test_start_brings_the_messages_back_and_resumes_nothing(house: House) -> None:
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))
    house.says("STOP")
    until(lambda: CONFIRMED in house.texts())

    house.says("START")

    house.hears(TEMPLATE_TEXT.format("cher client", "C-1"), CONFIRMED, BACK)
    assert house.exits() == ["opted_out"]
    house.event("e2", "order.shipped", data={"order_id": "C-2"})
    until(lambda: TEMPLATE_TEXT.format("cher client", "C-2") in house.texts())


def test_the_providers_own_opt_out_counts_like_a_word(house: House) -> None:
    """OPT_OUT is one of the provider's preference events."""
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))

    house.http.post(f"{house.sandbox}/sandbox/opt", json={"from": AMINA, "status": "out"})

    until(lambda: house.exits() == ["opted_out"])
    house.event("e2", "order.shipped", data={"order_id": "C-2"})
    until(lambda: house.exits() == ["opted_out", "refused:opted_out"])


def test_marketing_needs_consent(house: House) -> None:
    house.publish(MARKETING)

    house.event("e1", "news.ready")

    until(lambda: house.exits() == ["refused:no_consent"])
    assert house.phone() == []


def test_marketing_leaves_with_consent(house: House) -> None:
    house.publish(MARKETING)
    house.consents("marketing")

    house.event("e1", "news.ready")

    until(lambda: len(house.phone()) == 1)


def test_a_paused_template_holds_its_step_and_nothing_is_sent_in_its_place(house: House) -> None:
    """“If a template's status changes under a live journey, its step holds.”"""
    house.publish(SHIPPED)
    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE message_template SET status = 'PAUSED' WHERE name = 'colis_expedie'")

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.rows("SELECT hold_reason FROM message") == [("template_paused",)])
    assert house.statuses() == ["queued"]
    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE message_template SET status = 'APPROVED' WHERE name = 'colis_expedie'")
    house.later(minutes=2)
    until(lambda: len(house.phone()) == 1)


def test_the_emergency_stop_holds_everything_until_it_is_lifted(house: House) -> None:
    house.publish(SHIPPED)
    with writing(house.engine) as connection:
        house_rules.suspend_sending(connection, by=None, at=house.clock())

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.statuses() == ["queued"])
    house.parts.worker.wake("lane:none")
    assert house.phone() == []
    with writing(house.engine) as connection:
        house_rules.resume_sending(connection, by=None, at=house.clock())
    until(lambda: len(house.phone()) == 1)


def test_a_paused_journey_sends_moves_and_admits_nobody_and_keeps_what_comes_in(either_house: House) -> None:
    """“Nobody enters, moves or is sent to; what comes in is stored.”"""
    journey_id = either_house.publish(SHIPPED)
    either_house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: either_house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))
    either_house.act(journey_id, "pause")

    either_house.says("où")
    answer = either_house.event("e2", "order.shipped", data={"order_id": "C-2"})

    assert answer.json()["enrollments"] == []
    until(lambda: either_house.rows("SELECT reason FROM inbound_event WHERE status = 'held'"))
    assert len(either_house.phone()) == 1
    either_house.act(journey_id, "resume")
    either_house.hears(TEMPLATE_TEXT.format("cher client", "C-1"), "En route.")


def test_a_retired_journey_lets_those_inside_finish(house: House) -> None:
    journey_id = house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))
    house.act(journey_id, "retire")

    assert house.event("e2", "order.shipped", data={"order_id": "C-2"}).json()["enrollments"] == []
    house.says("où")

    house.hears(TEMPLATE_TEXT.format("cher client", "C-1"), "En route.")
    until(lambda: house.exits() == ["end"])


def test_a_stopped_journey_is_left_by_everybody(house: House) -> None:
    """“Stop: all exit, what is queued is cancelled.”"""
    journey_id = house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))
    with writing(house.engine) as connection:
        house_rules.suspend_sending(connection, by=None, at=house.clock())
    house.event("e2", "order.shipped", data={"order_id": "C-2"})
    until(lambda: "queued" in house.statuses())

    house.act(journey_id, "stop")

    until(lambda: house.exits() == ["stopped", "stopped"])
    until(lambda: house.statuses()[1] == "cancelled")
    assert len(house.phone()) == 1


def test_a_consent_dated_tomorrow_does_not_outlive_todays_stop(house: House) -> None:
    house.publish(SHIPPED)
    body = {
        "id": "c1",
        "contact": {"whatsapp": AMINA},
        "purpose": "all",
        "given": True,
        "source": "web",
        "at": "2099-01-01T00:00:00Z",
    }
    assert house.post("/api/consents", {**body, "at": "2026-11-22T14:00:00"}).status_code == 422
    house.says("bonjour")
    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'done'"))
    assert house.post("/api/consents", {**body, "at": "2099-01-01T00:00:00Z"}).status_code in (202, 422)
    house.says("STOP")
    house.hears(CONFIRMED)

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.exits() == ["refused:opted_out"])
    house.hears(CONFIRMED)


def test_a_stop_holds_even_when_a_new_version_is_published_at_once(house: House) -> None:
    journey_id = house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))

    house.act(journey_id, "stop")
    house.publish({**SHIPPED, "name": "Encore"})

    assert house.exits() == ["stopped"]


def test_publishing_does_not_end_a_pause(house: House) -> None:
    journey_id = house.publish(SHIPPED)
    house.act(journey_id, "pause")

    house.publish({**SHIPPED, "name": "Encore"})

    assert house.rows("SELECT state FROM journey") == [("paused",)]
    assert house.event("e1", "order.shipped", data={"order_id": "C-1"}).json()["enrollments"] == []


def test_a_pause_gives_back_the_closed_entrance(house: House) -> None:
    journey_id = house.publish(SHIPPED)
    for act in ("retire", "pause", "resume"):
        house.act(journey_id, act)

    assert house.rows("SELECT state FROM journey") == [("retired",)]
