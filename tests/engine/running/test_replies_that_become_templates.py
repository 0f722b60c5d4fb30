"""The template that leaves in place of a free reply once its window has closed."""

from __future__ import annotations

from typing import Any

from house import House, until
from journeys import LATE_ADVICE, LATE_ADVICE_WITH_FALLBACK, TEMPLATE_TEXT

from designer.live_view import step_sentences
from designer.trail_words import trail_lines
from engine.journey.definition import read_definition
from storage import contacts
from storage.counts import counts_by_step
from storage.database import reading, writing
from storage.trails import trails_of_contact

SENT = TEMPLATE_TEXT.format("Amina", "C-1")


def advice(pause: str = "30h", **fallback: Any) -> dict[str, Any]:
    """A free reply after a pause, with its fallback changed so."""
    steps = LATE_ADVICE_WITH_FALLBACK["steps"]
    instead = {**steps["advise"]["if_window_closed"], **fallback}
    advise = {**steps["advise"], "if_window_closed": instead}
    return {**LATE_ADVICE, "steps": {**steps, "pause": {**steps["pause"], "for": pause}, "advise": advise}}


def pass_time(house: House, **duration: float) -> None:
    """The customer asks for advice, and the pause before it passes."""
    house.says("conseil")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'time'"))
    house.later(**duration)


def test_the_fallback_template_leaves_once_the_window_is_closed(either_house: House) -> None:
    """“A session message never waits past its window … and `if_window_closed` sends its template instead.”"""
    either_house.publish(advice())

    pass_time(either_house, hours=30, seconds=1)

    either_house.hears(SENT)
    until(lambda: either_house.exits() == ["end"])
    assert either_house.rows("SELECT kind FROM message") == [("fallback",)]


def test_inside_the_window_the_free_reply_leaves(house: House) -> None:
    house.publish(advice("5h"))

    pass_time(house, hours=5, seconds=1)

    house.hears("Notre conseil.")
    assert house.rows("SELECT kind FROM message") == [("session",)]


def test_a_window_that_closes_before_the_message_has_left_counts_as_closed(house: House) -> None:
    house.publish(advice("23h59m52s"))

    pass_time(house, hours=23, minutes=59, seconds=53)

    house.hears(SENT)


def test_a_marketing_fallback_needs_consent(house: House) -> None:
    """Template rules: the category that WhatsApp gave it decides."""
    house.publish(advice(template="nouveautes_du_mois", values={"1": "Amina"}))

    pass_time(house, hours=30, seconds=1)

    until(lambda: house.exits() == ["refused:no_consent"])
    assert house.phone() == []


def test_a_fallback_that_is_paused_holds_its_step_until_the_customer_writes_again(house: House) -> None:
    house.publish(advice())
    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE message_template SET status = 'PAUSED' WHERE name = 'colis_expedie'")
    pass_time(house, hours=30, seconds=1)
    until(lambda: house.rows("SELECT hold_reason FROM message") == [("template_paused",)])
    assert house.phone() == []

    with writing(house.engine) as connection:  # a customer's own webhook would be older than the clock allows
        ((sender_id, address_id),) = house.rows("SELECT sender_id, address_id FROM message")
        contacts.open_windows(connection, [(sender_id, address_id, house.clock())])
    house.later(minutes=2)

    until(lambda: "Notre conseil." in house.texts())
    assert SENT not in house.texts()


def test_a_fallback_that_cannot_be_filled_is_told_and_the_passage_goes_on(house: House) -> None:
    house.publish(advice(values={"1": "{{ contact.prenom }}", "2": "C-1", "3": "mardi"}))

    pass_time(house, hours=30, seconds=1)

    until(lambda: house.exits() == ["end"])
    assert house.rows("SELECT status, reason FROM message") == [("refused", "cannot_render:prenom")]
    assert house.phone() == []


def test_a_free_reply_with_a_fallback_waits_for_a_paused_number(either_house: House) -> None:
    """As its template would: it is not refused at once, and leaves as the template when the window has closed meanwhile."""
    either_house.publish(advice("5h"))
    either_house.write("UPDATE sender SET paused = true")
    pass_time(either_house, hours=5, seconds=1)
    until(lambda: either_house.statuses() == ["queued"])
    until(lambda: not either_house.rows("SELECT 1 FROM inbound_event WHERE status IN ('new', 'routed')"))

    either_house.later(days=2)
    assert either_house.statuses() == ["queued"]
    either_house.write("UPDATE sender SET paused = false")

    either_house.hears(SENT)


def test_a_fallback_that_cannot_be_filled_keeps_nobody_waiting_for_a_paused_number(either_house: House) -> None:
    either_house.publish(advice("5h", values={"1": "{{ contact.prenom }}", "2": "C-1", "3": "mardi"}))
    either_house.write("UPDATE sender SET paused = true")

    pass_time(either_house, hours=5, seconds=1)

    until(lambda: either_house.exits() == ["end"])
    assert either_house.rows("SELECT status, reason FROM message") == [("refused", "cannot_render:prenom")]


SAID = {
    "fr": ("modèle de secours envoyé : les 24 h étaient passées.", "dont 1 par le modèle de secours"),
    "en": ("fallback template sent: the 24 h were over.", "1 of them by the fallback template"),
}


def test_the_live_page_and_the_trail_say_that_the_fallback_left(house: House) -> None:
    journey_id = house.publish(advice())
    pass_time(house, hours=30, seconds=1)
    until(lambda: house.exits() == ["end"])
    ((contact_id,),) = house.rows("SELECT id FROM contact")

    with reading(house.engine) as connection:
        counts = counts_by_step(connection, journey_id=journey_id)["advise"]
        (found,) = trails_of_contact(connection, journey_id=journey_id, contact_id=contact_id)

    journey = read_definition({"parcours": 1, **advice()})
    for language, (trail, live) in SAID.items():
        told = [line.text for line in trail_lines(found, journey, lambda at: f"{at:%H:%M}", language)]
        assert any(trail in text for text in told)
        assert live in [sentence.text for sentence in step_sentences(counts, language)]
