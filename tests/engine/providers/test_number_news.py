"""What providers say of our number and of who is speaking: read out of their events and pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import cloud_wire
import orjson
import pytest
import sinch_wire
from wire_server import WireServer, say

from engine.providers.abilities import ProviderNumber
from engine.providers.base import SenderChanged, TemplatesChanged
from engine.providers.sinch.events import read_event as read_sinch
from engine.providers.sinch.numbers import SinchAccount
from engine.providers.sinch.settings import SinchSettings
from engine.providers.sinch.webhooks import read_speaker, split_events
from engine.providers.transport import open_client
from engine.providers.whatsapp_cloud.events import read_event as read_cloud
from engine.providers.whatsapp_cloud.webhooks import read_speaker as read_cloud_speaker
from engine.providers.whatsapp_cloud.webhooks import split_events as split_cloud


def sinch(event: dict[str, Any]) -> Any:
    return read_sinch(orjson.dumps(event).decode())


def cloud(field: str, value: dict[str, Any]) -> Any:
    return read_cloud(orjson.dumps(cloud_wire.change(field, value)).decode(), "106540352242922")


def test_a_channel_event_of_sinch_tells_the_quality() -> None:
    event = {"channel": "WHATSAPP", "event_type": "WHATS_APP_QUALITY_RATING_CHANGED",
             "additional_data": {"quality_rating": "YELLOW"}}  # fmt: skip

    told = sinch(sinch_wire.envelope(channel_event_notification={"channel_event": event}))

    assert isinstance(told, SenderChanged)
    assert told.quality == "yellow"


@pytest.mark.parametrize(
    ("event", "payload", "told"),
    [
        (
            "WHATSAPP_SENDER_QUALITY_RATING_CHANGED",
            {"qualityRating": "RED", "state": "ACTIVE"},
            ("red", "connected", None),
        ),
        ("WHATSAPP_SENDER_INACTIVE", {"state": "SUSPENDED", "qualityRating": "GREEN"}, ("green", "restricted", None)),
        ("WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED", {"businessDailyLimit": "TIER_10K"}, ("", "", 10_000)),
        ("WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED", {"businessDailyLimit": "TIER_UNLIMITED"}, ("", "", -1)),
    ],
)
def test_a_provisioning_webhook_of_sinch_tells_of_the_number(event: str, payload: dict[str, Any], told: Any) -> None:
    changed = sinch({"type": event, "payload": {"phoneNumber": "+33100000000", **payload}})

    assert isinstance(changed, SenderChanged)
    assert (changed.quality, changed.status, changed.daily_limit) == told


def test_news_of_a_template_at_sinch_makes_the_list_be_read() -> None:
    assert isinstance(sinch({"type": "WHATSAPP_TEMPLATE_STATUS_UPDATED", "payload": {"name": "x"}}), TemplatesChanged)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("business_capability_update", {"max_daily_conversations_per_business": 2000}, ("", 2000)),
        ("phone_number_quality_update", {"event": "THROUGHPUT_UPGRADE",
                                         "max_daily_conversations_per_business": "TIER_UNLIMITED"}, ("", -1)),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}, ("restricted", None)),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}, ("connected", None)),
        ("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": [
            {"restriction_type": "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"},
            {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING"}]}, ("restricted", None)),
        ("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": [
            {"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION"}]}, ("", None)),
    ],
)  # fmt: skip
def test_webhooks_of_an_account_tell_limits_and_restrictions(field: str, value: dict[str, Any], told: Any) -> None:
    changed = cloud(field, value)

    assert isinstance(changed, SenderChanged)
    assert (changed.status, changed.daily_limit) == told
    assert changed.is_worth_reading


def test_a_restriction_is_read_with_its_end() -> None:
    info = [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1767610800}]

    changed = cloud("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": info})

    assert (changed.status, changed.restricted_until) == ("no_templates", dt.datetime(2026, 1, 5, 11, tzinfo=dt.UTC))


def test_who_speaks_is_known_before_their_words_are_understood() -> None:
    said = sinch_wire.inbound({"text_message": {"text": "STOP"}})
    ((key, raw),) = split_events(orjson.dumps(said))
    assert read_speaker(key, raw) == "33600000001"

    ((key, raw),) = split_events(orjson.dumps(sinch_wire.report("DELIVERED")))
    assert read_speaker(key, raw) is None


def test_who_speaks_at_whatsapp_is_known_by_number_or_hidden_id() -> None:
    for names, who in (({}, "33600000001"), ({"from": None, "from_user_id": "FR.1"}, "FR.1")):
        said = cloud_wire.message(content={"body": "STOP"}, **names)
        ((key, raw),) = split_cloud(orjson.dumps(cloud_wire.inbound(said)))
        assert read_cloud_speaker(key, raw) == who

    ((key, raw),) = split_cloud(orjson.dumps(cloud_wire.statuses(cloud_wire.status("sent"))))
    assert read_cloud_speaker(key, raw) is None


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("senders", "told"),
    [
        (say(200, {"senders": [{"phoneNumber": "+33100000000", "qualityRating": "YELLOW", "state": "ACTIVE", "maxTps": 80}]}),
         ProviderNumber("33100000000", "yellow", 23, "connected")),
        (say(403, {"errorCode": "unauthorized_error", "message": "no", "resolution": "none"}), ProviderNumber("", "", 23)),
    ],
)  # fmt: skip
async def test_a_sinch_account_tells_its_pace_and_what_the_list_of_senders_says(
    senders: bytes, told: ProviderNumber
) -> None:
    async with WireServer() as server:
        server.queue(sinch_wire.TOKEN, sinch_wire.token())
        server.queue(sinch_wire.APPS, say(200, {"id": sinch_wire.APP, "rate_limits": {"outbound": 25}}))
        server.queue(f"{sinch_wire.BASE}/whatsapp/senders", senders)
        settings = SinchSettings(sinch_wire.PROJECT, sinch_wire.APP, "key", "secret", api_url=server.url)
        account = SinchAccount(settings, open_client(), lambda: sinch_wire.NOW)

        found = await account.read_number()
        await account.close()

    assert found == told
