"""The rules of “Who gets a message”, met through the running engine; each test quotes its rule."""

from __future__ import annotations

import datetime as dt

from house import House, until
from journeys import END, PREFERENCES

from engine.clock import system_clock
from storage import senders
from storage.database import writing

ECHO = {
    "key": "echo",
    "triggers": [{"id": "any", "type": "keyword", "match": "any", "next": "echo"}],
    "entry": {"again": "after_exit"},
    "steps": {"echo": {"type": "send_session", "text": "Écho.", "next": "end"}, "end": END},
}


def test_the_house_reply_at_most_once_a_day_and_the_message_stands_as_unanswered(house: House) -> None:
    """“The house reply, at most once a day; and the message stands in Conversations as unanswered.”"""
    house.set_house_reply("Un conseiller vous répondra.")

    house.says("première question")
    house.hears("Un conseiller vous répondra.")
    house.says("deuxième question")
    until(lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE reason = 'unanswered'") == [(2,)])

    house.settled()
    house.hears("Un conseiller vous répondra.")


def test_an_any_trigger_comes_before_the_house_reply(house: House) -> None:
    """“7. An any trigger. 8. The house reply.”"""
    house.set_house_reply("Un conseiller vous répondra.")
    house.publish(ECHO)

    house.says("n'importe quoi")

    house.hears("Écho.")


def test_the_loop_guard_falls_silent_after_ten_replies_in_ten_minutes(house: House) -> None:
    """“More than 10 automatic replies to one address in 10 minutes: silence for an hour.”"""
    house.behave(pair_limit=False)
    house.publish(ECHO)

    for number in range(1, 13):
        house.says(f"message {number}")
        until(lambda number=number: len(house.exits()) == number and None not in house.exits())

    assert len(house.phone()) == 10
    assert house.rows("SELECT reason FROM message WHERE status = 'refused'") == [("loop",), ("loop",)]
    house.later(hours=1, minutes=1)
    house.says("me revoilà", at=house.clock().isoformat())
    until(lambda: len(house.phone()) == 11)


def test_a_message_that_reaches_us_late_starts_nothing_new(house: House) -> None:
    """“A message that reaches us more than an hour late still answers the wait that was open when it was written, and
    starts nothing new.”"""
    house.publish(PREFERENCES)
    written = (system_clock() - dt.timedelta(hours=2)).isoformat()

    house.says("menu", at=written)

    until(lambda: house.rows("SELECT reason FROM inbound_event WHERE status = 'done'") == [("unanswered",)])
    assert house.phone() == []


def test_a_reaction_moves_nothing(house: House) -> None:
    """“Reactions, edits, deletions and typing are recorded and move nothing.”"""
    house.publish(ECHO)

    house.http.post(f"{house.sandbox}/sandbox/inbound", json={"from": "33600000001", "reaction": "👍"})

    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'done'"))
    assert house.exits() == []


def test_a_trigger_with_exactly_this_word_comes_before_the_other_reply_of_a_wait(house: House) -> None:
    """“4. exact branch … 5. A live journey's trigger with an exactly matching keyword … 6. its otherwise.”"""
    other = {
        "key": "hours",
        "triggers": [{"id": "hours", "type": "keyword", "any_of": ["horaires"], "next": "tell"}],
        "steps": {"tell": {"type": "send_session", "text": "De 9 h à 18 h.", "next": "end"}, "end": END},
    }
    house.publish(PREFERENCES)
    house.publish(other)
    house.says("menu")
    house.hears("Que préférez-vous ?")

    house.says("vos horaires ?")

    house.hears("Que préférez-vous ?", "De 9 h à 18 h.")
    house.says("sport")
    house.hears("Que préférez-vous ?", "De 9 h à 18 h.", "C'est noté : sport.")


def test_a_tap_on_an_old_message_counts_as_its_label_typed(house: House) -> None:
    """“Otherwise it counts as its label, typed.”"""
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears("Que préférez-vous ?")
    house.taps("Sport")
    house.hears("Que préférez-vous ?", "C'est noté : sport.")
    house.settled()

    house.taps("Sport")

    until(lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE reason = 'unanswered'") == [(1,)])
    house.hears("Que préférez-vous ?", "C'est noté : sport.")


RESTART = {
    "key": "restart",
    "triggers": [{"id": "again", "type": "keyword", "any_of": ["menu"], "next": "ask"}],
    "entry": {"again": "always"},
    "steps": {
        "ask": {"type": "send_session", "text": "Oui ou non ?", "next": "answer"},
        "answer": {"type": "wait_for_reply", "for": "20h", "otherwise": "end", "no_reply": "end"},
        "end": END,
    },
}


def test_a_start_word_starts_over_where_the_entry_rule_says_always(either_house: House) -> None:
    """“`again: always`”: the open passage ends, and there is never more than one."""
    either_house.publish(RESTART)
    either_house.says("menu")
    either_house.hears("Oui ou non ?")

    either_house.says("menu")

    either_house.hears("Oui ou non ?", "Oui ou non ?")
    until(lambda: either_house.exits() == ["entered_again", None])
    assert either_house.rows("SELECT COUNT(*) FROM inbound_event WHERE status = 'aside'") == [(0,)]


def test_the_same_start_word_twice_at_once_starts_one_passage(either_house: House) -> None:
    """“One active enrollment for each (journey, contact, key).” Both words stand in one chunk."""
    either_house.publish(PREFERENCES)
    either_house.suspend()

    either_house.says_at_once("menu", "menu", "menu")
    until(
        lambda: (
            either_house.rows("SELECT COUNT(*) FROM inbound_event WHERE kind = 'message' AND status = 'done'") == [(3,)]
        )
    )

    assert either_house.exits() == [None]
    assert either_house.statuses() == ["queued"]


def test_a_message_goes_to_the_senders_of_the_provider_that_is_configured(house: House) -> None:
    """Another provider's number stays in the table after a change of provider; nothing is queued there."""
    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE sender SET key = 'new', created_at = '2030-01-01 00:00:00.000000'")
        senders.add(
            connection, id="old", key="main", provider="sinch", number="33100000001", display_name="Old",
            created_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        )  # fmt: skip
    house.publish(ECHO)

    house.says("bonjour")

    house.hears("Écho.")
    assert house.rows("SELECT sender.provider FROM message JOIN sender ON sender.id = sender_id") == [("sandbox",)]
