"""Templates as the Provisioning API lists them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.providers.sinch.templates import read_language, read_template

ORDER_UPDATE = {
    "name": "order_update",
    "language": "EN_US",
    "category": "UTILITY",
    "state": "APPROVED",
    "rejectionCode": "NONE",
    "qualityScore": "QUALITY_SCORE_GREEN",
    "details": {
        "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}", "example": "42"},
            {"type": "BODY", "text": "Hello {{1}}, it ships today.", "examples": ["Ana"]},
            {"type": "FOOTER", "text": "Boutique Lyon"},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "QUICK_REPLY", "text": "Thanks"},
                    {"type": "URL", "text": "Track", "url": "https://acme.example/{{1}}", "example": "x"},
                    {"type": "PHONE_NUMBER", "text": "Call", "phoneNumber": "+33600000009"},
                    {"type": "COPY_CODE", "example": "SAVE10"},
                    {"type": "FLOW", "text": "Fill in", "flowId": "1"},
                ],
            },
        ]
    },
}


def test_a_template_is_read_into_our_parts() -> None:
    template = read_template(ORDER_UPDATE)

    assert (template.name, template.language, template.category) == ("order_update", "en_US", "UTILITY")
    assert (template.status, template.reason, template.quality) == ("APPROVED", "", "green")
    assert template.components == {
        "header": {"kind": "text", "text": "Order {{1}}"},
        "body": "Hello {{1}}, it ships today.",
        "footer": "Boutique Lyon",
        "buttons": [
            {"kind": "quick_reply", "title": "Thanks"},
            {"kind": "url", "title": "Track", "url": "https://acme.example/{{1}}"},
            {"kind": "phone", "title": "Call", "phone": "+33600000009"},
            {"kind": "copy_code", "title": "", "code": "SAVE10"},
            {"kind": "flow", "title": "Fill in"},
        ],
    }


def test_a_media_header_shows_its_sample() -> None:
    header = {"type": "HEADER", "format": "IMAGE", "example": {"url": "https://cdn.example/a.jpg"}}
    template = read_template({"details": {"components": [header, {"type": "HEADER2", "x": 1}]}})

    assert template.components["header"] == {"kind": "image", "url": "https://cdn.example/a.jpg"}
    assert template.components["others"] == [{"type": "HEADER2", "x": 1}]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "PAUSED"}, "PAUSED"),
        ({"state": "APPROVED", "changes": {"status": "IN_PROGRESS"}}, "APPROVED"),
        ({"changes": {"status": "DRAFT"}}, "DRAFT"),
        ({"changes": {"status": "IN_PROGRESS"}}, "PENDING"),
        ({"changes": {"status": "REJECTED"}}, "REJECTED"),
        ({}, "DRAFT"),
    ],
)
def test_what_is_live_tells_the_status_and_an_edit_only_while_nothing_is(fields: Any, status: str) -> None:
    assert read_template({"name": "t", "language": "FR", **fields}).status == status


def test_a_template_never_approved_shows_its_edit() -> None:
    components = [{"type": "BODY", "text": "Draft"}]

    template = read_template({"name": "t", "changes": {"status": "DRAFT", "details": {"components": components}}})

    assert template.components["body"] == "Draft"


@pytest.mark.parametrize(("given", "ours"), [("EN_US", "en_US"), ("FR", "fr"), ("pt-br", "pt_BR"), ("zh_CN", "zh_CN")])
def test_languages_have_the_form_that_messages_need(given: str, ours: str) -> None:
    assert read_language(given) == ours


def test_a_rejection_says_why() -> None:
    template = read_template({"name": "t", "state": "REJECTED", "rejectionCode": "INVALID_FORMAT"})

    assert (template.status, template.reason) == ("REJECTED", "INVALID_FORMAT")
