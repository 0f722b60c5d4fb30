"""What WhatsApp says of its templates and of our number, and where a marketing template is posted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cloud_wire import (
    APPS,
    MARKETING,
    PHONE,
    SEND,
    TEMPLATES,
    CloudWire,
    error,
    make_cloud,
    number,
    page,
    subscribed,
    template,
)
from provider_wire import SESSION, TEMPLATE
from wire_server import WireServer, say

from engine.providers.abilities import ProviderNumber
from engine.providers.base import Misconfigured, OutgoingMessage, TemplateContent
from engine.providers.whatsapp_cloud.templates import read_template

FULL = template(
    "order_update", "en-US", category="utility", rejected_reason="NONE", quality_score={"score": "GREEN", "date": 1},
    components=[
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://cdn.example/x?oh=1"]}},
        {"type": "BODY", "text": "Hello {{1}}, it ships today.", "example": {"body_text": [["Ana"]]}},
        {"type": "FOOTER", "text": "Boutique Lyon"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Thanks"},
            {"type": "URL", "text": "Track", "url": "https://acme.example/{{1}}", "example": ["x"]},
            {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+33600000009"},
            {"type": "COPY_CODE", "text": "Copy", "example": ["SAVE10"]},
            {"type": "FLOW", "text": "Fill in", "flow_id": "1"},
        ]},
    ],
)  # fmt: skip


# Templates -------------------------------------------------------------------------------------------------------------


def test_a_template_is_read_into_our_parts() -> None:
    found = read_template(FULL)

    assert (found.name, found.language, found.category, found.status) == (
        "order_update",
        "en_US",
        "UTILITY",
        "APPROVED",
    )
    assert (found.reason, found.quality) == ("", "green")
    assert found.components == {
        "header": {"kind": "image"},
        "body": "Hello {{1}}, it ships today.",
        "footer": "Boutique Lyon",
        "buttons": [
            {"kind": "quick_reply", "title": "Thanks"},
            {"kind": "url", "title": "Track", "url": "https://acme.example/{{1}}"},
            {"kind": "phone", "title": "Call", "phone": "+33600000009"},
            {"kind": "copy_code", "title": "Copy", "code": "SAVE10"},
            {"kind": "flow", "title": "Fill in"},
        ],
    }


def test_a_template_listed_again_with_another_link_to_its_sample_is_the_same() -> None:
    again = {
        **FULL,
        "components": [
            {**FULL["components"][0], "example": {"header_handle": ["https://cdn.example/y"]}},
            *FULL["components"][1:],
        ],
    }

    assert read_template(again) == read_template(FULL)


def test_what_is_yet_to_come_in_a_template_is_kept() -> None:
    carousel = {"type": "CAROUSEL", "cards": [{}]}

    assert read_template(template("x", components=[carousel])).components["others"] == [carousel]


def test_a_rejected_template_says_why() -> None:
    assert read_template(template("x", status="REJECTED", rejected_reason="PROMOTIONAL")).reason == "PROMOTIONAL"


@pytest.mark.anyio
async def test_a_cursor_that_whatsapp_forgot_starts_the_list_anew(server: WireServer) -> None:
    server.queue(TEMPLATES, page(template("one"), after="c1"), error(400, 131059), page(template("one")))
    cloud = make_cloud(server.url)

    found = await cloud.list_templates()
    await cloud.close()

    assert [each.name for each in found] == ["one"]
    assert [request.query.get("after") for request in server.received] == [None, "c1", None]


# Our number --------------------------------------------------------------------------------------------------------------


async def checked(server: WireServer, phone: bytes, apps: bytes = b"") -> str:
    server.queue(PHONE, phone)
    server.queue(APPS, apps or subscribed("Parcours"))
    cloud = make_cloud(server.url)
    try:
        return await cloud.check()
    finally:
        await cloud.close()


@pytest.mark.anyio
async def test_a_check_tells_quality_and_throughput(server: WireServer) -> None:
    said = await checked(server, number())

    assert said == "Number +33 1 00 00 00 00 “Boutique” answers: connected, quality green, throughput standard."


@pytest.mark.anyio
async def test_a_check_passes_on_what_whatsapp_says_against_sending(server: WireServer) -> None:
    errors = [{"error_code": 141006, "error_description": "There is an error with the payment method."}]
    health = {"can_send_message": "LIMITED", "entities": [{"entity_type": "WABA", "errors": errors}]}

    said = await checked(server, number(health_status=health))

    assert said.endswith("WhatsApp says that sending is limited. There is an error with the payment method.")


@pytest.mark.anyio
async def test_a_number_that_is_not_connected_is_told(server: WireServer) -> None:
    with pytest.raises(Misconfigured, match="must be connected"):
        await checked(server, number(status="PENDING"))


@pytest.mark.anyio
async def test_an_account_that_no_app_listens_to_is_told(server: WireServer) -> None:
    with pytest.raises(Misconfigured, match="parcours webhook register"):
        await checked(server, number(), subscribed())


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ProviderNumber("33100000000", "green", 70, "connected")),
        (
            {"quality_rating": "RED", "throughput": {"level": "HIGH"}},
            ProviderNumber("33100000000", "red", 900, "connected"),
        ),
        (
            {"status": "RESTRICTED", "whatsapp_business_manager_messaging_limit": "TIER_2K"},
            ProviderNumber("33100000000", "green", 70, "restricted", daily_limit=2000),
        ),
        ({"health_status": {"can_send_message": "BLOCKED"}}, ProviderNumber("33100000000", "green", 70, "restricted")),
        ({"health_status": {"can_send_message": "LIMITED"}}, ProviderNumber("33100000000", "green", 70, "")),
        (
            {"quality_rating": "UNKNOWN", "throughput": {"level": "NOT_APPLICABLE"}},
            ProviderNumber("33100000000", "", None, "connected"),
        ),
    ],
)
async def test_the_first_sender_learns_its_number_quality_and_pace(
    server: WireServer, fields: dict[str, Any], told: ProviderNumber
) -> None:
    server.queue(PHONE, number(**fields))
    cloud = make_cloud(server.url)

    found = await cloud.read_number()
    await cloud.close()

    assert found == told


# Marketing ---------------------------------------------------------------------------------------------------------------


def of_category(category: str) -> OutgoingMessage:
    assert isinstance(TEMPLATE.content, TemplateContent)
    return replace(TEMPLATE, content=replace(TEMPLATE.content, category=category))


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("setting", "message", "path"),
    [
        ("messages", of_category("MARKETING"), SEND),
        ("marketing_messages", of_category("MARKETING"), MARKETING),
        ("marketing_messages", of_category("UTILITY"), SEND),
        ("marketing_messages", SESSION, SEND),
    ],
    ids=["as everything else", "where it is set", "utility never", "a free reply never"],
)
async def test_only_marketing_templates_leave_by_the_marketing_path(
    server: WireServer, setting: Any, message: OutgoingMessage, path: str
) -> None:
    server.default = CloudWire().accepted("wamid.1")
    cloud = make_cloud(server.url, marketing_path=setting)

    await cloud.send(message)
    await cloud.close()

    assert server.paths() == [path]


@pytest.mark.anyio
async def test_a_message_held_to_judge_its_quality_is_accepted(server: WireServer) -> None:
    server.default = say(200, {"messages": [{"id": "wamid.1", "message_status": "held_for_quality_assessment"}]})
    cloud = make_cloud(server.url)

    accepted = await cloud.send(TEMPLATE)
    await cloud.close()

    assert accepted.provider_message_id == "wamid.1"


@pytest.mark.anyio
async def test_the_token_goes_along_and_the_template_list_names_its_fields(server: WireServer) -> None:
    server.queue(TEMPLATES, page(template("one")))
    cloud = make_cloud(server.url)

    await cloud.list_templates()
    await cloud.close()

    asked = server.last(TEMPLATES)
    assert asked.headers["authorization"] == "Bearer token"
    assert "components" in asked.query["fields"].split(",")
