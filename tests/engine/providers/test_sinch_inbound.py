"""What a customer sends, as the Conversation API posts it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sinch_wire import identity, inbound

from engine.providers.base import InboundMessage, Noted, ProviderEvent
from engine.providers.sinch.events import read_event
from engine.providers.sinch.webhooks import split_events


def read(event: dict[str, Any]) -> ProviderEvent:
    return read_event(json.dumps(event))


def read_inbound(content: dict[str, Any], **fields: Any) -> InboundMessage:
    event = read(inbound(content, **fields))
    assert isinstance(event, InboundMessage)
    return event


def key(event: dict[str, Any]) -> str:
    return split_events(json.dumps(event).encode())[0][0]


def test_a_tap_names_the_message_and_what_the_button_carried() -> None:
    content = {
        "choice_response_message": {"message_id": "prov-1", "postback_data": "p1|msg-0001|yes"},
        "reply_to": {"message_id": "prov-1"},
    }

    event = read_inbound(content, metadata="msg-0001")

    assert (event.kind, event.payload, event.answers) == ("tap", "p1|msg-0001|yes", "prov-1")
    assert event.metadata == "msg-0001"
    assert event.text == ""


def test_a_tap_on_a_message_that_sinch_forgot_still_carries_its_payload() -> None:
    event = read_inbound({"choice_response_message": {"message_id": "", "postback_data": "p1|msg-0001|yes"}})

    assert (event.kind, event.payload, event.answers, event.metadata) == (
        "tap",
        "p1|msg-0001|yes",
        None,
        None,
    )


def test_a_quote_names_the_message_it_quotes() -> None:
    event = read_inbound({"text_message": {"text": "celui-ci"}, "reply_to": {"message_id": "prov-1"}})

    assert (event.kind, event.text, event.answers) == ("text", "celui-ci", "prov-1")


@pytest.mark.parametrize("absent", [None, {}, {"message_id": ""}])
def test_an_empty_quote_is_no_quote(absent: Any) -> None:
    assert read_inbound({"text_message": {"text": "oui"}, "reply_to": absent}).answers is None


AD = {
    "source_type": "ad",
    "source_id": "1202",
    "headline": "Noël",
    "ctwa_clid": "AbC",
    "thumbnail_url": "x",
    "body": "",
}


@pytest.mark.parametrize(
    ("content", "metadata"),
    [({}, json.dumps({"referral": AD})), ({}, json.dumps(AD)), ({"referral": AD}, "")],
)
def test_the_ad_that_brought_the_customer_is_read_where_the_channel_tells_it(
    content: dict[str, Any], metadata: str
) -> None:
    event = read_inbound({"text_message": {"text": "bonjour"}, **content}, metadata=metadata)

    assert event.referral == {"source_type": "ad", "source_id": "1202", "headline": "Noël", "click_id": "AbC"}
    assert event.metadata is None


@pytest.mark.parametrize("metadata", ["msg-0001", "{not json", '{"step":"s1"}', '{"referral":[1]}', ""])
def test_other_metadata_is_no_ad(metadata: str) -> None:
    event = read_inbound({"text_message": {"text": "bonjour"}}, metadata=metadata)

    assert (event.referral, event.metadata) == ({}, metadata or None)


@pytest.mark.parametrize(
    ("url", "name", "kind"),
    [
        ("https://media.example/1/photo.JPG?sig=a.b", "", "image"),
        ("https://media.example/1/clip.mp4", "", "video"),
        ("https://media.example/1/voice.ogg", "", "audio"),
        ("https://media.example/1/bill.pdf", "", "document"),
        ("https://media.example/1/8c2f", "", "document"),
        ("https://media.example/1/8c2f", "holiday.png", "image"),
        ("http://[broken", "", "document"),
    ],
)
def test_a_file_has_the_kind_that_its_name_tells(url: str, name: str, kind: str) -> None:
    event = read_inbound({"media_message": {"url": url, "filename_override": name}})

    assert (event.kind, event.media_url, event.text) == (kind, url, "")


def test_a_caption_is_text() -> None:
    event = read_inbound({"media_card_message": {"url": "https://media.example/1.png", "caption": "oui"}})

    assert (event.kind, event.text, event.media_url) == ("image", "oui", "https://media.example/1.png")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (
            {"location_message": {"title": "Lyon", "coordinates": {"latitude": 45.7, "longitude": 4.8}}},
            "location",
        ),
        ({"fallback_message": {"raw_message": "{}", "reason": {"code": "UNKNOWN"}}}, "unknown"),
        ({"product_response_message": {"products": [{"id": "p"}], "title": "Order"}}, "unknown"),
        ({"channel_specific_message": {"message_type": "nfm_reply", "message": {}}}, "unknown"),
        ({"hologram_message": {"text": "not text"}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_content_without_words_has_a_kind_and_no_text(content: dict[str, Any], kind: str) -> None:
    event = read_inbound(content)

    assert (event.kind, event.text) == (kind, "")


def test_the_time_is_the_channels_not_that_of_arrival() -> None:
    event = inbound({"text_message": {"text": "oui"}})
    event |= {"event_time": "2026-01-05T08:59:59.123456789Z", "accepted_time": "2026-01-07T10:00:00Z"}

    assert read(event).at == dt.datetime(2026, 1, 5, 8, 59, 59, 123456, tzinfo=dt.UTC)


@pytest.mark.parametrize("event_time", ["", None, "yesterday", 5, "0001-01-01T00:00:00+14:00"])
def test_without_a_readable_event_time_the_accept_time_stands_in(event_time: Any) -> None:
    event = inbound({"text_message": {"text": "oui"}}) | {"event_time": event_time}

    assert read(event).at == dt.datetime(2026, 1, 5, 10, 0, 5, 100_000, tzinfo=dt.UTC)


def test_our_number_and_the_customers_id_are_named() -> None:
    event = read_inbound({"text_message": {"text": "oui"}}, channel_identity=identity("RCS", "FR.1349abc"))

    assert (event.channel, event.sender, event.identity) == ("rcs", "33100000000", "FR.1349abc")


def test_characters_that_a_database_refuses_are_replaced() -> None:
    raw = json.dumps(inbound({"text_message": {"text": "SEP"}})).replace("SEP", "a\\u0000b\\ud83d")

    ((unique, stored),) = split_events(raw.encode())
    event = read_event(stored)

    assert unique == "message:in-1"
    assert isinstance(event, InboundMessage)
    assert event.text == "ab?"
    event.text.encode()


def test_a_message_that_we_injected_ourselves_is_not_the_customers() -> None:
    event = read(inbound({"text_message": {"text": "hello"}}, direction="TO_CONTACT"))

    assert isinstance(event, Noted)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": ""}, "no id"),
        ({"channel_identity": None}, "who wrote it"),
        ({"channel_identity": identity(value="")}, "who wrote it"),
    ],
)
def test_an_inbound_message_without_its_essentials_is_refused_in_words(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(inbound({"text_message": {"text": "oui"}}, **fields))
