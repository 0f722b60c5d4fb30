"""What the sandbox refuses before it keeps anything, in the documented shape."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from engine.sandbox.sources import Sources, real_sources


def test_a_token_answer_has_all_four_keys_that_clients_read(wire: Any) -> None:
    key = (wire.settings.key_id, wire.settings.key_secret)

    answer = wire.http.post("/oauth2/token", data={"grant_type": "client_credentials"}, auth=key)

    assert answer.json().keys() == {"access_token", "expires_in", "scope", "token_type"}
    assert answer.json()["expires_in"] == 3600


def test_a_wrong_key_gets_an_oauth_error_with_a_description(wire: Any) -> None:
    answer = wire.http.post("/oauth2/token", data={"grant_type": "client_credentials"}, auth=("who", "knows"))

    assert answer.status_code == 401
    assert answer.json()["error_description"] == "key id or key secret is wrong"


def test_another_grant_type_is_refused(wire: Any) -> None:
    key = (wire.settings.key_id, wire.settings.key_secret)

    answer = wire.http.post("/oauth2/token", data={"grant_type": "password"}, auth=key)

    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_an_expired_token_says_expired_in_www_authenticate(other_sandbox: Any) -> None:
    real, shift = real_sources(), timedelta()
    sources = Sources(lambda: real.now() + shift, real.new_id, real.chance)

    with other_sandbox(sources) as wire:
        before = wire.http.get(wire.path("/messages")).status_code
        shift = timedelta(hours=2)
        answer = wire.http.get(wire.path("/messages"))

    assert before == 200
    assert answer.status_code == 401
    assert "expired" in answer.headers["www-authenticate"]


def test_a_token_minted_elsewhere_is_refused(wire: Any) -> None:
    answer = wire.http.get(wire.path("/messages"), headers={"Authorization": "Bearer 9999999999.0~me~0000"})

    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    assert "expired" not in answer.headers["www-authenticate"]


def test_basic_authentication_is_accepted_for_trials(wire: Any) -> None:
    key = (wire.settings.key_id, wire.settings.key_secret)

    answer = httpx.get(f"{wire.http.base_url}{wire.path('/messages')}", auth=key)

    assert answer.status_code == 200


def test_another_project_is_not_found(wire: Any) -> None:
    answer = wire.http.get("/v1/projects/another/messages")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, 404)


def test_an_unknown_app_is_not_found(wire: Any) -> None:
    answer = wire.post_send(wire.request_for(app_id="01HX0000000000000000000009"))

    assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")


def identified_by(*identities: Any) -> dict[str, Any]:
    return {"identified_by": {"channel_identities": list(identities)}}


def template(**changes: Any) -> dict[str, Any]:
    reference = {"template_id": "order_update", "language_code": "fr", **changes}
    kept = {name: value for name, value in reference.items() if value is not None}
    return {"template_message": {"channel_template": {"WHATSAPP": kept}}}


def choices(count: int) -> dict[str, Any]:
    return {"choice_message": {"choices": [{"text_message": {"text": f"choix {n}"}} for n in range(count)]}}


BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("an app id that is no ULID", {"app_id": "my-app"}, "app_id"),
    ("an app id of another type", {"app_id": 7}, "app_id"),
    ("an unknown field", {"mesage": {}}, "mesage"),
    ("a recipient of another type", {"recipient": "33600000001"}, "recipient"),
    ("two recipient forms", {"recipient": {"contact_id": "x", "identified_by": {}}}, "recipient"),
    (
        "a contact in dispatch mode",
        {"recipient": {"contact_id": "01HX0000000000000000000009"}},
        "recipient.contact_id",
    ),
    ("no identity", {"recipient": identified_by()}, "recipient.identified_by.channel_identities"),
    (
        "an identity without number",
        {"recipient": identified_by({"channel": "WHATSAPP"})},
        "recipient.identified_by.channel_identities[0].identity",
    ),
    (
        "a channel that is not configured",
        {"recipient": identified_by({"channel": "LINE", "identity": "U1"})},
        "channel_priority_order",
    ),
    ("an unconfigured channel in the order", {"channel_priority_order": ["LINE"]}, "channel_priority_order"),
    ("no content", {"message": {}}, "message"),
    (
        "two contents",
        {"message": {"text_message": {"text": "a"}, "media_message": {"url": "http://a/b"}}},
        "message",
    ),
    ("an unknown content", {"message": {"text": "a"}}, "message.text"),
    ("an empty text", {"message": {"text_message": {"text": ""}}}, "message.text_message.text"),
    (
        "a text of 4,097 characters",
        {"message": {"text_message": {"text": "x" * 4097}}},
        "message.text_message.text",
    ),
    (
        "a media address that is none",
        {"message": {"media_message": {"url": "photo"}}},
        "message.media_message.url",
    ),
    ("eleven choices", {"message": choices(11)}, "message.choice_message.choices"),
    ("no choice", {"message": choices(0)}, "message.choice_message.choices"),
    (
        "a choice of no kind",
        {"message": {"choice_message": {"choices": [{}]}}},
        "message.choice_message.choices[0]",
    ),
    (
        "a template without language",
        {"message": template(language_code=None)},
        "message.template_message.channel_template.WHATSAPP.language_code",
    ),
    (
        "parameters that are a list",
        {"message": template(parameters=["Amina"])},
        "message.template_message.channel_template.WHATSAPP.parameters",
    ),
    (
        "a parameter that is a number",
        {"message": template(parameters={"body[1]text": 7})},
        "message.template_message.channel_template.WHATSAPP.parameters.body[1]text",
    ),
    (
        "a list without sections",
        {"message": {"list_message": {"title": "Menu"}}},
        "message.list_message.sections",
    ),
    ("metadata of 1,025 characters", {"message_metadata": "x" * 1025}, "message_metadata"),
    ("metadata that is an object", {"message_metadata": {"step": 1}}, "message_metadata"),
    ("a correlation id of 129 characters", {"correlation_id": "x" * 129}, "correlation_id"),
    ("a life time in digits", {"ttl": 60}, "ttl"),
    ("a life time without unit", {"ttl": "60"}, "ttl"),
    ("a life time under three seconds", {"ttl": "2s"}, "ttl"),
    ("an unknown queue", {"queue": "FAST"}, "queue"),
    ("a callback address that is none", {"callback_url": "localhost"}, "callback_url"),
    (
        "a channel property of another type",
        {"channel_properties": {"SMS_SENDER": 1}},
        "channel_properties.SMS_SENDER",
    ),
    ("large conversation metadata", {"conversation_metadata": {"a": "x" * 2048}}, "conversation_metadata"),
]


@pytest.mark.parametrize(("change", "field"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_request_is_refused_naming_the_field(wire: Any, change: dict[str, Any], field: str) -> None:
    answer = wire.post_send({**wire.request_for(), **change})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert field in [fault["field"] for fault in error["details"][0]["fieldViolations"]]
    assert wire.phone() == []


@pytest.mark.parametrize("name", ["app_id", "recipient", "message"])
def test_a_missing_field_is_refused(wire: Any, name: str) -> None:
    request = wire.request_for()
    del request[name]

    answer = wire.post_send(request)

    assert answer.json()["error"]["details"][0]["fieldViolations"] == [{"field": name, "description": "is required"}]


def test_a_body_that_is_not_json_is_refused(wire: Any) -> None:
    answer = wire.http.post(wire.path("/messages:send"), content=b"{", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_limits_themselves_are_accepted(wire: Any) -> None:
    request = wire.request_for(text="x" * 4096, message_metadata="m" * 1024, correlation_id="c" * 128, ttl="3s")

    assert wire.post_send(request).status_code == 200


def test_an_unknown_path_answers_in_the_same_shape(wire: Any) -> None:
    answer = wire.http.get("/v1/nothing")

    assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")
