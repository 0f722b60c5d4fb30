"""What Sinch reports of a failure, and what its HTTP statuses mean."""

from __future__ import annotations

import datetime as dt

import httpx
import pytest
from provider_wire import NOW

from engine.providers.base import (
    Misconfigured,
    NoAnswer,
    ProviderError,
    Rejected,
    Throttled,
)
from engine.providers.sinch.errors import read_fault
from engine.providers.sinch.statuses import REASONS, explain_failure
from engine.providers.whatsapp_codes import WHATSAPP_FAILURES

DOCUMENTED_REASONS = [
    "UNKNOWN",
    "INTERNAL_ERROR",
    "RATE_LIMITED",
    "RECIPIENT_INVALID_CHANNEL_IDENTITY",
    "RECIPIENT_NOT_REACHABLE",
    "RECIPIENT_NOT_OPTED_IN",
    "OUTSIDE_ALLOWED_SENDING_WINDOW",
    "CHANNEL_FAILURE",
    "CHANNEL_BAD_CONFIGURATION",
    "CHANNEL_CONFIGURATION_MISSING",
    "MEDIA_TYPE_UNSUPPORTED",
    "MEDIA_TOO_LARGE",
    "MEDIA_NOT_REACHABLE",
    "NO_CHANNELS_LEFT",
    "TEMPLATE_NOT_FOUND",
    "TEMPLATE_INSUFFICIENT_PARAMETERS",
    "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION",
    "DELIVERY_TIMED_OUT",
    "DELIVERY_REJECTED_DUE_TO_POLICY",
    "CONTACT_NOT_FOUND",
    "BAD_REQUEST",
    "UNKNOWN_APP",
    "NO_CHANNEL_IDENTITY_FOR_CONTACT",
    "CHANNEL_REJECT",
    "NO_PERMISSION",
    "NO_PROFILE_AVAILABLE",
    "UNSUPPORTED_OPERATION",
]


# Reasons ---------------------------------------------------------------------------------------------------


def test_every_documented_reason_is_known_and_no_other() -> None:
    assert set(REASONS) == set(DOCUMENTED_REASONS)


def test_only_what_may_pass_later_and_did_not_arrive_is_retryable() -> None:
    retryable = {code for code, failure in REASONS.items() if failure.retryable}

    assert retryable == {"INTERNAL_ERROR", "RATE_LIMITED", "CHANNEL_FAILURE", "MEDIA_NOT_REACHABLE"}


def test_what_concerns_the_person_ends_the_passage() -> None:
    assert {code for code, failure in REASONS.items() if failure.fault == "person"} == {
        "RECIPIENT_INVALID_CHANNEL_IDENTITY",
        "RECIPIENT_NOT_OPTED_IN",
        "CONTACT_NOT_FOUND",
        "NO_CHANNEL_IDENTITY_FOR_CONTACT",
        "NO_PROFILE_AVAILABLE",
    }
    assert {code for code, failure in WHATSAPP_FAILURES.items() if failure.fault == "person"} == {
        "131050",
        "131026",
    }


@pytest.mark.parametrize(
    ("code", "channel_code", "scope", "retryable"),
    [
        ("RATE_LIMITED", "131056", "message", True),
        ("CHANNEL_FAILURE", "131042", "sender", False),
        ("CHANNEL_REJECT", "131049", "message", False),
        ("CHANNEL_FAILURE", "999999", "message", True),
    ],
)
def test_whatsapps_own_code_is_the_more_precise_one(code: str, channel_code: str, scope: str, retryable: bool) -> None:
    failure = explain_failure(code, channel_code)

    assert (failure.scope, failure.retryable) == (scope, retryable)


def test_an_unknown_reason_is_told_and_never_retried() -> None:
    failure = explain_failure("GREMLINS", "77", "they were hungry")

    assert (failure.fault, failure.retryable) == ("moment", False)
    assert all(word in failure.sentence for word in ("GREMLINS", "77", "they were hungry"))


def test_every_reason_is_a_sentence() -> None:
    for failure in (*REASONS.values(), *WHATSAPP_FAILURES.values()):
        assert failure.sentence[0].isupper()
        assert failure.sentence.endswith(".")
        assert len(failure.sentence.split()) > 3


# HTTP errors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (422, Rejected),
        (401, Misconfigured),
        (402, Misconfigured),
        (403, Misconfigured),
        (404, Misconfigured),
        (302, Misconfigured),
        (408, NoAnswer),
        (429, Throttled),
        (500, NoAnswer),
        (501, NoAnswer),
        (503, NoAnswer),
    ],
)
def test_each_http_status_has_its_error(status: int, kind: type[ProviderError]) -> None:
    fault = read_fault(httpx.Response(status, content=b"nothing readable"), NOW)

    assert type(fault) is kind
    assert fault.bytes_left is (kind is NoAnswer)
    assert fault.provider_code == str(status)


def test_the_providers_own_words_are_passed_on() -> None:
    conversation = {"error": {"code": 400, "message": "Invalid argument", "status": "INVALID_ARGUMENT"}}
    provisioning = {
        "errorCode": "template_exists",
        "message": "It exists.",
        "resolution": "Choose another name",
    }

    first, second = (read_fault(httpx.Response(400, json=body), NOW) for body in (conversation, provisioning))

    assert (first.provider_code, str(first)) == (
        "INVALID_ARGUMENT",
        "Sinch refused this request: Invalid argument.",
    )
    assert second.provider_code == "template_exists"
    assert str(second) == "Sinch refused this request: It exists.; Choose another name."


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("Mon, 05 Jan 2026 10:00:30 GMT", 30),
        ("Mon, 05 Jan 2026 09:00:00 GMT", 0),
        ("999999999999", 3600),
        ("soon", 1),
        ("", 1),
        ("-5", 1),
        ("²", 1),
    ],
)
def test_retry_after_is_read_and_bounded(value: str, seconds: int) -> None:
    response = httpx.Response(429, headers={"retry-after": value.encode()})

    assert read_fault(response, NOW).retry_after == dt.timedelta(seconds=seconds)
