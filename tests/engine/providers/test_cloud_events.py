"""What WhatsApp's events mean for us."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cloud_wire import WAMID, change, failure, inbound, make_cloud, message, status, statuses, value
from provider_wire import NOW

from engine.providers.base import InboundMessage, Noted, PreferenceChange, Receipt, TemplatesChanged

CLOUD = make_cloud("http://127.0.0.1:9")
USER = "FR.13491208655302741918"


def read(body: Any) -> Any:
    return CLOUD.read_event(json.dumps(body))


def said(kind: str, content: Any, **fields: Any) -> InboundMessage:
    event = read(inbound(message(kind, content, **fields)))
    assert isinstance(event, InboundMessage)
    return event


# What customers send ---------------------------------------------------------------------------------------------------


def test_a_text_says_who_wrote_what_when_and_to_whom() -> None:
    event = said("text", {"body": "Oui"})

    assert (event.kind, event.text, event.identity, event.profile_name) == ("text", "Oui", "33600000001", "Amina")
    assert (event.at, event.sender, event.channel) == (NOW, "33100000000", "whatsapp")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("button", {"payload": "p1|m|later", "text": "Plus tard"}),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "p1|m|later", "title": "Plus tard"}}),
        (
            "interactive",
            {"type": "list_reply", "list_reply": {"id": "p1|m|later", "title": "Plus tard", "description": "x"}},
        ),
    ],
)
def test_a_tap_tells_what_the_button_carried_and_which_message_it_answers(kind: str, content: dict[str, Any]) -> None:
    event = said(kind, content, context={"from": "33100000000", "id": WAMID})

    assert (event.kind, event.payload, event.title, event.text) == ("tap", "p1|m|later", "Plus tard", "Plus tard")
    assert event.answers == WAMID


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("image", "image"), ("video", "video"), ("audio", "audio"), ("document", "document"), ("sticker", "image")],
)
def test_a_file_is_of_its_kind_and_its_caption_is_the_text(theirs: str, ours: str) -> None:
    content = {"id": "4", "mime_type": "x/y", "sha256": "z", "url": "https://cdn.example/4", "caption": "Voilà"}

    event = said(theirs, content)

    assert (event.kind, event.text, event.media_url) == (ours, "Voilà", "https://cdn.example/4")


@pytest.mark.parametrize("place", [{}, {"latitude": 91, "longitude": 4}, {"latitude": "45", "longitude": 4.8}])
def test_a_place_without_usable_degrees_stands_nowhere(place: dict[str, Any]) -> None:
    event = said("location", place)

    assert (event.kind, event.location) == ("location", None)


@pytest.mark.parametrize(("theirs", "ours"), [("location", "location"), ("contacts", "contact")])
def test_a_place_and_a_card_have_their_kinds(theirs: str, ours: str) -> None:
    content: Any = [{"name": {}}] if theirs == "contacts" else {"latitude": 45.7, "longitude": 4.8}

    assert said(theirs, content).kind == ours


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("order", {"catalog_id": "1", "product_items": []}),
        ("unsupported", {"type": "poll"}),
        ("interactive", {"type": "nfm_reply", "nfm_reply": {"response_json": "{}"}}),
        ("hologram", {"x": 1}),
    ],
)
def test_a_kind_of_no_list_is_a_message_of_unknown_kind(kind: str, content: dict[str, Any]) -> None:
    event = said(kind, content)

    assert (event.kind, event.text, event.payload) == ("unknown", "", None)


@pytest.mark.parametrize("kind", ["reaction", "edit", "revoke"])
def test_what_is_said_of_an_earlier_message_moves_nothing(kind: str) -> None:
    event = read(inbound(message(kind, {"message_id": WAMID, "emoji": "👍", "original_message_id": "wamid.0"})))

    assert isinstance(event, Noted)
    assert (event.what, event.identity) == (kind, "33600000001")


def test_a_new_number_is_noted() -> None:
    event = read(
        change("messages", value(messages=[message("system", {"type": "user_changed_number", "wa_id": "33600000009"})]))
    )

    assert event.what == "system:user_changed_number"


def test_a_message_from_an_ad_names_the_ad() -> None:
    ad = {"source_type": "ad", "source_id": "1202", "ctwa_clid": "AbC", "headline": "Noël"}

    event = said("text", {"body": "bonjour"}, referral=ad)

    assert event.text == "bonjour"
    assert event.referral == {"source_type": "ad", "source_id": "1202", "click_id": "AbC", "headline": "Noël"}


def test_a_message_without_an_ad_names_none() -> None:
    assert said("text", {"body": "bonjour"}).referral == {}


# Who they are ----------------------------------------------------------------------------------------------------------


def test_who_shows_no_number_is_known_by_their_user_id() -> None:
    person = {"profile": {"name": "Amina", "username": "amina"}, "user_id": USER}
    hidden = {name: part for name, part in message(from_user_id=USER).items() if name != "from"}

    event = read(inbound(hidden, contacts=[person]))

    assert (event.identity, event.profile_name) == (USER, "Amina")


def test_who_shows_a_number_is_known_by_it() -> None:
    person = {"profile": {"name": "Amina"}, "user_id": USER, "wa_id": "33600000001"}

    assert read(inbound(message(from_user_id=USER), contacts=[person])).identity == "33600000001"


def test_a_status_names_the_user_id_where_there_is_no_number() -> None:
    told = status("read", recipient_user_id=USER)
    del told["recipient_id"]

    assert read(statuses(told)).identity == USER


# Statuses --------------------------------------------------------------------------------------------------------------


def test_a_status_with_its_price_is_a_receipt() -> None:
    price = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "marketing"}

    event = read(statuses(status("delivered", pricing=price)))

    assert isinstance(event, Receipt)
    assert (event.status, event.message_id, event.provider_message_id, event.at) == (
        "delivered",
        "msg-0001",
        WAMID,
        NOW,
    )


@pytest.mark.parametrize(
    ("code", "scope", "fault", "retryable"),
    [
        (131026, "person", "person", False), (131047, "message", "moment", False), (131049, "message", "moment", False),
        (131042, "sender", "moment", False), (131053, "message", "moment", True), (987654, "message", "moment", False),
    ],
)  # fmt: skip
def test_a_failure_says_why_in_a_sentence(code: int, scope: str, fault: str, retryable: bool) -> None:
    event = read(statuses(status("failed", errors=[failure(code)])))

    assert (event.status, event.code, event.channel_code) == ("failed", str(code), str(code))
    assert (event.scope, event.fault, event.retryable) == (scope, fault, retryable)
    assert len(event.reason.split()) > 3


def test_a_failure_without_its_reason_is_still_a_failure() -> None:
    event = read(statuses(status("failed")))

    assert (event.status, event.code) == ("failed", "UNKNOWN")
    assert event.reason


@pytest.mark.parametrize("word", ["played", "deleted", "teleported"])
def test_a_status_of_no_list_is_noted(word: str) -> None:
    event = read(statuses(status(word)))

    assert isinstance(event, Noted)
    assert event.what == f"status:{word}"


# Preferences, account and templates --------------------------------------------------------------------------------------


def preference(**changes: Any) -> Any:
    word = {"wa_id": "33600000001", "detail": "x", "category": "marketing_messages", "value": "stop",
            "timestamp": int(NOW.timestamp()), **changes}  # fmt: skip
    return read(change("user_preferences", value(user_preferences=[word])))


@pytest.mark.parametrize(("said_word", "given"), [("stop", False), ("resume", True)])
def test_a_person_stops_and_resumes_marketing_in_whatsapp(said_word: str, given: bool) -> None:
    event = preference(value=said_word)

    assert isinstance(event, PreferenceChange)
    assert (event.given, event.purpose, event.identity, event.at) == (given, "marketing", "33600000001", NOW)


@pytest.mark.parametrize("changes", [{"value": "signup"}, {"category": "other"}])
def test_another_preference_is_noted(changes: dict[str, str]) -> None:
    assert isinstance(preference(**changes), Noted)


@pytest.mark.parametrize(
    "field",
    ["message_template_status_update", "message_template_quality_update", "message_template_components_update", "template_category_update"],
)  # fmt: skip
def test_news_of_a_template_asks_for_the_list(field: str) -> None:
    event = read(change(field, {"event": "PAUSED", "message_template_name": "x"}, time=int(NOW.timestamp())))

    assert isinstance(event, TemplatesChanged)
    assert event.at == NOW


@pytest.mark.parametrize(
    ("field", "content", "what"),
    [
        ("account_update", {"event": "DISABLED_UPDATE"}, "account_update:DISABLED_UPDATE"),
        (
            "phone_number_quality_update",
            {"event": "THROUGHPUT_UPGRADE"},
            "phone_number_quality_update:THROUGHPUT_UPGRADE",
        ),
        ("business_capability_update", {"max_daily_conversations_per_business": 2000}, "business_capability_update"),
        ("messages", {"errors": [{"code": 131042}]}, "messages:131042"),
    ],
)
def test_news_of_the_account_is_noted_by_its_name(field: str, content: dict[str, Any], what: str) -> None:
    assert read(change(field, content)).what == what


@pytest.mark.parametrize("body", [inbound(message()), statuses(status("read"))])
def test_what_came_to_another_number_of_the_account_moves_nothing(body: dict[str, Any]) -> None:
    body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "999"

    event = read(body)

    assert isinstance(event, Noted)
    assert event.what == "other_number:messages"


# What is malformed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (inbound(message(id=None)), "has no id"),
        (inbound(message(**{"from": ""}), contacts=[]), "who wrote it"),
        (inbound(message(timestamp="tomorrow")), "no readable time"),
        (statuses(status("read", id="")), "which message"),
        (statuses(status("read", timestamp=None)), "no readable time"),
        (
            change("user_preferences", value(user_preferences=[{"category": "marketing_messages", "value": "stop"}])),
            "whose",
        ),
    ],
)
def test_a_known_event_that_lacks_its_heart_is_refused_in_words(body: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(body)
