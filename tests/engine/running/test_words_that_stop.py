"""“Opt-out and opt-in words: recorded, confirmed once, nothing else sees them”, met through the running engine."""

from __future__ import annotations

import pytest
from house import AMINA, House, until
from journeys import END, MARKETING, PREFERENCES, SHIPPED, TEMPLATE_TEXT
from test_what_may_leave import BACK, CONFIRMED

from engine.ids import new_id

NEWS = "Bonjour Amina, les nouveautés du mois sont arrivées à la boutique. Passez les voir ou répondez à ce message. Répondez STOP pour ne plus en recevoir."
OUT_IN_ENGLISH = "Done: you will not receive any more messages from us. Write START to receive them again."
SHIPPED_TEXT = TEMPLATE_TEXT.format("cher client", "C-1")
BUTTONS = {
    "key": "buttons",
    "triggers": [{"id": "hi", "type": "keyword", "any_of": ["bonjour"], "next": "ask"}],
    "steps": {
        "ask": {
            "type": "send_session", "text": "On continue ?", "next": "answer",
            "buttons": [{"id": "more", "title": "Oui"}, {"id": "less", "title": "Stop"}],
        },
        "answer": {"type": "wait_for_reply", "for": "20h", "otherwise": "sorry", "no_reply": "end"},
        "sorry": {"type": "send_session", "text": "Je n'ai pas compris.", "next": "end"},
        "end": END,
    },
}  # fmt: skip


def test_another_opt_out_word_counts_only_in_the_contacts_language(house: House) -> None:
    """“Other words of the list only in the contact's language.”"""
    house.speaks("fr")
    house.says("unsubscribe")
    house.heard(1)
    assert house.rows("SELECT COUNT(*) FROM consent") == [(0,)]

    house.speaks("en")
    house.says("unsubscribe")

    house.hears(OUT_IN_ENGLISH)
    assert house.rows("SELECT purpose, given, source FROM consent") == [("all", 0, "keyword")]


def test_a_contact_whose_language_is_not_known_is_taken_to_speak_the_houses(house: House) -> None:
    house.says("unsubscribe")
    house.heard(1)

    house.says("me désabonner")

    house.hears(CONFIRMED)


@pytest.mark.parametrize("before", ["marketing", "service"])
def test_an_ambiguous_word_stops_only_after_marketing(house: House, before: str) -> None:
    """“Short or ambiguous ones only … when our last message to this person was marketing.”"""
    house.publish(MARKETING)
    house.publish(SHIPPED)
    house.speaks("en")
    house.consents("marketing")
    house.event("e1", "news.ready")
    until(lambda: len(house.phone()) == 1)
    if before == "service":
        house.event("e2", "order.shipped", data={"order_id": "C-1"})
        until(lambda: len(house.phone()) == 2)
    house.settled()

    house.says("Cancel.")

    house.heard(1)
    house.settled()
    assert (OUT_IN_ENGLISH in house.texts()) == (before == "marketing")


def test_an_ambiguous_word_in_a_sentence_is_no_opt_out(house: House) -> None:
    """“Only as the whole message.”"""
    house.publish(MARKETING)
    house.speaks("en")
    house.consents("marketing")
    house.event("e1", "news.ready")
    until(lambda: len(house.phone()) == 1)
    house.settled()

    house.says("cancel my order please")

    house.heard(1)
    assert house.rows("SELECT COUNT(*) FROM consent WHERE source = 'keyword'") == [(0,)]


def test_a_template_that_whatsapp_made_marketing_was_marketing_to_the_customer(house: House) -> None:
    """The journey is for service; its template's category changed. “T”-like words count after it."""
    house.publish(SHIPPED)
    house.write("UPDATE message_template SET category = 'MARKETING' WHERE name = 'colis_expedie'")
    house.speaks("en")
    house.consents("marketing")
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()

    house.says("cancel")

    until(lambda: house.exits() == ["opted_out"])
    assert house.rows("SELECT purpose FROM message WHERE kind = 'template'") == [("marketing",)]


def test_stop_twice_at_once_is_confirmed_once(either_house: House) -> None:
    """“Confirmed once”, also where both words are found together."""
    either_house.says_at_once("STOP", "Stop !")

    either_house.heard(2)
    either_house.settled()
    either_house.hears(CONFIRMED)


def test_stop_and_start_at_once_leave_the_customer_with_us(house: House) -> None:
    house.publish(SHIPPED)
    house.says_at_once("STOP", "START")
    house.heard(2)
    house.settled()

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: sorted(house.texts()) == sorted([CONFIRMED, BACK, SHIPPED_TEXT]))


def test_start_gives_no_consent_that_was_never_given(house: House) -> None:
    """“START gives no consent.”"""
    house.publish(MARKETING)
    house.says("STOP")
    house.hears(CONFIRMED)
    house.says("START")
    house.hears(CONFIRMED, BACK)

    house.event("e1", "news.ready")

    until(lambda: house.exits() == ["refused:no_consent"])
    house.hears(CONFIRMED, BACK)


def test_start_gives_back_the_consent_that_was_given_before(house: House) -> None:
    house.publish(MARKETING)
    house.consents("marketing")
    house.says("STOP")
    house.hears(CONFIRMED)
    house.says("START")
    house.hears(CONFIRMED, BACK)

    house.event("e1", "news.ready")

    house.hears(CONFIRMED, BACK, NEWS)


def test_start_from_somebody_who_never_left_is_an_ordinary_word(house: House) -> None:
    house.publish({**PREFERENCES, "triggers": [{"id": "s", "type": "keyword", "any_of": ["start"], "next": "ask"}]})

    house.says("start")

    house.hears("Que préférez-vous ?")


def test_stop_tapped_on_a_button_stops(house: House) -> None:
    house.publish(BUTTONS)
    house.says("bonjour")
    house.hears("On continue ?")

    house.taps("Stop")

    house.hears("On continue ?", CONFIRMED)
    until(lambda: house.exits() == ["opted_out"])


def test_stop_as_the_caption_of_a_photo_stops(house: House) -> None:
    """“A caption is text.”"""
    house.sends("image", caption="STOP")

    house.hears(CONFIRMED)


def test_stop_that_reaches_us_hours_late_stops_all_the_same(house: House) -> None:
    """Late messages start nothing new; an opt-out is nothing new to start."""
    house.publish(SHIPPED)
    house.says("STOP", at="2026-01-05T09:00:00Z")
    until(lambda: house.rows("SELECT COUNT(*) FROM consent") == [(1,)])

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.exits() == ["refused:opted_out"])
    assert house.phone() == []


def test_the_providers_own_opt_out_is_confirmed_once_while_the_window_is_open(either_house: House) -> None:
    """“The provider's own preference events: recorded, confirmed once.”"""
    either_house.publish(PREFERENCES)
    either_house.says("menu")
    either_house.hears("Que préférez-vous ?")

    for _ in range(2):
        either_house.http.post(f"{either_house.sandbox}/sandbox/opt", json={"from": AMINA, "status": "out"})

    until(lambda: either_house.rows("SELECT COUNT(*) FROM consent") == [(2,)])
    either_house.settled()
    either_house.hears("Que préférez-vous ?", CONFIRMED)
    assert either_house.exits() == ["opted_out"]


def test_outside_the_window_the_providers_opt_out_is_recorded_without_a_word(house: House) -> None:
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.waits()

    house.http.post(f"{house.sandbox}/sandbox/opt", json={"from": AMINA, "status": "out"})

    until(lambda: house.exits() == ["opted_out"])
    house.settled()
    house.hears(SHIPPED_TEXT)


def test_an_opt_out_told_by_another_system_is_not_confirmed(house: House) -> None:
    """The person said no on a page of yours: there they are answered."""
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears("Que préférez-vous ?")

    body = {"id": new_id(), "contact": {"whatsapp": AMINA}, "purpose": "all", "given": False, "source": "form"}
    assert house.post("/api/consents", body).status_code == 202

    until(lambda: house.exits() == ["opted_out"])
    house.settled()
    house.hears("Que préférez-vous ?")


def test_an_opt_out_cancels_what_is_queued_and_is_confirmed_even_while_all_sending_is_stopped(house: House) -> None:
    """“An opt-out takes effect before the next message leaves: queued messages are cancelled.”"""
    house.publish(SHIPPED)
    house.suspend()
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.statuses() == ["queued"])

    house.says("STOP")

    house.hears(CONFIRMED)
    assert house.rows("SELECT status, reason FROM message WHERE kind = 'template'") == [("cancelled", "opted_out")]
    house.lift()
    house.settled()
    house.hears(CONFIRMED)


def test_a_no_to_offers_ends_the_marketing_passages_and_leaves_the_others(house: House) -> None:
    """“Enrollments of that purpose exit.”"""
    pause = {"tell": {"type": "wait", "for": "2d", "next": "end"}, "end": END}
    house.publish({**MARKETING, "steps": pause})
    house.publish(SHIPPED)
    house.consents("marketing")
    house.event("e1", "news.ready")
    house.event("e2", "order.shipped", data={"order_id": "C-1"})
    house.waits("time")
    house.waits("reply")

    body = {"id": new_id(), "contact": {"whatsapp": AMINA}, "purpose": "marketing", "given": False, "source": "form"}
    house.post("/api/consents", body)

    until(lambda: house.rows("SELECT exit_reason FROM enrollment WHERE status = 'exited'") == [("opted_out",)])
    house.waits("reply")
