"""“Entering and leaving”, met through the running engine; each test quotes its rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from house import AMINA, House, until
from journeys import END, PREFERENCES, SHIPPED, TEMPLATE_TEXT
from wire import inbound

from engine.api.events import Desk
from engine.api.models import EventBody
from engine.countries import country_of
from engine.ids import new_id
from engine.runner.library import Library
from storage import journeys, senders
from storage.database import writing

OTHER_NUMBER = "33100000002"
SECOND_PHONE = "33600000002"
TOLD = "En route."
SHIPPED_TEXT = TEMPLATE_TEXT.format("cher client", "C-1")


def greeting(text: str = "Bonjour.", **entry: Any) -> dict[str, Any]:
    return {
        "key": "greeting",
        "entry": entry,
        "triggers": [
            {"id": "word", "type": "keyword", "any_of": ["salut"], "next": "hello"},
            {"id": "event", "type": "event", "name": "shop.entered", "next": "hello"},
        ],
        "steps": {"hello": {"type": "send_session", "text": text, "next": "end"}, "end": END},
    }


ANYTHING: dict[str, Any] = {
    "key": "anything",
    "triggers": [{"id": "any", "type": "keyword", "match": "any", "next": "hello"}],
    "steps": {"hello": {"type": "send_session", "text": "Que puis-je pour vous ?", "next": "end"}, "end": END},
}


def test_once_is_enough_where_the_entry_rule_says_never_again(house: House) -> None:
    """“`again: never`”, by word and by event."""
    house.publish(greeting(again="never"))
    house.says("salut")
    house.hears("Bonjour.")
    until(lambda: house.exits() == ["end"])

    house.says("salut")
    answer = house.event("e1", "shop.entered")

    assert answer.json()["enrollments"] == []
    house.heard(2)
    house.hears("Bonjour.")


def test_who_may_not_enter_falls_through_to_the_next_rule(house: House) -> None:
    """“A contact who may not enter falls through to the next rule above.”"""
    house.publish(greeting(again="never"))
    house.publish(ANYTHING)
    house.says("salut")
    house.hears("Bonjour.")
    until(lambda: house.exits() == ["end"])

    house.says("salut")

    house.hears("Bonjour.", "Que puis-je pour vous ?")


def test_after_the_exit_the_same_word_starts_again(house: House) -> None:
    """“`again: after_exit`”."""
    house.publish(greeting(again="after_exit"))
    house.says("salut")
    house.hears("Bonjour.")
    until(lambda: house.exits() == ["end"])

    house.says("salut")

    house.hears("Bonjour.", "Bonjour.")


def test_nobody_enters_twice_while_they_are_inside(house: House) -> None:
    """“`again: after_exit`”: the start word is an answer like any other to somebody who is inside."""
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears("Que préférez-vous ?")
    house.waits()

    house.says("menu")

    house.hears("Que préférez-vous ?", "Je n'ai pas compris.")
    assert house.rows("SELECT COUNT(*) FROM enrollment") == [(1,)]


def test_not_within_seven_days_means_seven_days(house: House) -> None:
    """“`not_within: 7d`”, counted from the latest entrance."""
    house.publish(greeting(again="after_exit", not_within="7d"))
    house.says("salut")
    house.hears("Bonjour.")
    until(lambda: house.exits() == ["end"])

    house.later(days=6, hours=23)
    house.provider_posts(inbound("salut", new_id(), at=house.clock()))
    house.heard(2)
    assert house.exits() == ["end"]
    house.later(hours=2)
    house.provider_posts(inbound("salut", new_id(), at=house.clock()))

    until(lambda: house.exits() == ["end", "end"])


def test_always_starts_over_by_an_event_too(house: House) -> None:
    """“`again: always`”: the open passage ends, and there is never more than one."""
    house.publish({**SHIPPED, "entry": {"again": "always"}})
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()

    house.event("e2", "order.shipped", data={"order_id": "C-2"})

    until(lambda: len(house.phone()) == 2)
    until(lambda: house.exits() == ["entered_again", None])


def test_a_passage_finishes_on_the_version_it_started_on(house: House) -> None:
    """“An enrollment … finishes on the version it started on.” Who comes later meets the new one."""
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()
    changed = {**SHIPPED["steps"], "reply": {**SHIPPED["steps"]["reply"], "text": "Votre colis roule."}}

    house.publish({**SHIPPED, "steps": changed})
    house.says("où")

    house.hears(SHIPPED_TEXT, TOLD)
    house.event("e2", "order.shipped", who=SECOND_PHONE, data={"order_id": "C-2"})
    until(lambda: len(house.phone(SECOND_PHONE)) == 1)
    house.waits()
    house.says("où", who=SECOND_PHONE)
    until(lambda: house.texts(SECOND_PHONE)[1:] == ["Votre colis roule."])


def test_a_passage_finishes_also_where_the_new_version_has_not_its_step(house: House) -> None:
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()
    tell = {**SHIPPED["steps"]["tell"], "next": "end"}

    house.publish({**SHIPPED, "steps": {"tell": tell, "end": END}})
    house.says("où")

    house.hears(SHIPPED_TEXT, TOLD)
    until(lambda: house.exits() == ["end"])


@pytest.fixture
def two_numbers(house: House) -> House:
    """The house has a second number."""
    with writing(house.engine) as connection:
        senders.add(
            connection, id="second", key="second", provider="sandbox", number=OTHER_NUMBER, display_name="Lyon 2",
            created_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
        )  # fmt: skip
    return house


def test_a_passage_keeps_the_number_that_the_customer_wrote_to(two_numbers: House) -> None:
    """“An enrollment keeps its sender”: every message of it leaves from there."""
    house = two_numbers
    house.publish(PREFERENCES)
    house.provider_posts(inbound("menu", new_id(), to=OTHER_NUMBER))
    house.waits()

    house.provider_posts(inbound("sport", new_id(), to=OTHER_NUMBER))

    until(lambda: house.exits() == ["end"])
    assert house.rows("SELECT DISTINCT sender_id FROM message") == [("second",)]


def test_what_is_written_to_another_number_answers_no_question_of_this_one(two_numbers: House) -> None:
    """“The newest wait for a reply on this sender and address.”"""
    house = two_numbers
    house.publish(PREFERENCES)
    house.provider_posts(inbound("menu", new_id(), to=OTHER_NUMBER))
    house.waits()

    house.says("sport")

    until(lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE reason = 'unanswered'") == [(1,)])
    house.waits()


def test_a_passage_keeps_its_address_when_the_contact_has_a_new_one(house: House) -> None:
    """“An enrollment keeps its … address.”"""
    later = {"type": "wait", "for": "1h", "next": "again"}
    again = {**SHIPPED["steps"]["tell"], "next": "end"}
    tell = {**SHIPPED["steps"]["tell"], "next": "pause"}
    house.publish({**SHIPPED, "steps": {"tell": tell, "pause": later, "again": again, "end": END}})
    person = {"external_id": "c-1", "whatsapp": AMINA}
    house.event("e1", "order.shipped", contact=person, data={"order_id": "C-1"})
    house.waits("time")

    assert house.post("/api/contacts", {**person, "whatsapp": SECOND_PHONE}).status_code == 200
    house.later(hours=1, minutes=1)

    house.hears(SHIPPED_TEXT, SHIPPED_TEXT)
    assert house.phone(SECOND_PHONE) == []


def test_early_exit_acts_at_once_inside_a_wait(house: House) -> None:
    """“Goal and `exit_on` act at once when their event arrives, also inside a wait.”"""
    house.publish({**SHIPPED, "exit_on": [{"event": "order.cancelled"}]})
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()

    house.event("e2", "order.cancelled")

    until(lambda: house.exits() == ["exit_on"])


def test_a_goal_that_is_reached_during_a_pause_counts_when_the_journey_goes_on(either_house: House) -> None:
    """“Pause: nobody … moves …; what comes in is stored.”"""
    journey_id = either_house.publish(SHIPPED)
    either_house.event("e1", "order.shipped", data={"order_id": "C-1"})
    either_house.waits()
    either_house.act(journey_id, "pause")

    either_house.event("e2", "order.received")
    until(lambda: either_house.rows("SELECT 1 FROM inbound_event WHERE status = 'held'"))
    assert either_house.exits() == [None]
    either_house.act(journey_id, "resume")

    until(lambda: either_house.exits() == ["goal"])


def test_who_enters_after_the_pause_hears_nothing_of_what_came_before(house: House) -> None:
    journey_id = house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()
    house.act(journey_id, "pause")
    house.event("e2", "order.received")
    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'held'"))

    house.act(journey_id, "resume")
    house.event("e3", "order.shipped", data={"order_id": "C-3"})

    until(lambda: sorted(map(str, house.exits())) == ["None", "goal"])
    house.settled()
    house.waits()


def test_who_was_about_to_start_when_the_pause_came_starts_after_it(house: House) -> None:
    """“Nobody … moves”: the event was taken, and the pause came before its first step."""
    journey_id = house.publish(SHIPPED)
    body = {"id": "e1", "name": "order.shipped", "contact": {"whatsapp": AMINA}, "data": {"order_id": "C-1"}}
    desk = Desk(Library(), new_id, country_of, "sandbox")
    with writing(house.engine) as connection:
        desk.take_event(connection, EventBody.model_validate(body), house.clock())
        journeys.set_state(connection, journey_id=journey_id, act="pause", by=None, at=house.clock())

    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'held'"))
    assert house.rows("SELECT waiting FROM enrollment") == [("start",)]
    assert house.rows("SELECT 1 FROM message") == []
    house.act(journey_id, "resume")

    house.hears(SHIPPED_TEXT)


def test_a_reply_of_the_pause_comes_before_the_time_out_that_is_due_after_it(house: House) -> None:
    """“Stored replies are applied before a time-out that is due.”"""
    journey_id = house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()
    house.act(journey_id, "pause")
    house.says("où")
    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'held'"))
    house.clock.ahead += dt.timedelta(days=2, minutes=1)

    house.act(journey_id, "resume")

    until(lambda: house.exits() == ["end"])
    assert house.rows("SELECT port FROM step_event WHERE step_id = 'answer' AND port IS NOT NULL") == [
        ("branch:where",)
    ]


def test_an_opt_out_ends_a_passage_of_a_paused_journey_at_once(house: House) -> None:
    """A pause holds what we do, not what the customer decides."""
    journey_id = house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()
    house.act(journey_id, "pause")

    house.says("STOP")

    until(lambda: house.exits() == ["opted_out"])


def test_stop_cancels_what_is_queued_of_a_journey(house: House) -> None:
    """“Stop: all exit, what is queued is cancelled.”"""
    journey_id = house.publish(SHIPPED)
    house.suspend()
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.statuses() == ["queued"])

    house.act(journey_id, "stop")
    house.lift()

    until(lambda: house.statuses() == ["cancelled"])
    assert house.exits() == ["stopped"]
    house.settled()
    assert house.phone() == []
