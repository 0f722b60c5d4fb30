"""“Who gets a message”: taps, quotes, what is no text, and when it was written, met through the running engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
import pytest
from house import AMINA, House, until
from journeys import END, PREFERENCES, SHIPPED, TEMPLATE_TEXT
from wire import customer_event, envelope, inbound

from engine.clock import system_clock

QUESTION, SORRY, NOTED = "Que préférez-vous ?", "Je n'ai pas compris.", "C'est noté : sport."
SHIPPED_TEXT = TEMPLATE_TEXT.format("cher client", "C-1")


def yes_or_no(key: str, word: str, answers: list[str]) -> dict[str, Any]:
    """A journey that asks and says which journey heard the answer."""
    return {
        "key": key,
        "triggers": [{"id": "go", "type": "keyword", "any_of": [word], "next": "ask"}],
        "steps": {
            "ask": {
                "type": "send_session", "text": f"{key} ?", "next": "answer",
                "buttons": [{"id": "yes", "title": "D'accord"}],
            },
            "answer": {
                "type": "wait_for_reply", "for": "20h", "otherwise": "other", "no_reply": "end",
                "branches": [
                    {"id": "yes", "any_of": answers, "buttons": ["yes"], "typos": True, "next": "heard"},
                ],
            },
            "heard": {"type": "send_session", "text": f"{key} : oui.", "next": "end"},
            "other": {"type": "send_session", "text": f"{key} : autre.", "next": "end"},
            "end": END,
        },
    }  # fmt: skip


@pytest.fixture
def two_questions(house: House) -> House:
    """Bread was asked first, wine last; both wait."""
    house.publish(yes_or_no("pain", "pain", ["volontiers"]))
    house.publish(yes_or_no("vin", "vin", ["volontiers", "rouge"]))
    house.says("pain")
    house.waits(people=1)
    house.says("vin")
    house.waits(people=2)
    return house


# Taps and quotes ---------------------------------------------------------------------------------------------------


def test_a_quote_goes_to_the_visit_that_sent_the_message(two_questions: House) -> None:
    """“A tap or a quote that names one of our messages: the visit that sent it, if it still waits.”"""
    bread = two_questions.phone()[0]["id"]

    two_questions.says("volontiers", reply_to=bread)

    two_questions.hears("pain ?", "vin ?", "pain : oui.")


def test_a_quote_goes_there_whatever_it_says(two_questions: House) -> None:
    """Even the exact word of another wait."""
    two_questions.says("rouge", reply_to=two_questions.phone()[0]["id"])

    two_questions.hears("pain ?", "vin ?", "pain : autre.")


def test_a_tap_goes_to_the_visit_that_sent_the_message(two_questions: House) -> None:
    bread = two_questions.phone()[0]

    two_questions.taps("D'accord", on=bread["id"])

    two_questions.hears("pain ?", "vin ?", "pain : oui.")


def test_a_tap_on_a_message_that_waits_no_more_counts_as_its_label_typed(two_questions: House) -> None:
    """“Otherwise it counts as its label, typed”: no branch of the wine has that word."""
    bread = two_questions.phone()[0]
    two_questions.taps("D'accord", on=bread["id"])
    two_questions.hears("pain ?", "vin ?", "pain : oui.")
    two_questions.settled()

    two_questions.taps("D'accord", on=bread["id"])

    two_questions.hears("pain ?", "vin ?", "pain : oui.", "vin : autre.")


def test_an_exact_word_goes_to_the_newest_wait_that_has_it(two_questions: House) -> None:
    """“The newest wait for a reply … with an exactly matching branch (then the next newest).”"""
    two_questions.says("volontiers")
    two_questions.hears("pain ?", "vin ?", "vin : oui.")
    two_questions.settled()

    two_questions.says("volontiers")

    two_questions.hears("pain ?", "vin ?", "vin : oui.", "pain : oui.")


def test_one_message_moves_one_passage_only(two_questions: House) -> None:
    """“One inbound message moves at most one enrollment.”"""
    two_questions.says("volontiers")

    two_questions.hears("pain ?", "vin ?", "vin : oui.")
    two_questions.settled()
    assert sorted(map(str, two_questions.exits())) == ["None", "end"]


def test_a_near_word_goes_to_the_newest_wait(two_questions: House) -> None:
    """“6. The newest wait again: its near (typo) match.”"""
    two_questions.says("volontier")

    two_questions.hears("pain ?", "vin ?", "vin : oui.")


def test_two_messages_found_together_go_to_two_waits(two_questions: House) -> None:
    """The second one meets what the first one changed."""
    two_questions.says_at_once("rouge", "volontiers")

    until(lambda: sorted(two_questions.texts()[2:]) == ["pain : oui.", "vin : oui."])


# What is no text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        {"media_message": {"url": "https://media.example/voice.ogg"}},
        {"media_message": {"url": "https://media.example/film.mp4"}},
        {"media_message": {"url": "https://media.example/a.pdf"}},
        {"location_message": {"title": "Lyon", "coordinates": {"latitude": 45.7, "longitude": 4.8}}},
        {"contact_info_message": {"name": {"full_name": "Paul"}, "phone_numbers": [{"phone_number": "33600000002"}]}},
        {"hologram_message": {"url": "https://media.example/a.holo"}},
        {"fallback_message": {"raw_message": "{}", "reason": {"code": "UNKNOWN"}}},
    ],
    ids=["voice", "video", "document", "location", "contact", "unknown kind", "unsupported by the provider"],
)
def test_what_has_no_words_takes_the_path_other_reply(house: House, content: dict[str, Any]) -> None:
    """“Media, voice, location or contact without caption takes `otherwise`. Unknown kinds take `otherwise`.”"""
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)
    house.waits()

    house.provider_posts(inbound(content))

    house.hears(QUESTION, SORRY)


def test_an_unknown_kind_is_kept_whole(house: House) -> None:
    """“Unknown kinds are kept whole.”"""
    house.provider_posts(inbound({"hologram_message": {"depth": 3}}))

    house.heard(1)
    ((raw,),) = house.rows("SELECT raw FROM inbound_event")
    assert orjson.loads(raw)["message"]["contact_message"] == {"hologram_message": {"depth": 3}}


def test_a_caption_is_text(house: House) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)
    house.waits()

    house.sends("image", caption="plutôt sport")

    house.hears(QUESTION, NOTED)


def test_a_photo_without_words_starts_no_journey(house: House) -> None:
    house.publish(PREFERENCES)

    house.sends("image")

    until(lambda: house.rows("SELECT reason FROM inbound_event WHERE kind = 'message'") == [("unanswered",)])
    assert house.phone() == []


@pytest.mark.parametrize(
    "inside",
    [
        {"contact_event": {"composing_event": {}}},
        {"contact_event": {"composing_end_event": {}}},
        {"contact_event": {"conversation_deleted_event": {}}},
        {"contact_message_event": {"reaction_event": {"emoji": "👍", "action": "REACTION_ACTION_REACT"}}},
        {"contact_message_event": {"message_edited_event": {"message_id": "x", "text": "sport"}}},
        {"contact_message_event": {"message_deleted_event": {"message_id": "x"}}},
    ],
    ids=["typing", "typing ends", "conversation deleted", "reaction", "edit", "deletion"],
)
def test_reactions_edits_deletions_and_typing_are_kept_and_move_nothing(house: House, inside: dict[str, Any]) -> None:
    """“Reactions, edits, deletions and typing are recorded and move nothing.”"""
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)
    house.waits()

    house.provider_posts(customer_event(inside))

    until(lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE source = 'sinch' AND status = 'new'") == [(0,)])
    kept = [raw for (raw,) in house.rows("SELECT raw FROM inbound_event WHERE status = 'done' AND kind IS NULL")]
    assert any(orjson.loads(raw).get("event", {}).items() >= inside.items() for raw in kept)
    house.waits()
    house.hears(QUESTION)


def test_a_redaction_moves_nothing(house: House) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)
    house.waits()

    house.provider_posts(
        envelope({"message_redaction": {"id": "x", "contact_message": {"text_message": {"text": "sport"}}}})
    )

    until(lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE status = 'new'") == [(0,)])
    house.waits()
    house.hears(QUESTION)


# Time ----------------------------------------------------------------------------------------------------------------


def test_a_message_written_before_the_question_answers_nothing(house: House) -> None:
    """“A message written before the wait's question was accepted answers nothing.”"""
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)
    house.waits()

    house.says("sport", at=(system_clock() - dt.timedelta(minutes=5)).isoformat())

    until(lambda: house.rows("SELECT COUNT(*) FROM inbound_event WHERE reason = 'unanswered'") == [(1,)])
    house.waits()
    house.hears(QUESTION)


def test_the_window_opens_when_the_customer_wrote_not_when_we_hear_of_it(house: House) -> None:
    """“The window opens at the customer's timestamp.” The answer counts, though it comes a day late; a free reply to it would
    be outside the window."""
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()
    written = system_clock()
    house.later(hours=25)

    house.provider_posts(inbound("où", at=written))

    until(lambda: house.exits() == ["end"])
    house.hears(SHIPPED_TEXT)
    assert house.rows("SELECT status, reason FROM message WHERE kind = 'session'") == [("refused", "window_closed")]


def test_a_late_message_opens_no_journey_and_gets_no_house_reply(house: House) -> None:
    """“A message that reaches us more than an hour late … starts nothing new.”"""
    house.publish(yes_or_no("pain", "pain", []))
    house.later(hours=1, minutes=2)

    house.says("pain", at=system_clock().isoformat())

    until(lambda: house.rows("SELECT reason FROM inbound_event WHERE kind = 'message'") == [("unanswered",)])
    assert house.exits() == []


def test_a_message_an_hour_late_at_most_starts_a_journey(house: House) -> None:
    house.publish(yes_or_no("pain", "pain", []))
    house.later(minutes=58)

    house.says("pain", at=system_clock().isoformat())

    house.hears("pain ?")


# Receipts that a customer gives without knowing --------------------------------------------------------------------


@pytest.fixture
def no_receipts(house: House) -> House:
    """The customer switched read receipts off."""
    house.behave(read=False)
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)
    house.waits()
    until(lambda: house.statuses() == ["delivered"])
    return house


def test_a_message_that_was_answered_was_read(no_receipts: House) -> None:
    """“`read` is implied by a reply or a tap.”"""
    no_receipts.says("sport")

    until(lambda: no_receipts.rows("SELECT status FROM message WHERE step_id = 'ask'") == [("read",)])
    ((accepted_at, read_at),) = no_receipts.rows("SELECT accepted_at, read_at FROM message WHERE step_id = 'ask'")
    assert read_at >= accepted_at
    until(lambda: no_receipts.rows("SELECT status FROM message WHERE step_id = 'thanks'") == [("delivered",)])


def test_a_message_that_was_tapped_was_read_also_when_nobody_waits_for_it(no_receipts: House) -> None:
    no_receipts.later(hours=21)
    until(lambda: no_receipts.exits() == ["end"])

    no_receipts.taps("Sport")

    until(lambda: no_receipts.statuses() == ["read"])


def test_a_message_before_the_answer_stays_without_a_read_receipt(no_receipts: House) -> None:
    """A word that nobody waits for says nothing of what we sent."""
    no_receipts.later(hours=21)
    until(lambda: no_receipts.exits() == ["end"])

    no_receipts.says("bonsoir")

    no_receipts.heard(2)
    assert no_receipts.statuses() == ["delivered"]


def test_a_receipt_that_comes_after_the_answer_takes_nothing_back(either_house: House) -> None:
    """The delivery is told later than the reply."""
    either_house.behave(read=False, deliver=False)
    either_house.publish(PREFERENCES)
    either_house.says("menu")
    either_house.hears(QUESTION)
    either_house.waits()
    either_house.says("sport", who=AMINA)
    until(lambda: either_house.rows("SELECT status FROM message WHERE step_id = 'ask'") == [("read",)])
    ((provider_id, ours),) = either_house.rows("SELECT provider_message_id, id FROM message WHERE step_id = 'ask'")

    report = {"message_id": provider_id, "status": "DELIVERED", "metadata": ours, "contact_id": "",
              "channel_identity": {"channel": "WHATSAPP", "identity": AMINA, "app_id": ""}}  # fmt: skip
    either_house.provider_posts(envelope({"message_delivery_report": report}))

    until(lambda: either_house.rows("SELECT 1 FROM message WHERE step_id = 'ask' AND delivered_at IS NOT NULL"))
    assert either_house.rows("SELECT status FROM message WHERE step_id = 'ask'") == [("read",)]
