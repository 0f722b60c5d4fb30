"""The reading of a whole journey: order, conditions, numbers, what stands between messages."""

from __future__ import annotations

from typing import Any

from designer.preview_answers import Said
from designer.preview_facts import completed, facts_in_brief, links, paths_used
from designer.preview_phone import phone_messages
from designer.preview_view import Grey, Section, Shown, read_journey
from designer.samples import SAMPLES
from engine.checker.check import check
from engine.checker.context import KnownTemplate
from engine.journey.definition import Journey, read_definition
from tests.designer.editing_samples import cart

TEMPLATES = {
    ("cart_reminder", "fr"): KnownTemplate(
        "MARKETING", "APPROVED", {"body": {"text": "Bonjour {{name}}, https://boutique.example STOP pour arrêter."}}
    )
}


def changed(**steps: Any) -> Journey:
    """The cart journey with these steps written over."""
    definition = cart()
    definition["steps"] |= steps
    return read_definition(definition)


def read(journey: Journey, sample: str = "amina", language: str = "fr") -> list[Section]:
    return read_journey(journey, completed(SAMPLES[sample], journey), language, TEMPLATES)


def numbers(sections: list[Section]) -> dict[str, str]:
    return {shown.number: shown.step_id for section in sections for shown in section.messages}


def lines(section: Section) -> list[str]:
    return [row.text for row in section.rows if isinstance(row, Grey)]


def test_messages_are_numbered_in_the_order_in_which_a_customer_meets_them() -> None:
    assert numbers(read(read_definition(cart()))) == {"M1": "remind", "M2": "thanks"}


def test_a_condition_is_the_heading_of_what_follows_it() -> None:
    main, answered = read(read_definition(cart()))

    assert (main.heading, main.depth) == ("Chemin principal", 0)
    assert (answered.heading, answered.depth) == ("Si le client répond «\u00a0oui\u00a0»", 1)


def test_the_customers_answer_stands_before_the_message_it_leads_to() -> None:
    _, answered = read(read_definition(cart()))

    assert answered.rows[0] == Said("oui")


def test_a_way_that_sends_nothing_is_one_grey_line() -> None:
    main, _ = read(read_definition(cart()))

    assert "Autre réponse : Fin" in lines(main)
    assert "Sans réponse après 24 h : Fin" in lines(main)


def test_a_wait_is_read_between_two_messages() -> None:
    journey = changed(
        thanks={"type": "send_session", "text": "Merci", "next": "pause"},
        pause={"type": "wait", "for": "20h", "next": "more"},
        more={"type": "send_session", "text": "Encore ?", "next": "bye"},
    )

    _, answered = read(journey)

    kinds = [type(row).__name__ for row in answered.rows]
    assert kinds == ["Said", "Shown", "Grey", "Shown", "Grey"]
    assert lines(answered)[0] == "Attendre 20 h"


def test_a_message_that_two_ways_lead_to_is_shown_once_with_both_conditions() -> None:
    answer = cart()["steps"]["answer"] | {"otherwise": "thanks"}

    sections = read(changed(answer=answer))

    assert numbers(sections) == {"M1": "remind", "M2": "thanks"}
    (thanks,) = sections[1].messages
    assert thanks.also == ["Autre réponse"]
    assert "Autre réponse : la suite est la même : M2" in lines(sections[0])


def test_a_journey_that_turns_round_is_read_once() -> None:
    sections = read(changed(thanks={"type": "send_session", "text": "Encore", "next": "answer"}))

    assert list(numbers(sections)) == ["M1", "M2"]


def test_a_message_that_nobody_reaches_is_read_at_the_end() -> None:
    sections = read(changed(lost={"type": "send_session", "text": "Perdu"}))

    assert sections[-1].heading == "Personne n’arrive ici"
    assert numbers(sections)["M3"] == "lost"


def test_what_a_journey_notes_is_known_by_the_texts_after_it() -> None:
    journey = changed(
        remind={"type": "update_contact", "set": {"style": "sport"}, "next": "thanks"},
        thanks={"type": "send_session", "text": "Style : {{ contact.style }}", "next": "bye"},
    )
    sections = read(journey, "no_name")

    (message,) = [one for one in phone_messages(sections[0], journey, TEMPLATES, language="fr", reader="fr")
                  if one["side"] == "business"]  # fmt: skip

    assert message["text"] == "Style : sport"
    assert message["problem"] is None


def test_a_customer_without_a_name_shows_the_message_that_would_not_leave() -> None:
    journey = read_definition(cart())
    _, answered = read(journey, "no_name")

    message = phone_messages(answered, journey, TEMPLATES, language="fr", reader="fr")[1]

    assert "« name »" in str(message["problem"])


def test_a_value_that_the_sample_lacks_is_filled_with_its_name() -> None:
    journey = changed(thanks={"type": "send_session", "text": "Colis {{ event.parcel }}", "next": "bye"})
    _, answered = read(journey)

    message = phone_messages(answered, journey, TEMPLATES, language="fr", reader="fr")[1]

    assert message["text"] == "Colis ‹parcel›"


def test_a_message_carries_its_number_under_its_bubble() -> None:
    journey = read_definition(cart())
    main, _ = read(journey)

    (message,) = [one for one in phone_messages(main, journey, TEMPLATES, language="fr", reader="fr")
                  if one["side"] == "business"]  # fmt: skip

    assert message["caption"].startswith("M1 · Modèle · Marketing · fr")


def test_a_reader_of_english_reads_english_headings() -> None:
    _, answered = read(read_definition(cart()), language="en")

    assert answered.heading == "If the customer replies “oui”"


def test_the_box_says_who_what_and_how_to_stop() -> None:
    journey = read_definition(cart() | {"quiet_hours": {"from": "20:00", "to": "10:00"}})

    facts = {fact.label: fact.text
             for fact in facts_in_brief(journey, read(journey), check(journey), TEMPLATES, "fr")}  # fmt: skip

    assert facts["Qui"] == "cart.abandoned · avec accord marketing"
    assert facts["Quand"] == "messages de 10:00 à 20:00"
    assert facts["Messages"] == "2 messages · 1 modèle · fr"
    assert facts["Liens"] == "boutique.example (1)"
    assert facts["Données utilisées"] == "Prénom"
    assert facts["Arrêt"] == "annoncé en M1"


def test_a_house_is_listed_once_with_the_number_of_messages_that_lead_to_it() -> None:
    texts = {"M1": ["https://www.boutique.example/a", "http://boutique.example/b"], "M2": ["https://boutique.example"]}

    assert links(texts) == ["boutique.example (2)"]


def test_every_place_that_texts_read_is_found_once() -> None:
    journey = changed(thanks={"type": "send_session", "text": "{{ contact.name }} {{ event.total }}", "next": "bye"})

    assert paths_used(journey) == ["contact.name", "event.total"]


def test_an_empty_journey_has_nothing_to_read() -> None:
    assert read(read_definition({"parcours": 1, "key": "new"})) == []


def test_a_long_ladder_of_questions_is_read_to_its_end() -> None:
    steps: dict[str, Any] = {}
    for place in range(1500):
        steps[f"ask{place}"] = {"type": "send_session", "text": f"Question {place}", "next": f"wait{place}"}
        steps[f"wait{place}"] = {
            "type": "wait_for_reply", "for": "1h", "branches": [{"id": "a", "any_of": ["a"], "next": f"ask{place + 1}"}],
            "otherwise": "ask0", "no_reply": "end",
        }  # fmt: skip
    steps["end"] = {"type": "exit"}
    journey = read_definition({"parcours": 1, "key": "long", "triggers": [
        {"id": "s", "type": "keyword", "any_of": ["go"], "next": "ask0"}], "steps": steps})  # fmt: skip

    found = numbers(read(journey))

    assert len(found) == 1500
    assert isinstance(read(journey)[0].rows[0], Shown)
