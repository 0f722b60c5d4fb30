"""Callbacks: their order, what they copy, their signature, and how they fail to arrive in order or once."""

from __future__ import annotations

import time
from typing import Any

ORDER = ["QUEUED_ON_CHANNEL", "DELIVERED", "READ"]


def test_receipts_come_in_order_after_the_submit_notification(wire: Any) -> None:
    message_id = wire.send(wire.template_request(message_metadata='{"step":"s1"}'))

    wire.receiver.wait_for_report(message_id, "READ")
    assert "message_submit_notification" in wire.receiver.events[0]
    assert [report["status"] for report in wire.receiver.reports(message_id)] == ORDER
    assert wire.receiver.bad_signatures == 0
    assert len(set(wire.receiver.nonces)) == 4


def test_metadata_comes_back_and_absent_ids_are_empty(wire: Any) -> None:
    wire.behave(retention="dispatch")

    message_id = wire.send(wire.template_request(message_metadata="m-1", correlation_id="c-1"))

    report = wire.receiver.wait_for_report(message_id, "DELIVERED")
    submit = wire.receiver.of("message_submit_notification")[0]
    assert (report["metadata"], report["processing_mode"]) == ("m-1", "DISPATCH")
    assert (report["contact_id"], report["conversation_id"], report["channel_identity"]["app_id"]) == (
        "",
        "",
        "",
    )
    assert submit["message_submit_notification"]["metadata"] == "m-1"
    assert {event["correlation_id"] for event in wire.receiver.events} == {"c-1"}


def test_an_app_that_keeps_nothing_forgets_the_correlation_id(wire: Any) -> None:
    message_id = wire.send(wire.template_request(message_metadata="m-1", correlation_id="c-1"))

    assert wire.receiver.wait_for_report(message_id, "DELIVERED")["metadata"] == "m-1"
    assert {event["correlation_id"] for event in wire.receiver.events} == {""}


def test_undelivered_messages_stop_at_the_channel(wire: Any) -> None:
    wire.behave(deliver=False)

    message_id = wire.send(wire.template_request())
    wire.receiver.wait_for_report(message_id, "QUEUED_ON_CHANNEL")
    time.sleep(0.15)

    assert [report["status"] for report in wire.receiver.reports(message_id)] == ["QUEUED_ON_CHANNEL"]
    assert wire.phone()[0]["status"] == "QUEUED_ON_CHANNEL"


def test_unread_messages_stay_delivered(wire: Any) -> None:
    wire.behave(read=False)

    message_id = wire.send(wire.template_request())
    wire.receiver.wait_for_report(message_id, "DELIVERED")
    time.sleep(0.15)

    assert wire.phone()[0]["status"] == "DELIVERED"


def test_a_callback_is_tried_again_until_it_is_taken(wire: Any) -> None:
    wire.receiver.failures_left = 3

    message_id = wire.send(wire.template_request())

    wire.receiver.wait_for_report(message_id, "READ")
    wire.receiver.wait_for("message_submit_notification")
    wire.receiver.wait_for("message_delivery_report", 3)
    assert wire.receiver.tries == 4 + 3


def test_callbacks_come_twice_when_asked(wire: Any) -> None:
    wire.behave(duplicate=1)

    message_id = wire.send(wire.template_request())

    wire.receiver.wait_for("message_delivery_report", 6)
    assert [report["status"] for report in wire.receiver.reports(message_id)].count("DELIVERED") == 2


def test_callbacks_come_out_of_order_when_asked_while_the_phone_stays_true(wire: Any) -> None:
    wire.behave(shuffle=True)

    ids = [wire.send(wire.template_request()) for _ in range(15)]
    wire.receiver.wait_for("message_delivery_report", 3 * len(ids))

    orders = [[report["status"] for report in wire.receiver.reports(one)] for one in ids]
    assert all(sorted(order) == sorted(ORDER) for order in orders)
    assert any(order != ORDER for order in orders)
    assert {message["status"] for message in wire.phone()} == {"READ"}


def test_a_message_with_its_own_callback_address_reports_there(wire: Any) -> None:
    elsewhere = f"{wire.receiver.url}?of=this-message"
    webhook = wire.http.get(wire.path(f"/apps/{wire.settings.app_id}/webhooks")).json()["webhooks"][0]["id"]
    wire.http.patch(wire.path(f"/webhooks/{webhook}"), json={"target_type": "DISMISS"})

    message_id = wire.send(wire.template_request(callback_url=elsewhere))
    wire.receiver.wait_for_report(message_id, "READ")
    wire.http.patch(wire.path(f"/webhooks/{webhook}"), json={"target_type": "HTTP"})

    assert wire.receiver.of("message_submit_notification") == []


def test_a_customers_text_arrives_with_its_own_time(wire: Any) -> None:
    message_id = wire.say(text="bonjour", at="2026-01-05T09:00:00Z")

    event = wire.receiver.wait_for("message")[0]
    message = event["message"]
    assert (message["id"], message["direction"]) == (message_id, "TO_APP")
    assert message["contact_message"] == {"text_message": {"text": "bonjour"}}
    assert message["accept_time"] == event["event_time"] == "2026-01-05T09:00:00.000Z"
    assert message["sender_id"] == wire.settings.sender_number
    assert (message["contact_id"], message["conversation_id"]) == ("", "")


def test_a_tap_names_the_message_answered_and_brings_its_metadata_back(wire: Any) -> None:
    wire.behave(retention="dispatch")
    sent = wire.send(wire.template_request(message_metadata="visit-7", correlation_id="run-7"))
    button = wire.phone()[0]["buttons"][0]

    wire.say(tap={"message_id": sent, "data": button["data"], "title": button["title"]})

    event = wire.receiver.wait_for("message")[0]
    reply = event["message"]["contact_message"]
    assert reply["choice_response_message"] == {"message_id": sent, "postback_data": "merci"}
    assert event["message"]["metadata"] == "visit-7"
    assert event["correlation_id"] == "run-7"


def test_a_session_choice_without_data_answers_with_the_default(wire: Any) -> None:
    wire.say(text="bonjour")
    choices = [{"text_message": {"text": "Oui"}}, {"text_message": {"text": "Non"}, "postback_data": "no"}]
    sent = wire.send(wire.request_for(message={"choice_message": {"choices": choices}}))

    buttons = wire.phone()[0]["buttons"]

    assert [button["data"] for button in buttons] == [f"{sent}_Oui", "no"]


def test_media_with_a_caption_is_a_card_and_without_is_not(wire: Any) -> None:
    media = {"url": "http://127.0.0.1/sandbox/media/photo.png", "kind": "image"}
    wire.say(media={**media, "caption": "mon colis"})
    wire.receiver.wait_for("message")
    wire.say(media=media)

    contents = [event["message"]["contact_message"] for event in wire.receiver.wait_for("message", 2)]
    assert contents[0]["media_card_message"] == {"url": media["url"], "caption": "mon colis"}
    assert contents[1]["media_message"] == {"url": media["url"]}


def test_a_location_and_unmapped_content_arrive_in_their_own_shapes(wire: Any) -> None:
    wire.say(location={"latitude": 48.85, "longitude": 2.35, "title": "Paris"})
    wire.receiver.wait_for("message")
    wire.say(fallback={"raw_message": '{"type":"poll"}', "reason": "unknown type"})

    contents = [event["message"]["contact_message"] for event in wire.receiver.wait_for("message", 2)]
    assert contents[0]["location_message"]["coordinates"] == {"latitude": 48.85, "longitude": 2.35}
    assert contents[1]["fallback_message"]["raw_message"] == '{"type":"poll"}'


def test_a_reaction_is_an_event_about_the_last_message(wire: Any) -> None:
    sent = wire.send(wire.template_request())

    wire.say(reaction="👍")

    event = wire.receiver.wait_for("event")[0]["event"]
    expected = {"emoji": "👍", "action": "REACTION_ACTION_REACT", "message_id": sent}
    assert event["contact_message_event"]["reaction_event"] == expected


def test_opting_out_and_in_is_told(wire: Any) -> None:
    for status in ("out", "in"):
        wire.http.post("/sandbox/opt", json={"from": "33600000001", "status": status})

    out, back = wire.receiver.wait_for("opt_out_notification"), wire.receiver.wait_for("opt_in_notification")
    assert out[0]["opt_out_notification"]["status"] == "OPT_OUT_SUCCEEDED"
    assert back[0]["opt_in_notification"]["identity"] == "33600000001"


def test_conversation_metadata_comes_back_with_the_next_message_of_the_person(wire: Any) -> None:
    wire.behave(retention="conversation")
    wire.send(wire.template_request(conversation_metadata={"a": 1, "b": 2}))
    strategy = {"conversation_metadata_update_strategy": "MERGE_PATCH"}
    wire.send(wire.template_request(conversation_metadata={"b": None, "c": 3}, **strategy))

    wire.say(text="bonjour")

    event = wire.receiver.wait_for("message")[0]
    assert event["message_metadata"] == '{"a":1,"c":3}'
    assert event["message"]["processing_mode"] == "CONVERSATION"
    assert len(event["message"]["contact_id"]) == len(event["message"]["conversation_id"]) == 26
