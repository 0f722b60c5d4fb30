"""The Sinch provider against the independent sandbox, over HTTP, callbacks included."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from provider_wire import BUTTONS, SESSION, TEMPLATE
from sandbox_stage import PERSON, SEEDED, Stage, credentials, run_sandbox
from wire_server import WireServer

from engine.clock import system_clock
from engine.providers.base import (
    InboundMessage,
    Misconfigured,
    NoAnswer,
    Noted,
    PreferenceChange,
    Receipt,
    Throttled,
)
from engine.providers.sinch.client import Sinch
from engine.providers.transport import open_client
from engine.sandbox.settings import ReceiptDelays, SandboxSettings

pytestmark = pytest.mark.anyio


@pytest.fixture
def templates_path(tmp_path: Any) -> Any:
    path = tmp_path / "templates.json"
    path.write_text(json.dumps(SEEDED))
    return path


@pytest.fixture
async def stage(server: WireServer, templates_path: Any) -> AsyncIterator[Stage]:
    delays = ReceiptDelays(*(dt.timedelta(milliseconds=pause) for pause in (5, 15, 30, 45)))
    settings = SandboxSettings(
        webhook_url=f"{server.url}/webhooks/sinch", receipt_delays=delays, templates_path=templates_path
    )
    for url in run_sandbox(settings):
        sinch = Sinch(credentials(settings, url), open_client(), system_clock)
        async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
            yield Stage(url, sinch, server, http)
        await sinch.close()


async def test_a_template_goes_out_and_its_receipts_come_back_with_our_id(stage: Stage) -> None:
    accepted = await stage.sinch.send(TEMPLATE)
    await stage.receipt("read")

    receipts = [event for event in stage.collect() if isinstance(event, Receipt)]
    assert {receipt.status for receipt in receipts} == {"submitted", "sent", "delivered", "read"}
    assert {receipt.message_id for receipt in receipts} == {TEMPLATE.message_id}
    assert {receipt.provider_message_id for receipt in receipts} == {accepted.provider_message_id}
    assert stage.unsigned == 0


async def test_the_phone_shows_the_filled_template(stage: Stage) -> None:
    await stage.sinch.send(TEMPLATE)

    (shown,) = (await stage.http.get("/sandbox/messages", params={"to": PERSON})).json()["messages"]
    assert (shown["kind"], shown["template"], shown["metadata"]) == (
        "template",
        "cart_reminder",
        TEMPLATE.message_id,
    )
    assert "Bonjour Amina, il reste 80 €." in shown["text"]


async def test_a_conversation_with_a_tap(stage: Stage) -> None:
    await stage.write(text="Bonjour")
    await stage.wait_for(lambda event: isinstance(event, InboundMessage) and event.text == "Bonjour")

    accepted = await stage.sinch.send(BUTTONS)
    await stage.write(tap={"message_id": accepted.provider_message_id, "data": "p1|msg-0001|yes", "title": "Oui"})

    tapped = await stage.wait_for(lambda event: isinstance(event, InboundMessage) and event.kind == "tap")
    assert isinstance(tapped, InboundMessage)
    assert (tapped.payload, tapped.answers) == ("p1|msg-0001|yes", accepted.provider_message_id)
    assert (tapped.metadata, tapped.identity, tapped.channel) == (BUTTONS.message_id, PERSON, "whatsapp")


async def test_media_preferences_and_reactions_are_understood(stage: Stage) -> None:
    await stage.write(media={"url": "https://media.example/photo.png", "kind": "image", "caption": "ceci"})
    await stage.write(reaction="👍")
    (await stage.http.post("/sandbox/opt", json={"from": PERSON, "status": "out"})).raise_for_status()

    photo = await stage.wait_for(lambda event: isinstance(event, InboundMessage))
    assert isinstance(photo, InboundMessage)
    assert (photo.kind, photo.text) == ("image", "ceci")
    reaction = await stage.wait_for(lambda event: isinstance(event, Noted))
    assert isinstance(reaction, Noted)
    assert reaction.what == "event:reaction_event"
    change = await stage.wait_for(lambda event: isinstance(event, PreferenceChange))
    assert isinstance(change, PreferenceChange)
    assert not change.given


async def test_a_free_message_outside_the_window_fails_with_the_reason(stage: Stage) -> None:
    await stage.sinch.send(SESSION)

    failed = await stage.receipt("failed")
    assert (failed.code, failed.channel_code) == ("OUTSIDE_ALLOWED_SENDING_WINDOW", "131047")
    assert (failed.fault, failed.retryable, failed.message_id) == ("moment", False, SESSION.message_id)
    assert "24 hours" in failed.reason


async def test_an_unknown_template_fails_and_concerns_the_moment(stage: Stage) -> None:
    await stage.sinch.send(replace(TEMPLATE, content=replace(TEMPLATE.content, name="nobody_knows_it")))

    failed = await stage.receipt("failed")
    assert (failed.code, failed.fault) == ("TEMPLATE_NOT_FOUND", "moment")


async def test_callbacks_that_come_twice_are_one_event(stage: Stage) -> None:
    await stage.behave(duplicate=1, shuffle=True)
    await stage.sinch.send(TEMPLATE)
    for status in ("submitted", "sent", "delivered", "read"):
        await stage.receipt(status)

    assert len([event for event in stage.collect() if isinstance(event, Receipt)]) == 4


@pytest.mark.parametrize("retention", ["dispatch", "conversation"])
async def test_a_lost_answer_is_settled_by_look_up(stage: Stage, retention: str) -> None:
    await stage.behave(lose_answer=1, retention=retention)
    since = system_clock()

    with pytest.raises(NoAnswer):
        await stage.sinch.send(TEMPLATE)

    found = await stage.sinch.look_up(TEMPLATE.message_id, to=PERSON, since=since)
    absent = await stage.sinch.look_up("never-sent", to=PERSON, since=since)
    (shown,) = (await stage.http.get("/sandbox/messages", params={"to": PERSON})).json()["messages"]
    assert (found.found, found.provider_message_id) == (True, shown["id"])
    assert absent.found is False


async def test_a_lost_answer_of_an_app_that_keeps_nothing_is_settled_by_the_receipt(stage: Stage) -> None:
    await stage.behave(lose_answer=1)

    with pytest.raises(NoAnswer):
        await stage.sinch.send(TEMPLATE)

    assert (await stage.sinch.look_up(TEMPLATE.message_id, to=PERSON, since=system_clock())).found is None
    assert (await stage.receipt("delivered")).message_id == TEMPLATE.message_id


async def test_throttling_says_when(stage: Stage) -> None:
    await stage.behave(throttle_per_second=1)

    outcomes = await asyncio.gather(*(stage.sinch.send(TEMPLATE) for _ in range(5)), return_exceptions=True)

    refused = [outcome for outcome in outcomes if isinstance(outcome, Throttled)]
    assert len(refused) >= 3
    assert {refusal.retry_after for refusal in refused} == {dt.timedelta(seconds=1)}


async def test_a_server_error_leaves_the_message_unknown(stage: Stage) -> None:
    await stage.behave(refuse={"code": "500", "share": 1})

    with pytest.raises(NoAnswer):
        await stage.sinch.send(TEMPLATE)


async def test_a_wrong_key_and_a_wrong_app_are_named(stage: Stage) -> None:
    right = credentials(SandboxSettings(), stage.url)
    wrong = [
        (replace(right, key_secret="no"), "KEY_SECRET"),
        (replace(right, app_id="01HXAPP0000000000000000009"), "APP_ID"),
    ]

    for settings, name in wrong:
        provider = Sinch(settings, open_client(), system_clock)
        with pytest.raises(Misconfigured, match=name):
            await provider.check()
        await provider.close()


async def test_the_check_and_the_templates(stage: Stage) -> None:
    sentence = await stage.sinch.check()
    (template,) = await stage.sinch.list_templates()

    assert "Boutique Parcours" in sentence
    assert (template.name, template.language, template.status) == ("cart_reminder", "fr_FR", "APPROVED")
    assert [button["kind"] for button in template.components["buttons"]] == ["quick_reply", "url"]


async def test_an_expired_token_costs_no_message(stage: Stage, templates_path: Any) -> None:
    short = SandboxSettings(token_lifetime=dt.timedelta(milliseconds=200), templates_path=templates_path)
    for url in run_sandbox(short):
        provider = Sinch(credentials(short, url), open_client(), lambda: dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
        await provider.send(TEMPLATE)
        await asyncio.sleep(0.3)

        accepted = await provider.send(replace(TEMPLATE, message_id="msg-0002"))

        assert accepted.provider_message_id
        await provider.close()
