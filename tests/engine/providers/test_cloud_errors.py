"""What WhatsApp's error codes mean for us: retry, wait, switch or give up."""

from __future__ import annotations

import datetime as dt
import json

import httpx
import pytest
from cloud_wire import error
from provider_wire import NOW

from engine.providers.base import (
    Misconfigured,
    NoAnswer,
    PersonRejected,
    ProviderError,
    Rejected,
    SpamLimited,
    TemplateHeld,
    Throttled,
    TooFastForPerson,
)
from engine.providers.whatsapp_cloud.errors import SECONDS, read_fault
from engine.providers.whatsapp_codes import WHATSAPP_FAILURES, find_failure

RETRY = [2, 4, 80007, 130429, 131016, 131056, 131057, 133004, 2494100]
NEVER = [130472, 131026, 131050, 131051, 132000, 132001, 132005, 132007, 132008, 132012, 132016, 132018, 131047, 131049]
STOP_SENDER = [0, 190, 3, 10, 200, 299, 131005, 131031, 368, 131037, 131042, 131045, 133010, 134011]


def fault(code: int, status: int = 400, subcode: int | None = None, **headers: str) -> ProviderError:
    head, _, body = error(status, code, subcode=subcode, **headers).partition(b"\r\n\r\n")
    given = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    return read_fault(httpx.Response(status, headers=given, content=body), NOW)


def bare(status: int, content: bytes = b"upstream", **headers: str) -> ProviderError:
    return read_fault(httpx.Response(status, headers=headers, content=content), NOW)


@pytest.mark.parametrize("code", RETRY)
@pytest.mark.parametrize("status", [400, 429, 503])
def test_what_passes_with_time_is_tried_again_later(code: int, status: int) -> None:
    caught = fault(code, status)

    assert isinstance(caught, Throttled)
    assert caught.retry_after is not None
    assert caught.retry_after >= dt.timedelta(seconds=2)
    assert caught.bytes_left is False


@pytest.mark.parametrize("code", NEVER)
def test_what_never_passes_is_not_tried_again(code: int) -> None:
    caught = fault(code)

    assert isinstance(caught, Rejected)
    assert caught.retry_after is None
    assert caught.provider_code == str(code)


@pytest.mark.parametrize("code", STOP_SENDER)
def test_what_concerns_the_number_stops_the_whole_sender(code: int) -> None:
    caught = fault(code)

    assert isinstance(caught, Misconfigured)
    assert caught.scope == "sender"
    assert "Remedy:" in str(caught)


@pytest.mark.parametrize("code", [131026, 131050])
def test_what_concerns_the_person_ends_their_passage(code: int) -> None:
    caught = fault(code)

    assert isinstance(caught, PersonRejected)
    assert caught.scope == "person"


def test_too_many_messages_to_one_person_hold_nobody_else() -> None:
    caught = fault(131056)

    assert isinstance(caught, TooFastForPerson)
    assert (caught.scope, caught.retry_after) == ("message", dt.timedelta(seconds=16))


@pytest.mark.parametrize(("code", "reason"), [(132015, "template_paused"), (134101, "template_in_review")])
def test_a_paused_template_holds_its_messages_and_nobody_else(code: int, reason: str) -> None:
    caught = fault(code)

    assert isinstance(caught, TemplateHeld)
    assert (caught.scope, caught.code, caught.retry_after) == ("message", reason, dt.timedelta(minutes=10))


def test_reports_of_spam_hold_the_message_for_hours_and_marketing_until_somebody_looked() -> None:
    caught = fault(131048)

    assert isinstance(caught, SpamLimited)
    assert (caught.scope, caught.retry_after) == ("message", dt.timedelta(hours=2))


@pytest.mark.parametrize("code", [1, 131000])
def test_an_unknown_error_is_tried_again_unless_the_server_broke_meanwhile(code: int) -> None:
    assert isinstance(fault(code, 400), Throttled)
    assert isinstance(fault(code, 500), NoAnswer)


def test_a_code_of_no_list_with_a_server_error_leaves_the_send_unknown() -> None:
    caught = fault(999999, 500)

    assert isinstance(caught, NoAnswer)
    assert caught.bytes_left is True


def test_a_code_of_no_list_is_told_as_whatsapp_tells_it() -> None:
    caught = fault(999999)

    assert isinstance(caught, Rejected)
    assert "WhatsApp says: details" in str(caught)
    assert isinstance(fault(999999, 429), Throttled)


def test_an_id_that_does_not_exist_is_ours_to_mend() -> None:
    caught = fault(100, subcode=33)

    assert isinstance(caught, Misconfigured)
    assert "PARCOURS_WHATSAPP_PHONE_NUMBER_ID" in str(caught)
    assert isinstance(fault(100), Rejected)


def test_whatsapps_own_pause_counts_where_it_tells_one() -> None:
    assert fault(130429, 429, Retry_After="9").retry_after == dt.timedelta(seconds=9)
    assert fault(130429, 429, Retry_After="soon").retry_after == dt.timedelta(seconds=SECONDS["130429"])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Misconfigured), (401, Misconfigured), (403, Misconfigured), (404, Misconfigured), (400, Rejected),
        (413, Rejected), (429, Throttled), (408, NoAnswer), (500, NoAnswer), (503, NoAnswer),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_whatsapps_is_judged_by_its_status(status: int, kind: type[ProviderError]) -> None:
    assert type(bare(status)) is kind
    assert type(bare(status, json.dumps({"error": "text"}).encode())) is kind


def test_every_code_that_waits_is_a_known_one() -> None:
    assert set(SECONDS) <= set(WHATSAPP_FAILURES)


@pytest.mark.parametrize("code", ["200", "299", "250"])
def test_two_hundreds_are_permissions(code: str) -> None:
    assert find_failure(code) == find_failure("10")
    assert find_failure(f"{code}0") is None
