"""The running engine at the WhatsApp Cloud API, over the real wire."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest
from cloud_house import VERIFY_TOKEN, CloudHouse, running_cloud_house
from house import AMINA, until
from journeys import MARKETING, PREFERENCES, SHIPPED, TEMPLATE_TEXT
from sqlalchemy import Engine

from engine.commands.starting import prepare_house
from storage.database import writing
from tests.engine.journey.test_rehearsal_of_replies import STORE

QUESTION = "Que préférez-vous ?"
SHIPPED_TEXT = TEMPLATE_TEXT.format("Amina", "C-1")
HIDDEN = "FR.13491208655302741918"
NEWS = {
    **MARKETING,
    "steps": {**MARKETING["steps"], "tell": {**MARKETING["steps"]["tell"], "values": {"first_name": "Amina"}}},
}


@pytest.fixture
def house(chosen_database: Engine) -> Iterator[CloudHouse]:
    with running_cloud_house(chosen_database) as running:
        yield running


@pytest.fixture
def either_house(database: Engine) -> Iterator[CloudHouse]:
    with running_cloud_house(database) as running:
        yield running


def webhook(text: str, message_id: str = "wamid.in.1", **fields: Any) -> bytes:
    said = {"from": AMINA, "id": message_id, "timestamp": str(int(time.time())), "type": "text", "text": {"body": text}}  # noqa: TID251 — WhatsApp's own clock
    value = {
        "messaging_product": "whatsapp", "contacts": [{"profile": {"name": "Amina"}, "wa_id": AMINA}],
        "metadata": {"display_phone_number": "33100000000", "phone_number_id": "106540352242922"}, "messages": [said | fields],
    }  # fmt: skip
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]})


def signed(body: bytes, secret: str = "cloud-app-secret") -> dict[str, str]:
    return {"x-hub-signature-256": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"}


def post(house: CloudHouse, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return house.http.post(f"{house.api}/webhooks/whatsapp", content=body, headers=headers)


# A conversation ----------------------------------------------------------------------------------------------------------


def test_keyword_buttons_tap_template_and_receipts(either_house: CloudHouse) -> None:
    """A whole conversation through Meta's own API: each message once, each receipt counted."""
    either_house.publish(PREFERENCES)

    either_house.says("Menu !")
    either_house.hears(QUESTION)
    assert [button["title"] for button in either_house.phone()[0]["buttons"]] == ["Sport", "Ville"]
    either_house.taps("Ville")

    either_house.hears(QUESTION, SHIPPED_TEXT)
    assert either_house.phone()[1]["template"] == "colis_expedie"
    until(lambda: either_house.statuses() == ["read", "read"])
    either_house.settled()
    assert either_house.exits() == ["end"]
    assert [message["opaque"] for message in either_house.ledger()["sent"]] == [
        message_id for (message_id,) in either_house.rows("SELECT id FROM message ORDER BY created_at")
    ]


def test_a_tapped_quick_reply_of_a_template_takes_its_branch(house: CloudHouse) -> None:
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", contact={"whatsapp": AMINA, "name": "Amina"}, data={"order_id": "C-1"})
    house.hears(SHIPPED_TEXT)

    house.taps("Où est mon colis ?")

    house.hears(SHIPPED_TEXT, "En route.")


def test_a_row_that_is_picked_at_whatsapp_takes_its_path(house: CloudHouse) -> None:
    house.publish(STORE)
    house.says("magasin")
    house.hears("Où êtes-vous ?")
    house.says("aucune idée")
    until(lambda: "Quelle ville ?" in house.texts())
    assert [(one["kind"], one["title"]) for one in house.phone()[-1]["buttons"]] == [("row", "Lille"), ("row", "Nice")]

    house.taps("Nice")

    house.hears("Où êtes-vous ?", "Quelle ville ?", "Nice !")


def test_a_place_that_is_shared_at_whatsapp_answers_its_request(house: CloudHouse) -> None:
    house.publish(STORE)
    house.says("magasin")
    house.hears("Où êtes-vous ?")

    house.shares(45.76, 4.84)

    house.hears("Où êtes-vous ?", "Près de 45.76 :")
    (link,) = house.phone()[-1]["buttons"]
    assert (link["kind"], link["title"], link["data"]) == ("url", "Itinéraire", "https://shop.example/4.84")


def test_a_photo_takes_the_path_other_reply(house: CloudHouse) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)

    house.sends("image")

    house.hears(QUESTION, "Je n'ai pas compris.")


def test_a_reaction_moves_nothing(house: CloudHouse) -> None:
    house.publish(PREFERENCES)
    house.says("menu")
    house.hears(QUESTION)

    house.sends("reaction", message_id=house.phone()[0]["id"], emoji="👍")
    house.taps("Sport")

    house.hears(QUESTION, "C'est noté : sport.")


def test_who_hides_their_number_is_answered_all_the_same(either_house: CloudHouse) -> None:
    """Only a business-scoped user id is known: it is their address, and the country is read from it."""
    either_house.publish(PREFERENCES)

    either_house.says("menu", who=HIDDEN)
    either_house.hears(QUESTION, who=HIDDEN)
    either_house.taps("Sport", who=HIDDEN)

    either_house.hears(QUESTION, "C'est noté : sport.", who=HIDDEN)
    assert either_house.rows("SELECT country FROM contact") == [("FR",)]


def test_everything_in_one_body_is_as_good_as_one_by_one(house: CloudHouse) -> None:
    """WhatsApp may put what several people wrote, and receipts, into one body, and post it twice."""
    house.publish(PREFERENCES)
    house.behave(batch=True, copies=2)
    people = [f"3360000010{number}" for number in range(5)]

    for person in people:
        house.says("menu", who=person)

    for person in people:
        house.hears(QUESTION, who=person)
    until(lambda: house.statuses() == ["read"] * 5)
    assert house.rows("SELECT COUNT(*) FROM enrollment") == [(5,)]


# What may come in --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="unsigned"),
        pytest.param(signed(webhook("menu"), "another secret"), id="forged"),
        pytest.param(signed(webhook("tout autre chose")), id="altered"),
        pytest.param({"x-hub-signature-256": ""}, id="empty signature"),
        pytest.param({"x-hub-signature": "sha1=00"}, id="old signature"),
    ],
)
def test_a_webhook_that_whatsapp_did_not_sign_is_refused_and_not_stored(
    house: CloudHouse, headers: dict[str, str]
) -> None:
    answer = post(house, webhook("menu"), headers)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "bad_signature"
    assert house.rows("SELECT COUNT(*) FROM inbound_event") == [(0,)]


def test_the_same_webhook_of_whatsapp_a_hundred_times_has_one_effect(either_house: CloudHouse) -> None:
    either_house.publish(PREFERENCES)
    body = webhook("menu")

    answers = [post(either_house, body, signed(body)).status_code for _ in range(100)]

    assert answers == [200] * 100
    either_house.hears(QUESTION)
    either_house.settled()
    assert either_house.rows("SELECT COUNT(*) FROM inbound_event WHERE kind = 'message'") == [(1,)]
    assert either_house.rows("SELECT COUNT(*) FROM enrollment") == [(1,)]
    either_house.hears(QUESTION)


def asked(house: CloudHouse, **query: str) -> httpx.Response:
    return house.http.get(
        f"{house.api}/webhooks/whatsapp", params={f"hub.{name}": word for name, word in query.items()}
    )


def test_whatsapp_asks_first_and_gets_its_own_word_back(house: CloudHouse) -> None:
    answer = asked(house, mode="subscribe", verify_token=VERIFY_TOKEN, challenge="1158201444")

    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("query", [{}, {"mode": "subscribe", "verify_token": "guessed", "challenge": "1"}])
def test_who_does_not_know_the_verify_token_is_refused(house: CloudHouse, query: dict[str, str]) -> None:
    answer = asked(house, **query)

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "bad_verify_token"


def test_only_the_configured_provider_has_a_path(house: CloudHouse) -> None:
    assert house.http.post(f"{house.api}/webhooks/sinch", content=b"{}").status_code == 404


def test_what_came_to_another_number_of_the_account_starts_nothing(house: CloudHouse) -> None:
    house.publish(PREFERENCES)
    body = webhook("menu").replace(b"106540352242922", b"999")

    assert post(house, body, signed(body)).status_code == 200

    until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'done'"))
    assert house.rows("SELECT COUNT(*) FROM contact") == [(0,)]


def test_news_of_the_account_is_kept_and_stops_nobody(house: CloudHouse) -> None:
    house.publish(PREFERENCES)
    house.change("account_alerts", {"alert_type": "X", "deep": [{"y": None}]}, number=False)

    house.says("menu")

    house.hears(QUESTION)
    ((raw, status),) = house.rows("SELECT raw, status FROM inbound_event ORDER BY id LIMIT 1")
    assert orjson.loads(raw)["entry"][0]["changes"][0]["value"]["deep"] == [{"y": None}]
    assert status == "done"


# Consent -----------------------------------------------------------------------------------------------------------------


def test_who_stops_marketing_in_whatsapp_gets_no_more_of_it(either_house: CloudHouse) -> None:
    """The switch in WhatsApp counts as their word, for marketing and nothing else."""
    either_house.publish(NEWS)
    either_house.publish(SHIPPED)
    either_house.consents()
    word = {"wa_id": AMINA, "category": "marketing_messages", "value": "stop", "timestamp": int(time.time()) + 1}  # noqa: TID251 — WhatsApp's own clock
    either_house.change("user_preferences", {"user_preferences": [word]})
    until(lambda: either_house.rows("SELECT 1 FROM consent WHERE purpose = 'marketing' AND given = false"))

    either_house.event("n1", "news.ready")
    either_house.event("e1", "order.shipped", contact={"whatsapp": AMINA, "name": "Amina"}, data={"order_id": "C-1"})

    either_house.hears(SHIPPED_TEXT)
    either_house.settled()
    assert either_house.rows("SELECT status, reason FROM message WHERE purpose = 'marketing'") == [
        ("refused", "no_consent")
    ]


def test_a_marketing_message_refused_by_the_persons_choice_is_kept_as_that_choice(house: CloudHouse) -> None:
    house.publish(NEWS)
    house.consents()
    house.behave(refusal={"code": 131050, "later": True})

    house.event("n1", "news.ready")

    until(lambda: house.rows("SELECT 1 FROM consent WHERE purpose = 'marketing' AND given = false"))
    until(lambda: house.statuses() == ["failed"])


# Sending -----------------------------------------------------------------------------------------------------------------


def test_a_throttled_number_tries_again_later_and_each_message_leaves_once(house: CloudHouse) -> None:
    """130429 keeps nothing: the messages wait, and leave when WhatsApp lets them."""
    house.publish(PREFERENCES)
    house.behave(throttle_per_second=1)
    people = [f"3360000010{number}" for number in range(4)]

    for person in people:
        house.says("menu", who=person)

    for person in people:
        house.hears(QUESTION, who=person, seconds=60)
    house.settled()
    assert [len(house.phone(person)) for person in people] == [1] * 4
    assert house.ledger()["asked"] > len(people)


def test_too_fast_for_one_person_holds_nobody_else(house: CloudHouse) -> None:
    """131056 concerns a pair: the message of this person waits, others leave."""
    house.publish(PREFERENCES)
    house.behave(refusal={"code": 131056, "times": 1})
    house.says("menu")
    until(lambda: house.rows("SELECT 1 FROM message WHERE attempts = 1"))
    house.says("menu", who="33600000102")

    house.hears(QUESTION, who="33600000102")
    assert house.rows("SELECT blocked_until FROM sender") == [(None,)]
    house.later(seconds=2)
    house.hears(QUESTION)


def test_a_lost_answer_is_settled_by_its_status_and_not_sent_again(either_house: CloudHouse) -> None:
    """WhatsApp took it, and the answer was lost: the status brings our id back."""
    either_house.publish(SHIPPED)
    either_house.behave(lose_answers=1)

    either_house.event("e1", "order.shipped", contact={"whatsapp": AMINA, "name": "Amina"}, data={"order_id": "C-1"})

    until(lambda: either_house.rows("SELECT 1 FROM enrollment WHERE waiting = 'reply'"))
    either_house.settled()
    assert either_house.texts() == [SHIPPED_TEXT]
    assert either_house.ledger()["asked"] == 1


def test_a_token_that_expired_holds_everything_until_it_is_mended(house: CloudHouse) -> None:
    house.publish(PREFERENCES)
    house.behave(refusal={"code": 190, "http": 401, "times": 1})

    house.says("menu")

    until(lambda: house.rows("SELECT 1 FROM message WHERE hold_reason = 'misconfigured'"))
    assert [reason for (reason,) in house.rows("SELECT blocked_reason FROM sender")] == ["misconfigured"]
    house.later(seconds=60)
    assert house.phone() == [], "a fault that a person must mend is not tried every few seconds"
    house.later(seconds=60)
    house.hears(QUESTION)


def test_a_number_without_whatsapp_ends_the_passage(house: CloudHouse) -> None:
    house.publish(SHIPPED)
    house.behave(refusal={"code": 131026, "later": True})

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.statuses() == ["failed"])
    until(lambda: house.exits() == ["failed:131026"])


def test_a_template_that_whatsapp_pauses_holds_its_step_at_once(house: CloudHouse) -> None:
    """The news of the pause makes the list be read anew; nothing is posted meanwhile."""
    house.publish(SHIPPED)
    house.judges("colis_expedie", "PAUSED")
    until(lambda: house.rows("SELECT 1 FROM message_template WHERE name = 'colis_expedie' AND status = 'PAUSED'"))

    house.event("e1", "order.shipped", contact={"whatsapp": AMINA, "name": "Amina"}, data={"order_id": "C-1"})

    until(lambda: house.rows("SELECT 1 FROM message WHERE hold_reason = 'template_paused'"))
    assert house.ledger()["asked"] == 0
    house.judges("colis_expedie", "APPROVED")
    until(lambda: house.rows("SELECT 1 FROM message_template WHERE name = 'colis_expedie' AND status = 'APPROVED'"))
    house.later(minutes=2)
    house.hears(SHIPPED_TEXT)


def test_a_template_paused_between_two_readings_is_held_by_whatsapps_refusal(house: CloudHouse) -> None:
    house.publish(SHIPPED)
    house.behave(refusal={"code": 132015, "times": 1})

    house.event("e1", "order.shipped", contact={"whatsapp": AMINA, "name": "Amina"}, data={"order_id": "C-1"})

    until(lambda: house.rows("SELECT 1 FROM message WHERE hold_reason = 'template_paused' AND status = 'queued'"))
    house.later(minutes=11)
    house.hears(SHIPPED_TEXT)


# At the start ------------------------------------------------------------------------------------------------------------


def test_the_first_sender_is_what_whatsapp_tells_of_the_number(house: CloudHouse) -> None:
    assert house.rows("SELECT provider, number, quality, rate_per_second FROM sender") == [
        ("whatsapp_cloud", "33100000000", "green", 70)
    ]
    assert house.rows("SELECT name, status FROM message_template ORDER BY name") == [
        ("colis_expedie", "APPROVED"), ("nouveautes_du_mois", "APPROVED"),
    ]  # fmt: skip


def test_a_number_that_whatsapp_did_not_tell_at_the_first_start_is_learnt_at_the_next(house: CloudHouse) -> None:
    with writing(house.engine) as connection:
        connection.exec_driver_sql("UPDATE sender SET number = ''")

    prepare_house(house.engine, house.parts.settings, with_samples=False)

    assert house.rows("SELECT number FROM sender") == [("33100000000",)]


def test_marketing_leaves_by_the_marketing_path_where_it_is_set(chosen_database: Engine) -> None:
    with running_cloud_house(chosen_database, whatsapp_marketing_path="marketing_messages") as house:
        house.publish(NEWS)
        house.publish(PREFERENCES)
        house.consents()

        house.event("n1", "news.ready")
        house.says("menu")

        until(lambda: len(house.phone()) == 2)
        ways = {message["kind"]: message["path"].rsplit("/", 1)[-1] for message in house.phone()}
        assert ways == {"template": "marketing_messages", "session": "messages"}
