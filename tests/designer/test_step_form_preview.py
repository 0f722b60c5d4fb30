"""One step as the message on a customer's phone."""

from __future__ import annotations

from typing import Any

from designer.preview import Sample, step_message
from engine.checker.context import KnownTemplate
from engine.journey.state import Contact
from engine.journey.steps import StepBase
from engine.journey.steps.exit import Exit
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate

AMINA = Sample(Contact("c", name="Amina", language="fr"), {"total": 80})
CONTENT = {
    "header": {"kind": "text", "text": "Commande {{1}}"},
    "body": "Bonjour {{1}}, {{2}} €",
    "footer": "Répondez STOP",
    "buttons": [
        {"kind": "quick_reply", "title": "Oui"},
        {"kind": "url", "title": "Voir", "url": "https://x.example/{{1}}"},
    ],
}
LIBRARY = {("cart", "fr"): KnownTemplate("MARKETING", "APPROVED", CONTENT)}
VALUES = {"header.1": "A-1", "1": "{{ contact.name }}", "2": "{{ event.total }}", "button.1": "panier"}


def shown(step: StepBase, sample: Sample = AMINA, **library: Any) -> dict[str, Any]:
    message = step_message("s", step, sample, default_language="fr", templates=library.get("templates", LIBRARY))
    assert message is not None
    return dict(message)


def test_a_step_that_sends_nothing_shows_nothing() -> None:
    assert step_message("s", Exit(), AMINA, default_language="fr", templates={}) is None


def test_a_free_reply_is_filled_and_the_filled_parts_are_known() -> None:
    message = shown(SendSession(text="Merci {{ contact.name }} !", buttons=[{"id": "a", "title": "Oui"}]))  # type: ignore[list-item]

    assert message["text"] == "Merci Amina !"
    assert [message["text"][start:end] for start, end in message["filled"]] == ["Amina"]
    assert message["buttons"] == [{"id": "a", "title": "Oui", "kind": "reply"}]
    assert message["problem"] is None


def test_the_sample_reads_the_text_in_their_language() -> None:
    john = Sample(Contact("j", name="John", language="en"))

    assert shown(SendSession(text={"fr": "Merci", "en": "Thanks"}), john)["text"] == "Thanks"


def test_a_message_that_cannot_be_filled_says_why() -> None:
    message = shown(SendSession(text="Merci {{ contact.city }}"))

    assert message["text"] == "Merci {{ contact.city }}"
    assert "city" in message["problem"]


def test_a_text_that_may_not_be_used_says_why() -> None:
    problem = shown(SendSession(text="{{ contact.name"))["problem"]

    assert problem.startswith("Ce texte ne peut pas partir")


def test_an_empty_text_would_not_leave() -> None:
    assert shown(SendSession())["problem"].startswith("Écrivez")


def test_a_template_is_filled_in_all_its_parts() -> None:
    message = shown(SendTemplate(template="cart", values=VALUES))

    assert message["header"] == {"kind": "text", "text": "Commande A-1"}
    assert message["text"] == "Bonjour Amina, 80 €"
    assert [message["text"][start:end] for start, end in message["filled"]] == ["Amina"]
    assert message["footer"] == "Répondez STOP"
    assert [(one["kind"], one["url"]) for one in message["buttons"]] == [
        ("reply", ""),
        ("url", "https://x.example/panier"),
    ]
    assert message["caption"] == "Modèle · Marketing · fr"
    assert message["problem"] is None


def test_a_missing_value_is_named() -> None:
    message = shown(SendTemplate(template="cart", values={"1": "x", "header.1": "y", "button.1": "z"}))

    assert message["text"] == "Bonjour x, {{2}} €"
    assert message["problem"] == "Il manque la valeur « 2 » du modèle."


def test_a_template_without_the_customers_language_is_marked() -> None:
    john = Sample(Contact("j", name="John", language="en"), {"total": 8})

    caption = shown(SendTemplate(template="cart", values=VALUES), john)["caption"]

    assert caption.endswith("Pas d'anglais : affiché en français")


def test_templates_that_cannot_be_sent_say_so() -> None:
    paused = {("cart", "fr"): KnownTemplate("UTILITY", "PAUSED", CONTENT)}

    assert "suspendu" in shown(SendTemplate(template="cart", values=VALUES), templates=paused)["problem"]
    assert "bibliothèque" in shown(SendTemplate(template="gone"))["problem"]
    assert "Choisissez" in shown(SendTemplate())["problem"]


def test_a_missing_picture_is_an_empty_frame_with_its_name() -> None:
    content = {"header": {"kind": "image", "name": "robe.jpg"}, "body": "Bonjour", "footer": "", "buttons": []}
    library = {("cart", "fr"): KnownTemplate("UTILITY", "APPROVED", content)}

    header = shown(SendTemplate(template="cart"), templates=library)["header"]

    assert header == {"kind": "image", "url": None, "name": "robe.jpg"}
