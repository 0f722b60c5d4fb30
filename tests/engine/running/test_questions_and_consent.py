"""Questions, consent and files, by a customer and the running engine over the real wire."""

from __future__ import annotations

from typing import Any

from house import AMINA, House, as_json, until
from journeys import END, MARKETING

from engine.commands.starting import SAMPLES
from engine.journey.files import read_file

NEWS = "Bonjour Amina, les nouveautés du mois sont arrivées à la boutique. Passez les voir ou répondez à ce message. Répondez STOP pour ne plus en recevoir."
AGREED = "Écrivez PROMO pour recevoir les offres de la Boutique. STOP les arrête."

RATING: dict[str, Any] = {
    "key": "rating",
    "triggers": [{"id": "rate", "type": "keyword", "any_of": ["avis"], "next": "rate"}],
    "steps": {
        "rate": {
            "type": "ask", "text": "De 1 à 5 ?", "kind": "rating", "save_as": "satisfaction", "for": "20h",
            "retry": "Un chiffre de 1 à 5 suffit.", "next": "thanks", "invalid": "sorry", "no_reply": "end",
        },
        "thanks": {"type": "send_session", "text": "Merci pour votre {{ contact.satisfaction }}.", "next": "end"},
        "sorry": {"type": "send_session", "text": "Tant pis.", "next": "end"},
        "end": END,
    },
}  # fmt: skip
SIZE: dict[str, Any] = {
    "key": "size",
    "triggers": [{"id": "size", "type": "keyword", "any_of": ["taille"], "next": "size"}],
    "steps": {
        "size": {
            "type": "ask", "text": "Quelle taille ?", "kind": "choice", "save_as": "size", "for": "20h",
            "choices": [{"id": "s", "title": "Petite"}, {"id": "l", "title": "Grande"}],
            "next": "end", "invalid": "end", "no_reply": "end",
        },
        "end": END,
    },
}  # fmt: skip
OFFERS: dict[str, Any] = {
    "key": "offers",
    "triggers": [{"id": "promo", "type": "keyword", "any_of": ["promo"], "next": "agree"}],
    "steps": {
        "agree": {"type": "record_consent", "purpose": "marketing", "words": {"fr": AGREED, "en": "Write PROMO."}, "next": "news"},
        "news": {"type": "send_template", "template": "nouveautes_du_mois", "values": {"1": "Amina"}, "next": "end"},
        "end": END,
    },
}  # fmt: skip
NO_MORE_OFFERS: dict[str, Any] = {
    "key": "no-more",
    "triggers": [{"id": "fini", "type": "keyword", "any_of": ["fini"], "next": "stop"}],
    "steps": {
        "stop": {
            "type": "record_consent",
            "purpose": "marketing",
            "given": False,
            "words": "Plus d'offres.",
            "next": "tell",
        },
        "tell": {"type": "send_session", "text": "Vous ne recevrez plus d'offres.", "next": "end"},
        "end": END,
    },
}
FILES: dict[str, Any] = {
    "key": "files",
    "triggers": [{"id": "files", "type": "keyword", "any_of": ["plan"], "next": "card"}],
    "steps": {
        "card": {
            "type": "send_session", "text": "Voici le plan.", "buttons": [{"id": "thanks", "title": "Merci"}], "next": "alone",
            "media": {"kind": "document", "url": "https://files.example/{{ event.text }}.pdf", "name": "Plan de Lyon.pdf"},
        },
        "alone": {"type": "send_session", "media": {"kind": "image", "url": "https://files.example/plan.png"}, "next": "end"},
        "end": END,
    },
}  # fmt: skip


def saved(house: House) -> Any:
    return as_json(house.rows("SELECT attributes FROM contact")[0][0])


def test_a_wrong_answer_is_asked_again_and_the_right_one_is_kept_as_a_number(house: House) -> None:
    house.publish(RATING)
    house.says("avis")
    house.hears("De 1 à 5 ?")

    house.says("bof")
    house.hears("De 1 à 5 ?", "Un chiffre de 1 à 5 suffit.")
    house.says("4 sur 5")

    house.hears("De 1 à 5 ?", "Un chiffre de 1 à 5 suffit.", "Merci pour votre 4.")
    assert saved(house) == {"satisfaction": 4}
    assert [row for (row,) in house.rows("SELECT step_id FROM message ORDER BY created_at, id")] == [
        "rate",
        "rate",
        "thanks",
    ]


def test_after_two_answers_that_do_not_fit_another_way_is_taken(house: House) -> None:
    house.publish(RATING)
    house.says("avis")
    house.hears("De 1 à 5 ?")

    house.sends("image")
    house.hears("De 1 à 5 ?", "Un chiffre de 1 à 5 suffit.")
    house.says("9")

    house.hears("De 1 à 5 ?", "Un chiffre de 1 à 5 suffit.", "Tant pis.")
    assert saved(house) == {}


def test_a_tapped_choice_keeps_its_id(house: House) -> None:
    house.publish(SIZE)
    house.says("taille")
    house.hears("Quelle taille ?")

    house.taps("Grande")

    until(lambda: house.exits() == ["end"])
    assert saved(house) == {"size": "l"}


def test_a_consent_is_kept_with_its_proof_and_counts_for_the_next_message(house: House) -> None:
    """The words shown, where they were shown, and the message that said yes, by the key it is stored under."""
    journey_id = house.publish(OFFERS)

    house.says("Promo !")

    house.hears(NEWS)
    ((purpose, given, source, proof),) = house.rows("SELECT purpose, given, source, proof FROM consent")
    ((event,),) = house.rows("SELECT dedupe_key FROM inbound_event WHERE kind = 'message'")
    ((version, passage),) = house.rows("SELECT version_id, id FROM enrollment WHERE journey_id = :id", id=journey_id)
    assert (purpose, bool(given), source) == ("marketing", True, "journey")
    assert as_json(proof) == {
        "words": AGREED, "language": "fr", "journey": "offers", "version": version, "step": "agree", "enrollment": passage,
        "message": "Promo !", "event": event,
    }  # fmt: skip


def test_marketing_of_another_journey_leaves_after_the_consent_and_no_more_once_it_is_taken_back(house: House) -> None:
    house.publish(MARKETING)
    house.publish(OFFERS)
    house.publish(NO_MORE_OFFERS)
    house.event("e1", "news.ready")
    until(lambda: house.exits() == ["refused:no_consent"])

    house.says("promo")
    house.hears(NEWS)
    house.event("e2", "news.ready")
    house.hears(NEWS, NEWS)
    house.says("fini")
    house.hears(NEWS, NEWS, "Vous ne recevrez plus d'offres.")
    house.event("e3", "news.ready")

    until(lambda: house.exits().count("refused:no_consent") == 2)
    assert len(house.phone()) == 3


def test_a_consent_taken_back_ends_the_marketing_passages(house: House) -> None:
    waiting = {
        "key": "waiting", "purpose": "marketing", "triggers": MARKETING["triggers"],
        "steps": {"tell": {"type": "wait", "for": "2d", "next": "end"}, "end": END},
    }  # fmt: skip
    house.publish(waiting)
    house.publish(NO_MORE_OFFERS)
    house.event("e1", "news.ready")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'time'"))

    house.says("fini")

    until(lambda: sorted(str(reason) for reason in house.exits()) == ["end", "opted_out"])
    house.hears("Vous ne recevrez plus d'offres.")


def test_a_yes_to_everything_says_nothing_of_what_was_taken_back_later(house: House) -> None:
    house.publish(MARKETING)
    house.publish(NO_MORE_OFFERS)
    house.consents("all")
    house.event("e1", "news.ready")
    house.hears(NEWS)

    house.says("fini")
    house.hears(NEWS, "Vous ne recevrez plus d'offres.")
    house.event("e2", "news.ready")

    until(lambda: "refused:no_consent" in house.exits())
    assert len(house.phone()) == 2


def test_what_is_taken_back_counts_from_then_on_whatever_was_agreed_to_meanwhile(house: House) -> None:
    """The customer wrote before they agreed elsewhere; the journey takes the consent back after it."""
    house.publish(MARKETING)
    pause = {"type": "wait", "for": "1h", "next": "stop"}
    trigger = {**NO_MORE_OFFERS["triggers"][0], "next": "pause"}
    house.publish({**NO_MORE_OFFERS, "triggers": [trigger], "steps": {**NO_MORE_OFFERS["steps"], "pause": pause}})
    house.says("fini")
    until(lambda: house.rows("SELECT 1 FROM enrollment WHERE waiting = 'time'"))
    house.consents("marketing")
    until(lambda: house.rows("SELECT 1 FROM consent"))

    house.later(hours=2)
    house.hears("Vous ne recevrez plus d'offres.")
    house.event("e1", "news.ready")

    until(lambda: "refused:no_consent" in house.exits())


def test_a_file_arrives_with_its_words_its_name_and_its_buttons_in_one_message(house: House) -> None:
    house.publish(FILES)

    house.says("plan")

    until(lambda: len(house.phone()) == 2)
    card, alone = house.phone()
    assert (card["text"], [button["title"] for button in card["buttons"]]) == ("Voici le plan.", ["Merci"])
    assert (card["media"]["url"], card["media"]["name"]) == ("https://files.example/plan.pdf", "Plan de Lyon.pdf")
    assert (alone["text"], alone["media"]["url"], alone["media"]["kind"]) == (
        "",
        "https://files.example/plan.png",
        "image",
    )


def test_a_document_is_sent_with_its_name_at_the_head_of_a_template(house: House) -> None:
    house.publish(read_file(SAMPLES / "documents-de-vol.yaml").to_json())

    house.event("e1", "flight.booked", data={"booking": "K7QZ2P", "document_url": "https://voyages.example/K7QZ2P.pdf"})

    until(lambda: len(house.phone(AMINA)) == 1)
    (message,) = house.phone()
    assert message["template"] == "documents_de_vol"
    assert message["media"] == {
        "url": "https://voyages.example/K7QZ2P.pdf", "kind": "document", "caption": "", "name": "Réservation K7QZ2P.pdf",
    }  # fmt: skip
