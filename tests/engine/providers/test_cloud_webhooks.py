"""What WhatsApp posts: the handshake, batches taken apart, and keys that last."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cloud_wire import change, failure, inbound, make_cloud, message, status, statuses, value

from engine.providers.abilities import AsksFirst, TellsNumber
from engine.providers.base import InboundMessage, PreferenceChange, Receipt

CLOUD = make_cloud("http://127.0.0.1:9")


def split(body: Any) -> list[tuple[str, str]]:
    return CLOUD.event_keys(json.dumps(body).encode())


def keys(body: Any) -> list[str]:
    return [key for key, _ in split(body)]


def understood(body: Any) -> list[Any]:
    return [CLOUD.read_event(raw) for _, raw in split(body)]


# The handshake ---------------------------------------------------------------------------------------------------------


def challenge(**changes: str) -> str | None:
    asked = {"mode": "subscribe", "verify_token": "our-word", "challenge": "1158201444", **changes}
    return CLOUD.answer_challenge({f"hub.{name}": word for name, word in asked.items()})


def test_the_one_who_knows_our_word_gets_its_own_back() -> None:
    assert challenge() == "1158201444"


@pytest.mark.parametrize(
    "changes", [{"verify_token": "guessed"}, {"verify_token": ""}, {"verify_token": "é\ud800"}, {"mode": "x"}]
)
def test_who_does_not_know_our_word_gets_nothing(changes: dict[str, str]) -> None:
    assert challenge(**changes) is None


def test_without_a_word_nobody_knows_it() -> None:
    wordless = make_cloud("http://127.0.0.1:9", verify_token="")

    assert wordless.answer_challenge({"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}) is None
    assert wordless.answer_challenge({"hub.mode": "subscribe", "hub.challenge": "1"}) is None


def test_it_tells_its_number_and_asks_first() -> None:
    assert isinstance(CLOUD, TellsNumber)
    assert isinstance(CLOUD, AsksFirst)


# Batches -------------------------------------------------------------------------------------------------------------


def batch() -> dict[str, Any]:
    """Two accounts, three changes, six things."""
    amina, bruno = (
        {"profile": {"name": name}, "wa_id": number}
        for name, number in (("Amina", "33600000001"), ("Bruno", "33600000002"))
    )
    said = value(
        contacts=[amina, bruno],
        messages=[message(), message(id="wamid.in-2", **{"from": "33600000002"})],
        statuses=[status("sent"), status("delivered")],
    )
    entry = {
        "id": "1",
        "changes": [{"field": "messages", "value": said}, {"field": "account_update", "value": {"event": "X"}}],
    }
    return {"object": "whatsapp_business_account", "entry": [entry, *statuses(status("read"))["entry"]]}


def test_a_batch_is_taken_apart_into_its_events() -> None:
    kinds = [type(event).__name__ for event in understood(batch())]

    assert kinds == ["InboundMessage", "InboundMessage", "Receipt", "Receipt", "SenderChanged", "Receipt"]


def test_each_event_keeps_what_stood_around_it_and_only_its_own_person() -> None:
    raws = [json.loads(raw) for _, raw in split(batch())]

    first, second = (raw["entry"][0]["changes"][0]["value"] for raw in raws[:2])
    assert first["metadata"]["phone_number_id"] == second["metadata"]["phone_number_id"]
    assert [person["wa_id"] for person in first["contacts"]] == ["33600000001"]
    assert [event.profile_name for event in understood(batch())[:2]] == ["Amina", "Bruno"]


def test_an_event_has_its_key_in_whatever_company_it_comes() -> None:
    alone = keys(inbound(message()))

    assert alone == ["message:wamid.in-1"]
    assert set(alone) < set(keys(batch()))
    assert keys(statuses(status("read"))) == keys(batch())[-1:]


def test_a_body_of_one_event_is_kept_as_it_came() -> None:
    body = (
        b'{ "object": "whatsapp_business_account", "entry": [ '
        + json.dumps(inbound(message())["entry"][0]).encode()
        + b" ] }"
    )

    assert [raw for _, raw in CLOUD.event_keys(body)] == [body.decode()]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"object": "x", "entry": [{"id": "1", "changes": [{"field": "messages", "value": {}}]}, 7]},
        {"object": "x", "entry": [{"id": "1", "changes": [None]}]},
        {"object": "x", "entry": []},
        {"object": "x"},
    ],
)
def test_what_has_not_the_known_form_is_kept_whole(spoilt: dict[str, Any]) -> None:
    ((key, raw),) = split(spoilt)

    assert key.startswith("sha256:")
    assert json.loads(raw) == spoilt


def test_a_list_with_something_strange_in_it_is_kept_whole() -> None:
    body = change("messages", value(messages=[message(), 7]))

    assert [json.loads(raw) for _, raw in split(body)] == [body]


def test_a_thousand_changes_are_a_thousand_events() -> None:
    said = [message(id=f"wamid.{number}") for number in range(1000)]

    assert len(set(keys(inbound(*said)))) == 1000


# Keys ----------------------------------------------------------------------------------------------------------------


def test_a_status_is_known_by_its_message_and_its_word() -> None:
    assert keys(statuses(status("sent"), status("read"))) == [
        f"status:{status('x')['id']}:{word}" for word in ("sent", "read")
    ]


def test_a_reaction_an_edit_and_a_deletion_never_take_the_place_of_a_message() -> None:
    said = [message(kind, {}, id="wamid.in-1") for kind in ("text", "reaction", "edit", "revoke")]

    assert len(set(keys(inbound(*said)))) == 4


def test_who_stops_resumes_and_stops_again_has_three_events() -> None:
    words = [
        {"wa_id": "33600000001", "category": "marketing_messages", "value": said, "timestamp": 1767607200 + number}
        for number, said in enumerate(("stop", "resume", "stop"))
    ]

    assert len(set(keys(change("user_preferences", value(user_preferences=words))))) == 3


def test_the_same_news_at_another_time_is_other_news() -> None:
    first, again, later = (
        keys(change("message_template_status_update", {"event": "PAUSED"}, time=time)) for time in (1, 1, 2)
    )

    assert first == again != later


def test_an_event_with_other_order_of_members_is_the_same() -> None:
    body = change("security", {"event": "PIN_CHANGED", "requester": "1"})
    turned = {name: body[name] for name in reversed(body)}

    assert keys(body) == keys(turned)


# One post, two meanings ------------------------------------------------------------------------------------------------


def test_a_send_refused_because_the_person_stopped_marketing_is_also_their_word() -> None:
    receipt, word = understood(statuses(status("failed", errors=[failure(131050)])))

    assert isinstance(receipt, Receipt)
    assert (receipt.status, receipt.fault) == ("failed", "person")
    assert isinstance(word, PreferenceChange)
    assert (word.identity, word.given, word.purpose) == ("33600000001", False, "marketing")


def test_trouble_of_the_account_beside_a_message_is_an_event_of_its_own() -> None:
    noted, written = understood(inbound(message(), errors=[failure(131042)]))

    assert noted.what == "messages:131042"
    assert isinstance(written, InboundMessage)
