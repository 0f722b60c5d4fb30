"""What may come in by a webhook, and what may not."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest
from house import House, until
from journeys import PREFERENCES
from wire import inbound, signed


def post(house: House, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return house.http.post(f"{house.api}/webhooks/sinch", content=body, headers=headers)


def stored(house: House) -> int:
    return house.rows("SELECT COUNT(*) FROM inbound_event")[0][0]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="unsigned"),
        pytest.param(signed(inbound("menu"), "another secret"), id="forged"),
        pytest.param(signed(inbound("tout autre chose")), id="altered"),
        pytest.param({**signed(inbound("menu")), "x-sinch-webhook-signature": ""}, id="empty signature"),
    ],
)
def test_a_webhook_that_is_not_signed_by_the_provider_is_refused_and_not_stored(
    house: House, headers: dict[str, str]
) -> None:
    answer = post(house, inbound("menu"), headers)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "bad_signature"
    assert stored(house) == 0


def test_the_same_webhook_a_hundred_times_has_one_effect(either_house: House) -> None:
    either_house.publish(PREFERENCES)
    body = inbound("menu")

    answers = [post(either_house, body, signed(body)).status_code for _ in range(100)]

    assert answers == [200] * 100
    either_house.hears("Que préférez-vous ?")
    either_house.settled()
    assert either_house.rows("SELECT COUNT(*) FROM inbound_event WHERE kind = 'message'") == [(1,)]
    assert either_house.rows("SELECT COUNT(*) FROM enrollment") == [(1,)]
    either_house.hears("Que préférez-vous ?")


def test_an_unknown_event_is_kept_and_stops_nobody(house: House) -> None:
    """What the provider will invent next year is stored whole."""
    house.publish(PREFERENCES)
    unknown = orjson.dumps({"app_id": "a", "project_id": "p", "hologram_notification": {"x": 1}})

    assert post(house, unknown, signed(unknown)).status_code == 200
    house.says("menu")

    house.hears("Que préférez-vous ?")
    kept = house.rows("SELECT raw, status FROM inbound_event ORDER BY id LIMIT 1")
    assert "hologram_notification" in kept[0][0]
    assert kept[0][1] == "done"


def test_a_known_event_with_a_broken_inside_is_put_aside_with_its_reason(house: House) -> None:
    house.publish(PREFERENCES)
    broken = orjson.dumps({"app_id": "a", "project_id": "p", "message": {"id": "X", "channel_identity": 7}})

    assert post(house, broken, signed(broken)).status_code == 200
    house.says("menu")

    house.hears("Que préférez-vous ?")
    ((status, reason),) = house.rows("SELECT status, reason FROM inbound_event ORDER BY id LIMIT 1")
    assert status == "aside"
    assert reason


@pytest.mark.parametrize("body", [b"", b"not json", b"[1, 2]", b"[" * 100_000])
def test_signed_nonsense_is_answered_and_not_stored(house: House, body: bytes) -> None:
    answer = post(house, body, signed(body))

    assert answer.status_code == 400
    assert stored(house) == 0


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(house: House) -> None:
    answer = post(house, b"x" * 5_000_000, {})

    assert answer.status_code == 413
    assert stored(house) == 0


def test_a_nul_in_a_customers_message_does_no_harm(either_house: House) -> None:
    """Postgres keeps no NUL: the character is left out, the message counts."""
    either_house.publish(PREFERENCES)
    body = inbound("me\x00nu")

    assert post(either_house, body, signed(body)).status_code == 200

    either_house.hears("Que préférez-vous ?")


def test_a_customers_message_is_kept_as_it_came(house: House) -> None:
    body = inbound("Où est mon colis ?")

    post(house, body, signed(body))

    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'done'"))
    (raw, reason, body_json) = house.rows("SELECT raw, reason, body FROM inbound_event")[0]
    assert orjson.loads(raw)["message"]["contact_message"]["text_message"]["text"] == "Où est mon colis ?"
    assert reason == "unanswered"
    assert as_json(body_json)["text"] == "Où est mon colis ?"


def as_json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value
