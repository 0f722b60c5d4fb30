"""Looking back: retention, paging, lost answers, the ledger, what the phone holds."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest

from engine.sandbox.app import create_app


def look_up(wire: Any, **query: Any) -> dict[str, Any]:
    answer = wire.http.get(wire.path("/messages"), params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(page: dict[str, Any]) -> list[str]:
    return [message["id"] for message in page["messages"]]


@pytest.mark.parametrize(
    ("retention", "source", "found"),
    [
        ("none", "CONVERSATION_SOURCE", False),
        ("none", "DISPATCH_SOURCE", False),
        ("dispatch", "CONVERSATION_SOURCE", False),
        ("dispatch", "DISPATCH_SOURCE", True),
        ("conversation", "CONVERSATION_SOURCE", True),
        ("conversation", "DISPATCH_SOURCE", False),
    ],
)
def test_only_an_app_that_keeps_messages_finds_them(wire: Any, retention: str, source: str, found: bool) -> None:
    wire.behave(retention=retention)
    sent = wire.send(wire.template_request(message_metadata="key-1"))

    page = look_up(wire, messages_source=source)
    one = wire.http.get(wire.path(f"/messages/{sent}"), params={"messages_source": source})

    assert ids(page) == ([sent] if found else [])
    assert one.status_code == (200 if found else 404)


def test_a_found_message_carries_metadata_and_no_status(wire: Any) -> None:
    wire.behave(retention="conversation")
    wire.send(wire.template_request(message_metadata="key-1", correlation_id="c-1"))

    message = look_up(wire)["messages"][0]

    assert (message["metadata"], message["direction"]) == ("key-1", "TO_CONTACT")
    assert message["channel_identity"] == {"channel": "WHATSAPP", "identity": "33600000001", "app_id": ""}
    assert "template_message" in message["app_message"]
    assert message.keys().isdisjoint({"correlation_id", "status"})


def test_pages_go_from_newest_to_oldest_without_gap_or_repeat(wire: Any) -> None:
    wire.behave(retention="conversation")
    sent = [wire.send(wire.template_request()) for _ in range(7)]

    pages, token = [], None
    while token != "":
        page = look_up(wire, page_size=3, **({"page_token": token} if token else {}))
        pages.append(ids(page))
        token = page["next_page_token"]

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [one for page in pages for one in page] == sent[::-1]


def test_filters_narrow_the_list(wire: Any) -> None:
    wire.behave(retention="conversation")
    mine = wire.send(wire.template_request())
    theirs = wire.say(text="bonjour")
    other = wire.http.post("/sandbox/inbound", json={"from": "33600000002", "text": "salut"}).json()["id"]
    start = look_up(wire)["messages"][0]["accept_time"]

    assert ids(look_up(wire, direction="TO_CONTACT")) == [mine]
    assert ids(look_up(wire, channel="WHATSAPP", channel_identity="33600000001")) == [theirs, mine]
    assert ids(look_up(wire, channel_identity="33600000002")) == [other]
    assert other in ids(look_up(wire, start_time=start))
    assert other not in ids(look_up(wire, end_time=start))
    assert ids(look_up(wire, channel="SMS")) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"page_size": 1001}, "page_size"),
        ({"page_token": "x"}, "page_token"),
        ({"correlation_id": "c"}, "correlation_id"),
        ({"messages_source": "ALL"}, "messages_source"),
        ({"start_time": "yesterday"}, "start_time"),
        ({"messages_source": "DISPATCH_SOURCE", "contact_id": "x"}, "contact_id"),
        ({"only_recipient_originated": "true"}, "only_recipient_originated"),
    ],
)
def test_a_broken_look_up_names_the_parameter(wire: Any, query: dict[str, Any], field: str) -> None:
    answer = wire.http.get(wire.path("/messages"), params=query)

    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["fieldViolations"][0]["field"] == field


def test_a_lost_answer_breaks_the_connection_but_the_message_is_sent(wire: Any) -> None:
    wire.behave(lose_answer=1)

    with pytest.raises(httpx.RemoteProtocolError):
        wire.post_send(wire.template_request(message_metadata="key-9"))

    held = wire.phone()
    assert [message["metadata"] for message in held] == ["key-9"]
    assert wire.receiver.wait_for_report(held[0]["id"], "DELIVERED")["metadata"] == "key-9"


@pytest.mark.parametrize("parser", ["h11", "auto"])
def test_an_answer_is_lost_whatever_parser_the_server_has(settings: Any, serving: Any, parser: str) -> None:
    with serving(create_app(replace(settings, webhook_url="")), parser) as base:
        httpx.put(f"{base}/sandbox/behaviour", json={"lose_answer": 1})
        request = {"app_id": settings.app_id, "message": {"text_message": {"text": "a"}}}
        identity = {"channel": "WHATSAPP", "identity": "33600000001"}
        request["recipient"] = {"identified_by": {"channel_identities": [identity]}}
        path, key = (
            f"/v1/projects/{settings.project_id}/messages:send",
            (settings.key_id, settings.key_secret),
        )

        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(base + path, json=request, auth=key)

        assert len(httpx.get(f"{base}/sandbox/messages").json()["messages"]) == 1


def test_a_delayed_answer_comes_late(wire: Any) -> None:
    wire.behave(delay_ms=200)
    start = time.monotonic()

    wire.send(wire.template_request())

    assert time.monotonic() - start >= 0.2


def test_the_ledger_has_a_line_on_disk_before_the_answer(wire: Any) -> None:
    assert wire.settings.ledger_path is not None

    sent = wire.send(wire.template_request(message_metadata="key-3", correlation_id="c-3"))

    line = orjson.loads(wire.settings.ledger_path.read_bytes().splitlines()[-1])
    assert (line["message_id"], line["metadata"], line["to"]) == (sent, "key-3", "33600000001")
    assert line["correlation_id"] == "c-3"


def test_a_refused_request_leaves_no_line_in_the_ledger(wire: Any) -> None:
    assert wire.settings.ledger_path is not None
    wire.send(wire.template_request())
    before = wire.settings.ledger_path.read_bytes()

    wire.post_send({**wire.template_request(), "ttl": "x"})

    assert wire.settings.ledger_path.read_bytes() == before


def test_the_oldest_messages_go_when_memory_is_full(other_sandbox: Any) -> None:
    with other_sandbox(max_messages=5) as wire:
        sent = [wire.send(wire.template_request()) for _ in range(8)]

        held = [message["id"] for message in wire.phone()]

    assert held == sent[3:]


def test_the_phone_holds_messages_oldest_first_with_the_request_as_sent(wire: Any) -> None:
    request = wire.template_request(message_metadata="key-1")
    first, second = wire.send(request), wire.send(request)

    held = wire.phone()

    assert [message["id"] for message in held] == [first, second]
    assert held[0]["raw"] == request
    assert wire.phone("33600000002") == []
