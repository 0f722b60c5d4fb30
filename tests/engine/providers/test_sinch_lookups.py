"""Looking up a message by the id we sent along, and reading the app and its templates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from provider_wire import NOW
from sinch_wire import APP, APPS, LIST, TEMPLATES, TOKEN, error, make_sinch, token
from wire_server import CLOSE, WireServer, say

from engine.providers.base import Found, Misconfigured, NoAnswer

pytestmark = pytest.mark.anyio

SINCE = NOW - dt.timedelta(minutes=10)
KEPT_A_WEEK = {"processing_mode": "DISPATCH", "dispatch_retention_policy": {"ttl_days": 7}}
CONVERSATION = {"processing_mode": "CONVERSATION", "retention_policy": {"ttl_days": 180}}


def app(**fields: Any) -> bytes:
    return say(200, {"id": APP, "display_name": "Boutique", **fields})


def listed(*messages: tuple[str, str], token: str = "") -> bytes:
    """Messages as (Sinch's id, metadata)."""
    rows = [
        {"id": name, "direction": "TO_CONTACT", "metadata": metadata, "accept_time": "2026-01-05T09:51:00Z"}
        for name, metadata in messages
    ]
    return say(200, {"messages": rows, "next_page_token": token})


async def look_up(server: WireServer, since: dt.datetime = SINCE) -> Found:
    server.queue(TOKEN, token())
    sinch = make_sinch(server.url)
    try:
        return await sinch.look_up("msg-0001", to="+33600000001", since=since)
    finally:
        await sinch.close()


@pytest.mark.parametrize(
    ("fields", "source"), [(KEPT_A_WEEK, "DISPATCH_SOURCE"), (CONVERSATION, "CONVERSATION_SOURCE")]
)
async def test_a_message_is_found_by_our_id_where_the_app_keeps_it(
    server: WireServer, fields: dict[str, Any], source: str
) -> None:
    server.queue(APPS, app(**fields))
    server.queue(LIST, listed(("prov-9", "another"), ("prov-1", "msg-0001")))

    found = await look_up(server)

    assert found == Found(True, "prov-1", dt.datetime(2026, 1, 5, 9, 51, tzinfo=dt.UTC))
    assert server.last(LIST).query == {
        "app_id": APP,
        "channel_identity": "33600000001",
        "channel": "WHATSAPP",
        "direction": "TO_CONTACT",
        "start_time": "2026-01-05T09:45:00.000Z",
        "messages_source": source,
        "page_size": "1000",
    }


async def test_the_search_goes_on_to_the_last_page(server: WireServer) -> None:
    server.queue(APPS, app(**KEPT_A_WEEK))
    server.queue(LIST, listed(("prov-9", "other"), token="more"), listed(("prov-1", "msg-0001")))

    found = await look_up(server)

    assert found.provider_message_id == "prov-1"
    assert server.last(LIST).query["page_token"] == "more"


async def test_a_message_that_is_not_listed_was_not_taken(server: WireServer) -> None:
    server.queue(APPS, app(**KEPT_A_WEEK))
    server.queue(LIST, listed(("prov-9", "other")))

    assert (await look_up(server)).found is False


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"processing_mode": "DISPATCH", "dispatch_retention_policy": {"ttl_days": 0}},
        {"processing_mode": "SOMETHING_NEW"},
    ],
)
async def test_an_app_that_keeps_nothing_proves_nothing(server: WireServer, fields: dict[str, Any]) -> None:
    server.queue(APPS, app(**fields))

    assert (await look_up(server)).found is None
    assert LIST not in server.paths()


async def test_a_message_older_than_what_is_kept_proves_nothing(server: WireServer) -> None:
    server.queue(APPS, app(**KEPT_A_WEEK))

    assert (await look_up(server, NOW - dt.timedelta(days=8))).found is None


async def test_a_listed_message_without_metadata_may_be_ours(server: WireServer) -> None:
    server.queue(APPS, app(**KEPT_A_WEEK))
    server.queue(LIST, listed(("prov-8", ""), ("prov-9", "other")))

    assert (await look_up(server)).found is None


async def test_a_list_without_end_does_not_pass_for_an_answer(server: WireServer) -> None:
    server.queue(APPS, app(**KEPT_A_WEEK))
    server.queue(LIST, listed(("prov-9", "other"), token="again"))

    with pytest.raises(NoAnswer, match="does not end"):
        await look_up(server)


@pytest.mark.parametrize("answer", [CLOSE, say(503, b""), say(200, b"<html>")], ids=["closed", "503", "html"])
async def test_a_failed_look_up_may_be_asked_again(server: WireServer, answer: bytes) -> None:
    server.queue(APPS, app(**KEPT_A_WEEK))
    server.queue(LIST, answer)

    with pytest.raises(NoAnswer) as caught:
        await look_up(server)

    assert caught.value.retry_after is not None


async def test_the_check_says_what_answers_and_what_it_keeps(server: WireServer) -> None:
    server.queue(TOKEN, token())
    server.queue(APPS, app(**KEPT_A_WEEK, rate_limits={"outbound": 25}))
    sinch = make_sinch(server.url)

    sentence = await sinch.check()
    rate = (await sinch.read_app()).outbound_rate
    await sinch.close()

    assert "Boutique" in sentence
    assert "25 messages a second" in sentence
    assert "7 days" in sentence
    assert rate == 25


async def test_an_app_of_another_region_is_named_as_such(server: WireServer) -> None:
    server.queue(TOKEN, token())
    server.queue(APPS, error(404, "NOT_FOUND", "app not found"))
    sinch = make_sinch(server.url)

    with pytest.raises(Misconfigured, match="PARCOURS_SINCH_REGION"):
        await sinch.check()
    await sinch.close()


async def test_something_else_that_answers_is_not_taken_for_sinch(server: WireServer) -> None:
    server.queue(TOKEN, token())
    server.queue(APPS, say(200, {"welcome": "to another service"}))
    sinch = make_sinch(server.url)

    with pytest.raises(Misconfigured, match="PARCOURS_SINCH_API_URL"):
        await sinch.check()
    await sinch.close()


async def test_templates_are_read_from_every_page(server: WireServer) -> None:
    one = {
        "name": "order_update",
        "language": "EN_US",
        "category": "UTILITY",
        "state": "APPROVED",
        "details": {},
    }
    server.queue(TOKEN, token())
    server.queue(
        TEMPLATES,
        say(200, {"totalSize": 2, "templates": [one], "nextPageToken": "2"}),
        say(200, {"totalSize": 2, "templates": [{**one, "language": "FR"}]}),
    )
    sinch = make_sinch(server.url)

    templates = await sinch.list_templates()
    await sinch.close()

    assert [(template.name, template.language) for template in templates] == [
        ("order_update", "en_US"),
        ("order_update", "fr"),
    ]
    assert server.last(TEMPLATES).query == {"pageSize": "1000", "pageToken": "2"}
