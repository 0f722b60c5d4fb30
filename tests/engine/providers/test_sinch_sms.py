"""Which words may go by SMS where WhatsApp fails, and which never."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from provider_wire import BUTTONS, LINK, LIST, LOCATION, SESSION, TEMPLATE

from engine.providers.base import Misconfigured, OutgoingMessage, SessionContent, TemplateContent
from engine.providers.registry import build_sandbox
from engine.providers.sinch.payloads import build_send
from engine.settings import Settings

PARCEL = TemplateContent(
    "parcel", "fr", body=("1",), values={"1": "Amina"}, category="UTILITY", written="Bonjour {{1}}, votre colis part."
)
SERVICE = replace(SESSION, content=PARCEL)


def sent(message: OutgoingMessage, sender: str = "Boutique") -> Any:
    return build_send(message, "app", sender)


def test_a_service_message_names_sms_second_with_its_words() -> None:
    body = sent(SERVICE)

    assert body["channel_priority_order"] == ["WHATSAPP", "SMS"]
    assert body["recipient"]["identified_by"]["channel_identities"] == [
        {"channel": "WHATSAPP", "identity": "33600000001"}, {"channel": "SMS", "identity": "33600000001"},
    ]  # fmt: skip
    assert body["channel_properties"] == {"SMS_SENDER": "Boutique"}
    words = {"SMS": {"text_message": {"text": "Bonjour Amina, votre colis part."}}}
    assert body["message"]["explicit_channel_omni_message"] == words
    assert "template_message" in body["message"]


def test_a_link_stands_behind_the_words() -> None:
    words = sent(LINK)["message"]["explicit_channel_omni_message"]["SMS"]["text_message"]["text"]

    assert words == "Le plan https://shop.example/plan"


@pytest.mark.parametrize(
    "message",
    [
        TEMPLATE, BUTTONS, LIST, LOCATION, replace(SERVICE, purpose="marketing"),
        replace(SERVICE, content=replace(PARCEL, category="MARKETING")), replace(SERVICE, to="12025550123"),
        replace(SERVICE, to="FR.1349"), replace(SESSION, content=SessionContent("x" * 601)),
        replace(SESSION, content=SessionContent("Le plan", media=("image", "https://a.example/a.png", ""))),
    ],
    ids=["marketing", "buttons", "list", "location", "marketing journey", "made marketing", "american", "no number",
         "long", "picture"],
)  # fmt: skip
def test_what_may_not_go_by_sms_names_whatsapp_alone(message: OutgoingMessage) -> None:
    assert sent(message) == sent(message, "")
    assert sent(message)["channel_priority_order"] == ["WHATSAPP"]


@pytest.mark.parametrize("name", ["33600000001", "Boutique de Lyon", "Boutiqué"])
def test_a_sender_that_could_be_answered_or_is_none_is_refused(name: str) -> None:
    with pytest.raises(Misconfigured, match="PARCOURS_SINCH_SMS_SENDER"):
        build_sandbox(Settings(_env_file=None, sinch_sms_sender=name))
