"""What leaves for WhatsApp."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from provider_wire import SESSION, TEMPLATE

from engine.providers.base import ListContent, MediaContent, OutgoingMessage, Rejected, SessionContent, TemplateContent
from engine.providers.whatsapp_cloud.payloads import build_components, build_send

PLAN: MediaContent = ("document", "https://cdn.example/plan.pdf", "Plan.pdf")
PHOTO: MediaContent = ("image", "https://cdn.example/a.png", "a.png")
YES = (("p1|m|yes", "Oui"),)
REPLY = {"type": "reply", "reply": {"id": "p1|m|yes", "title": "Oui"}}


def sent(content: SessionContent | TemplateContent, **changes: Any) -> dict[str, Any]:
    body = build_send(replace(SESSION, content=content, **changes))
    return {name: body[name] for name in body if name in ("type", body["type"])}


def components(**fields: Any) -> list[dict[str, Any]]:
    return build_components(TemplateContent("t", "fr", **fields))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SessionContent("Bonjour"), {"type": "text", "text": {"body": "Bonjour"}}),
        (
            SessionContent("Voir https://shop.example/a"),
            {"type": "text", "text": {"body": "Voir https://shop.example/a", "preview_url": True}},
        ),
        (
            SessionContent("Voici", media=PLAN),
            {"type": "document", "document": {"link": PLAN[1], "filename": "Plan.pdf", "caption": "Voici"}},
        ),
        (SessionContent("", media=PHOTO), {"type": "image", "image": {"link": PHOTO[1]}}),
        (
            SessionContent("Un film", media=("video", "https://cdn.example/f.mp4", "")),
            {"type": "video", "video": {"link": "https://cdn.example/f.mp4", "caption": "Un film"}},
        ),
        (
            SessionContent("Voici", YES, PLAN),
            {
                "type": "interactive",
                "interactive": {
                    "type": "button",
                    "header": {"type": "document", "document": {"link": PLAN[1], "filename": "Plan.pdf"}},
                    "body": {"text": "Voici"},
                    "action": {"buttons": [REPLY]},
                },
            },
        ),
        (
            SessionContent("Voici", media=PHOTO, link=("Ouvrir", "https://shop.example/")),
            {
                "type": "interactive",
                "interactive": {
                    "type": "cta_url",
                    "header": {"type": "image", "image": {"link": PHOTO[1]}},
                    "body": {"text": "Voici"},
                    "action": {
                        "name": "cta_url",
                        "parameters": {"display_text": "Ouvrir", "url": "https://shop.example/"},
                    },
                },
            },
        ),
        (
            SessionContent("Où ?", list=ListContent("Choisir", (("", (("p1|m|a", "A", ""),)),))),
            {
                "type": "interactive",
                "interactive": {
                    "type": "list",
                    "body": {"text": "Où ?"},
                    "action": {"button": "Choisir", "sections": [{"rows": [{"id": "p1|m|a", "title": "A"}]}]},
                },
            },
        ),
        (
            SessionContent("Voici", YES, PHOTO),
            {
                "type": "interactive",
                "interactive": {
                    "type": "button",
                    "header": {"type": "image", "image": {"link": PHOTO[1]}},
                    "body": {"text": "Voici"},
                    "action": {"buttons": [REPLY]},
                },
            },
        ),
    ],
)
def test_words_buttons_and_a_file_leave_as_one_message(content: SessionContent, expected: dict[str, Any]) -> None:
    assert sent(content) == expected


@pytest.mark.parametrize(
    ("to", "recipient"),
    [
        ("33600000001", {"to": "+33600000001"}),
        ("+33600000001", {"to": "+33600000001"}),
        ("FR.13491208655302741918", {"recipient": "FR.13491208655302741918"}),
    ],
)
def test_a_number_leaves_with_its_plus_and_a_user_id_as_recipient(to: str, recipient: dict[str, str]) -> None:
    body = build_send(replace(SESSION, to=to))

    assert {name: body[name] for name in body if name in ("to", "recipient")} == recipient


@pytest.mark.parametrize("message", [SESSION, TEMPLATE])
def test_our_id_travels_with_every_message(message: OutgoingMessage) -> None:
    assert build_send(message)["biz_opaque_callback_data"] == message.message_id


def test_another_channel_is_refused_in_words() -> None:
    with pytest.raises(Rejected, match="carries WhatsApp only; this message is for sms"):
        build_send(replace(SESSION, channel="sms"))


def test_a_language_leaves_with_an_underscore() -> None:
    assert sent(TemplateContent("t", "pt-BR"))["template"] == {"name": "t", "language": {"code": "pt_BR"}}


def test_numbered_placeholders_leave_in_the_order_of_their_numbers() -> None:
    assert components(body=("2", "1"), values={"1": "one", "2": "two"}) == [
        {"type": "body", "parameters": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]}
    ]


def test_a_named_placeholder_leaves_once_with_its_name() -> None:
    values = {"name": "Amina", "total": "80"}

    assert components(body=("name", "total", "name"), values=values) == [
        {
            "type": "body",
            "parameters": [
                {"type": "text", "parameter_name": "name", "text": "Amina"},
                {"type": "text", "parameter_name": "total", "text": "80"},
            ],
        }
    ]


def test_a_number_that_stands_in_several_parts_is_told_apart() -> None:
    values = {"1": "body", "header.1": "header", "button.0": "button"}

    filled = components(header=("header.1",), body=("1",), url_buttons={0: "button.0"}, values=values)

    assert filled == [
        {"type": "header", "parameters": [{"type": "text", "text": "header"}]},
        {"type": "body", "parameters": [{"type": "text", "text": "body"}]},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "button"}]},
    ]


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (PHOTO, {"type": "image", "image": {"link": PHOTO[1]}}),
        (("video", "https://cdn.example/a.mp4", ""), {"type": "video", "video": {"link": "https://cdn.example/a.mp4"}}),
        (PLAN, {"type": "document", "document": {"link": PLAN[1], "filename": "Plan.pdf"}}),
    ],
)
def test_a_file_stands_at_the_head_of_a_template(media: MediaContent, expected: dict[str, Any]) -> None:
    assert components(header_media=media) == [{"type": "header", "parameters": [expected]}]


def test_buttons_leave_in_the_order_of_the_template() -> None:
    filled = components(url_buttons={1: "code"}, quick_replies={2: "p2", 0: "p0"}, values={"code": "x"})

    assert [(part["index"], part["sub_type"]) for part in filled] == [
        ("0", "quick_reply"),
        ("1", "url"),
        ("2", "quick_reply"),
    ]


def test_a_template_without_anything_to_fill_has_no_components() -> None:
    assert sent(TemplateContent("t", "fr"))["template"] == {"name": "t", "language": {"code": "fr"}}


def test_a_missing_value_names_the_placeholder_and_the_template() -> None:
    with pytest.raises(Rejected, match="“total” in its body") as caught:
        components(body=("total",), values={})

    assert caught.value.provider_code == "missing_value"
