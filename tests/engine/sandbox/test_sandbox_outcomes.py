"""What becomes of an accepted message: window, templates, channels, ordered refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.sandbox.sources import Sources, real_sources


def ago(**time: int) -> str:
    return (real_sources().now() - timedelta(**time)).isoformat()


def fail(wire: Any, request: dict[str, Any]) -> dict[str, Any]:
    """The reason of the failure that is reported after the request was accepted."""
    return wire.receiver.wait_for_report(wire.send(request), "FAILED")["reason"]


def test_free_text_to_someone_who_never_wrote_fails_as_outside_the_window(wire: Any) -> None:
    reason = fail(wire, wire.request_for())

    assert (reason["code"], reason["channel_code"]) == ("OUTSIDE_ALLOWED_SENDING_WINDOW", "131047")
    assert wire.phone()[0]["status"] == "FAILED"


def test_free_text_within_a_day_of_the_customers_message_is_delivered(wire: Any) -> None:
    wire.say(text="bonjour", at=ago(hours=23, minutes=59))

    message_id = wire.send(wire.request_for())

    assert wire.receiver.wait_for_report(message_id, "DELIVERED")


def test_the_window_closes_a_day_after_the_time_the_customer_wrote(wire: Any) -> None:
    wire.say(text="bonjour", at=ago(hours=24, seconds=1))

    assert fail(wire, wire.request_for())["code"] == "OUTSIDE_ALLOWED_SENDING_WINDOW"


def test_a_message_that_comes_late_does_not_shorten_the_window(wire: Any) -> None:
    wire.say(text="maintenant")
    wire.say(text="hier", at=ago(hours=30))

    assert wire.receiver.wait_for_report(wire.send(wire.request_for()), "DELIVERED")


def test_a_reaction_opens_no_window(wire: Any) -> None:
    wire.say(reaction="👍")

    assert fail(wire, wire.request_for())["code"] == "OUTSIDE_ALLOWED_SENDING_WINDOW"


def test_a_window_belongs_to_one_person(wire: Any) -> None:
    wire.say(text="bonjour")

    assert fail(wire, wire.request_for("33600000002"))["code"] == "OUTSIDE_ALLOWED_SENDING_WINDOW"


def test_an_approved_template_passes_with_the_window_closed(wire: Any) -> None:
    message_id = wire.send(wire.template_request())

    assert wire.receiver.wait_for_report(message_id, "READ")
    shown = wire.phone()[0]
    assert (shown["kind"], shown["template"], shown["text"]) == (
        "template",
        "order_update",
        "Bonjour Amina, votre colis part.",
    )
    assert shown["buttons"] == [{"type": "reply", "title": "Merci", "data": "merci"}]


@pytest.mark.parametrize(
    ("change", "code", "channel_code"),
    [
        ({"name": "nobody_knows"}, "TEMPLATE_NOT_FOUND", "132001"),
        ({"language": "de"}, "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION", "132001"),
        ({"language": "FR"}, "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION", "132001"),
        ({"name": "paused_news", "parameters": {}}, "CHANNEL_REJECT", "132015"),
        ({"parameters": {}}, "TEMPLATE_INSUFFICIENT_PARAMETERS", "132000"),
        (
            {"parameters": {"body[1]text": "a", "body[2]text": "b"}},
            "TEMPLATE_INSUFFICIENT_PARAMETERS",
            "132000",
        ),
        ({"parameters": {"body[1]text": ""}}, "TEMPLATE_INSUFFICIENT_PARAMETERS", "131008"),
        ({"parameters": {"body[1]text": "a\nb"}}, "BAD_REQUEST", "132018"),
        ({"parameters": {"1": "Amina"}}, "BAD_REQUEST", "132012"),
        ({"parameters": {"body[0]text": "Amina"}}, "BAD_REQUEST", "132012"),
    ],
)
def test_a_template_that_does_not_fit_fails_later(
    wire: Any, change: dict[str, Any], code: str, channel_code: str
) -> None:
    reason = fail(wire, wire.template_request(**change))

    assert (reason["code"], reason["channel_code"]) == (code, channel_code)


def test_a_number_that_is_none_fails_as_an_invalid_identity(wire: Any) -> None:
    assert fail(wire, wire.request_for("bob"))["code"] == "RECIPIENT_INVALID_CHANNEL_IDENTITY"


def test_four_reply_buttons_are_too_many_for_whatsapp(wire: Any) -> None:
    wire.say(text="bonjour")
    choices = [{"text_message": {"text": f"choix {n}"}} for n in range(4)]

    assert fail(wire, wire.request_for(message={"choice_message": {"choices": choices}}))["code"] == "BAD_REQUEST"


def test_a_burst_of_more_than_45_to_one_person_is_limited(wire: Any) -> None:
    wire.say(text="bonjour")

    ids = [wire.send(wire.request_for()) for _ in range(46)]

    reason = wire.receiver.wait_for_report(ids[-1], "FAILED")["reason"]
    assert (reason["code"], reason["channel_code"]) == ("RATE_LIMITED", "131056")
    assert wire.receiver.wait_for_report(ids[-2], "DELIVERED")


def test_the_next_channel_is_tried_with_the_same_message_id(wire: Any) -> None:
    identities = [{"channel": channel, "identity": "33600000001"} for channel in ("WHATSAPP", "SMS")]
    recipient = {"identified_by": {"channel_identities": identities}}

    message_id = wire.send(wire.request_for(recipient=recipient))

    switch = wire.receiver.wait_for_report(message_id, "SWITCHING_CHANNEL")
    delivered = wire.receiver.wait_for_report(message_id, "DELIVERED")
    assert switch["channel_identity"]["channel"] == "WHATSAPP"
    assert switch["reason"]["code"] == "OUTSIDE_ALLOWED_SENDING_WINDOW"
    assert delivered["channel_identity"]["channel"] == "SMS"


def test_an_ordered_refusal_is_reported_with_its_code(wire: Any) -> None:
    wire.behave(refuse={"code": "RECIPIENT_NOT_REACHABLE", "share": 1})

    assert fail(wire, wire.template_request())["code"] == "RECIPIENT_NOT_REACHABLE"


def test_an_ordered_http_refusal_keeps_nothing(wire: Any) -> None:
    wire.behave(refuse={"code": 500, "share": 1})

    answer = wire.post_send(wire.template_request())

    assert (answer.status_code, answer.json()["error"]["status"]) == (500, "INTERNAL")
    assert wire.phone() == []


def test_an_ordered_refusal_takes_its_share(other_sandbox: Any) -> None:
    real, rolls = real_sources(), iter([0.2, 0.9, 0.9, 0.7, 0.9, 0.9])
    with other_sandbox(Sources(real.now, real.new_id, lambda: next(rolls))) as wire:
        wire.behave(refuse={"code": "429", "share": 0.5})

        statuses = [wire.post_send(wire.template_request()).status_code for _ in range(2)]

    assert statuses == [429, 200]


def test_a_throttled_sender_gets_429_with_retry_after(wire: Any) -> None:
    wire.behave(throttle_per_second=3)

    answers = [wire.post_send(wire.template_request()) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert len(wire.phone()) == 3


def test_a_contact_of_a_conversation_app_is_written_to_by_its_id(wire: Any) -> None:
    wire.behave(retention="conversation")
    wire.say(text="bonjour")
    contact_id = wire.receiver.wait_for("message")[0]["message"]["contact_id"]

    message_id = wire.send(wire.request_for(recipient={"contact_id": contact_id}))

    report = wire.receiver.wait_for_report(message_id, "DELIVERED")
    assert (report["contact_id"], report["channel_identity"]["identity"]) == (contact_id, "33600000001")


def test_an_unknown_contact_fails_later(wire: Any) -> None:
    wire.behave(retention="conversation")

    reason = fail(wire, wire.request_for(recipient={"contact_id": "01HX0000000000000000000009"}))

    assert reason["code"] == "CONTACT_NOT_FOUND"


def test_the_order_of_channels_wins_over_the_order_of_identities(wire: Any) -> None:
    identities = [{"channel": channel, "identity": "33600000001"} for channel in ("WHATSAPP", "SMS")]
    recipient = {"identified_by": {"channel_identities": identities}}

    message_id = wire.send(wire.request_for(recipient=recipient, channel_priority_order=["SMS"]))

    assert wire.receiver.wait_for_report(message_id, "DELIVERED")["channel_identity"]["channel"] == "SMS"
