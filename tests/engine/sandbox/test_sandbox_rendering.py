"""What the phone shows for each kind of message."""

from __future__ import annotations

from typing import Any

import pytest

PHOTO = "https://boutique.example/sac.png"


def show(wire: Any, message: dict[str, Any]) -> dict[str, Any]:
    wire.say(text="bonjour")
    wire.send(wire.request_for(message=message))
    return wire.phone()[-1]


def test_a_text(wire: Any) -> None:
    shown = show(wire, {"text_message": {"text": "Bonjour"}})

    assert (shown["kind"], shown["text"], shown["buttons"], shown["media"]) == (
        "session",
        "Bonjour",
        [],
        None,
    )


@pytest.mark.parametrize(
    ("url", "kind"),
    [(PHOTO, "image"), ("https://a.example/v.mp4?x=1", "video"), ("https://a.example/f.pdf", "document")],
)
def test_media_are_told_apart_by_their_address(wire: Any, url: str, kind: str) -> None:
    shown = show(wire, {"media_message": {"url": url, "filename_override": "nom"}})

    assert shown["media"] == {"url": url, "kind": kind, "caption": "", "name": "nom"}


def test_a_list_shows_its_rows_under_one_button(wire: Any) -> None:
    rows = [{"choice": {"title": "Commande 42", "description": "Hier", "postback_data": "o42"}}]
    properties = {"menu": "Mes commandes"}

    shown = show(
        wire,
        {
            "list_message": {
                "title": "Laquelle ?",
                "sections": [{"title": "En cours", "items": rows}],
                "message_properties": properties,
            }
        },
    )

    row = {"type": "row", "title": "Commande 42", "data": "o42", "section": "En cours", "description": "Hier"}
    assert (shown["text"], shown["menu"], shown["buttons"]) == ("Laquelle ?", "Mes commandes", [row])


def test_a_carousel_shows_cards_with_their_buttons(wire: Any) -> None:
    choice = {"text_message": {"text": "Voir"}, "postback_data": "see"}
    card = {"title": "Sac", "description": "80 €", "media_message": {"url": PHOTO}, "choices": [choice]}

    shown = show(wire, {"carousel_message": {"cards": [card]}})

    assert shown["cards"][0]["text"] == "Sac\n80 €"
    assert shown["cards"][0]["media"]["url"] == PHOTO
    assert shown["buttons"] == [{"type": "reply", "title": "Voir", "data": "see", "card": 0}]


def test_a_link_button_has_its_address(wire: Any) -> None:
    choices = [{"url_message": {"title": "Suivre", "url": "https://a.example/42"}, "postback_data": "x"}]

    shown = show(wire, {"choice_message": {"text_message": {"text": "Colis"}, "choices": choices}})

    assert shown["buttons"] == [{"type": "url", "title": "Suivre", "data": "x", "url": "https://a.example/42"}]


def test_a_location_and_a_contact_are_readable(wire: Any) -> None:
    place = {"title": "Boutique", "coordinates": {"latitude": 48.85, "longitude": 2.35}, "label": "Paris"}
    card = {"name": {"full_name": "Ana"}, "phone_numbers": [{"phone_number": "+33600000009"}]}

    assert show(wire, {"location_message": place})["text"] == "📍 Boutique\nParis"
    assert show(wire, {"contact_info_message": card})["text"] == "👤 Ana\n+33600000009"


def test_each_channel_shows_its_own_message(wire: Any) -> None:
    recipient = {"identified_by": {"channel_identities": [{"channel": "SMS", "identity": "33600000001"}]}}
    message = {
        "template_message": {"channel_template": {"WHATSAPP": {"template_id": "order_update", "language_code": "fr"}}},
        "explicit_channel_omni_message": {"SMS": {"text_message": {"text": "Votre colis part."}}},
    }

    wire.send(wire.request_for(recipient=recipient, message=message))

    shown = wire.phone()[0]
    assert (shown["channel"], shown["kind"], shown["text"]) == ("SMS", "session", "Votre colis part.")


OFFER = {
    "name": "offer",
    "language": "FR",
    "category": "MARKETING",
    "status": "SUBMIT",
    "details": {
        "components": [
            {"type": "HEADER", "format": "IMAGE"},
            {"type": "BODY", "text": "Offre pour {{1}} ici.", "examples": ["Ana"]},
            {"type": "FOOTER", "text": "STOP"},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "QUICK_REPLY", "text": "Oui"},
                    {"type": "URL", "text": "Voir", "url": "https://a.example/{{1}}"},
                    {"type": "COPY_CODE", "example": "HIVER"},
                ],
            },
        ]
    },
}


def test_a_rich_template_shows_every_part_with_its_values(other_sandbox: Any, until: Any) -> None:
    values = {"header[1]image.link": PHOTO, "body[1]text": "Ana", "button[1]url[1]text": "42"}
    values["button[2]copy_code[1]coupon_code"] = "HIVER20"
    with other_sandbox(webhook_url="") as wire:
        place = wire.path("/whatsapp/templates")
        assert wire.http.post(place, json=OFFER).status_code == 201
        until(lambda: wire.http.get(f"{place}/offer/languages/FR").json()["state"] == "APPROVED")

        wire.send(wire.template_request("offer", parameters=values))
        shown = until(lambda: (found := wire.phone()[0])["status"] == "READ" and found)

    assert (shown["text"], shown["footer"], shown["media"]["url"]) == ("Offre pour Ana ici.", "STOP", PHOTO)
    reply, link, code = shown["buttons"]
    assert (reply["data"], link["url"], code["data"]) == ("Oui", "https://a.example/42", "HIVER20")
