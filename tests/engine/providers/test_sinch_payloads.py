"""What leaves for Sinch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from provider_wire import SESSION

from engine.providers.base import (
    Rejected,
    SessionContent,
    TemplateContent,
)
from engine.providers.sinch.payloads import build_parameters, build_send


def parameters(**fields: Any) -> dict[str, str]:
    return build_parameters(TemplateContent("t", "fr", **fields))


def test_named_placeholders_count_in_order_of_appearance_and_a_repeated_one_once() -> None:
    values = {"name": "Amina", "total": "80"}

    assert parameters(body=("name", "total", "name"), values=values) == {
        "body[1]text": "Amina",
        "body[2]text": "80",
    }


def test_numbered_placeholders_keep_their_number() -> None:
    assert parameters(body=("2", "1"), values={"1": "one", "2": "two"}) == {
        "body[1]text": "one",
        "body[2]text": "two",
    }


def test_a_number_that_stands_in_several_parts_is_told_apart() -> None:
    values = {"1": "body", "header.1": "header", "button.0": "button"}

    assert parameters(header=("1",), body=("1",), url_buttons={0: "1"}, values=values) == {
        "header[1]text": "header",
        "body[1]text": "body",
        "button[0]url[1]text": "button",
    }


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (
            ("image", "https://cdn.example/a.jpg", "a.jpg"),
            {"header[1]image.link": "https://cdn.example/a.jpg"},
        ),
        (("video", "https://cdn.example/a.mp4", ""), {"header[1]video.link": "https://cdn.example/a.mp4"}),
        (
            ("document", "https://cdn.example/a.pdf", "bill.pdf"),
            {"header[1]document.link": "https://cdn.example/a.pdf", "header[1]document.filename": "bill.pdf"},
        ),
    ],
)
def test_a_media_header_has_its_link(media: Any, expected: dict[str, str]) -> None:
    assert parameters(header_media=media) == expected


def test_a_quick_reply_without_payload_is_still_named() -> None:
    assert parameters(quick_replies={0: ""}) == {"button[0]quick_reply[1]payload": ""}


def test_a_missing_value_names_the_placeholder_and_the_template() -> None:
    with pytest.raises(Rejected, match="“total” in its body") as caught:
        parameters(body=("total",), values={})

    assert caught.value.provider_code == "missing_value"


MEDIA = ("document", "https://cdn.example/plan.pdf", "Plan.pdf")
MEDIA_MESSAGE = {"url": "https://cdn.example/plan.pdf", "filename_override": "Plan.pdf"}
CHOICE = {"text_message": {"text": "Oui"}, "postback_data": "p1|m|yes"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SessionContent("Voici", media=MEDIA), {"card_message": {"description": "Voici", "media_message": MEDIA_MESSAGE}}),
        (
            SessionContent("Voici", (("p1|m|yes", "Oui"),), MEDIA),
            {"card_message": {"description": "Voici", "media_message": MEDIA_MESSAGE, "choices": [CHOICE]}},
        ),
        (SessionContent("", media=MEDIA), {"media_message": MEDIA_MESSAGE}),
        (SessionContent("", media=("image", "https://cdn.example/a.png", "")), {"media_message": {"url": "https://cdn.example/a.png"}}),
    ],
)  # fmt: skip
def test_words_buttons_and_a_file_leave_as_one_message(content: SessionContent, expected: dict[str, Any]) -> None:
    assert build_send(replace(SESSION, content=content), "app")["message"] == expected


def test_a_language_leaves_with_an_underscore() -> None:
    content = TemplateContent("t", "pt-BR")

    body = build_send(replace(SESSION, content=content), "app")

    assert body["message"]["template_message"]["channel_template"]["WHATSAPP"]["language_code"] == "pt_BR"


def test_an_sms_names_its_sender_and_a_plus_is_left_out() -> None:
    message = replace(SESSION, channel="sms", to="+33600000001", sender="Boutique", content=SessionContent("Bonjour"))

    body = build_send(message, "app")

    assert body["channel_properties"] == {"SMS_SENDER": "Boutique"}
    assert body["channel_priority_order"] == ["SMS"]
    assert body["recipient"]["identified_by"]["channel_identities"] == [{"channel": "SMS", "identity": "33600000001"}]
