"""Lists, links and requests for the location: what WhatsApp takes, and what a customer answers."""

from __future__ import annotations

from typing import Any

import pytest


def rows(*titles: str, **more: Any) -> list[dict[str, Any]]:
    return [{"choice": {"title": title, "postback_data": f"p1|m|{title}", **more}} for title in titles]


def listed(*sections: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "list_message": {"title": "Où ?", "sections": list(sections), "message_properties": {"menu": "Choisir"}, **more}
    }


def chosen(*choices: dict[str, Any], text: str = "Alors ?") -> dict[str, Any]:
    return {"choice_message": {"text_message": {"text": text}, "choices": list(choices)}}


LINK = {"url_message": {"title": "Ouvrir", "url": "https://shop.example/"}}
SHARE = {"share_location_message": {"title": "Envoyer ma position", "fallback_url": "https://maps.example/"}}
FILE = {"media_message": {"url": "https://files.example/plan.png"}}


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (listed({"items": rows(*"abcdefghijk")}), "at most 10 rows"),
        (listed({"items": rows("a" * 25)}), "title of a row"),
        (listed({"items": rows("a", description="d" * 73)}), "description of a row"),
        (listed({"title": "s" * 25, "items": rows("a")}), "title of a section"),
        (listed({"items": rows("a")}, {"title": "Sud", "items": rows("b")}), "each section of several"),
        (listed({"items": rows("a")}, message_properties={"menu": "m" * 21}), "button of a list"),
        (listed({"items": rows("a")}, title="t" * 4097), "text above a list"),
        (listed({"items": [*rows("a"), *rows("a")]}), "the same id"),
        (listed({"items": [{"choice": {"title": "a", "postback_data": "x" * 201}}]}), "200 characters"),
        (chosen({"url_message": {"title": "o" * 21, "url": "https://shop.example/"}}), "link button"),
        (chosen(LINK, {"text_message": {"text": "Oui"}}), "not several of them"),
        (chosen(LINK, LINK), "not several of them"),
        (chosen(SHARE, LINK), "not several of them"),
        (chosen(SHARE, text="t" * 1025), "above buttons"),
        ({"card_message": {"description": "Ici", **FILE, "choices": [SHARE]}}, "no file above"),
    ],
)
def test_what_whatsapp_does_not_take_fails_with_its_reason(wire: Any, message: dict[str, Any], fault: str) -> None:
    wire.say(text="bonjour")

    report = wire.receiver.wait_for_report(wire.send(wire.request_for(message=message)), "FAILED")

    assert report["reason"]["channel_code"] == "131009"
    assert fault in report["reason"]["description"]


@pytest.mark.parametrize(
    "message",
    [
        listed({"items": rows(*"abcdefghij")}, title="t" * 4096),
        listed({"title": "Nord", "items": rows("a")}, {"title": "Sud", "items": rows("b")}),
        chosen(LINK),
        chosen(SHARE),
        {"card_message": {"description": "Ici", **FILE, "choices": [LINK]}},
    ],
)
def test_what_keeps_the_limits_arrives(wire: Any, message: dict[str, Any]) -> None:
    wire.say(text="bonjour")

    assert wire.receiver.wait_for_report(wire.send(wire.request_for(message=message)), "DELIVERED")


def test_a_place_is_shared_in_answer_to_a_request(wire: Any) -> None:
    wire.say(text="bonjour")
    asked = wire.send(wire.request_for(message=chosen(SHARE)))

    wire.say(location={"latitude": 45.76, "longitude": 4.84, "title": "Gare"}, reply_to=asked)

    said = wire.receiver.wait_for("message", 2)[-1]["message"]["contact_message"]
    assert said["location_message"]["coordinates"] == {"latitude": 45.76, "longitude": 4.84}
    assert said["reply_to"] == {"message_id": asked}
