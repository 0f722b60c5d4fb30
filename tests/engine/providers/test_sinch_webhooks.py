"""Signatures of Sinch: the documented formula, and how old one may be."""

from __future__ import annotations

import datetime as dt

import pytest
from provider_wire import NOW, SECRET
from sinch_wire import SinchWire

from engine.providers.sinch.webhooks import verify

BODY = b'{"a": "\xc3\xa9"}'


def signed(at: dt.datetime = NOW, **changes: str) -> dict[str, str]:
    headers = SinchWire().sign(BODY, SECRET, at)
    return headers | {f"x-sinch-webhook-signature-{name}": value for name, value in changes.items()}


@pytest.mark.parametrize("age", [dt.timedelta(0), dt.timedelta(hours=23), dt.timedelta(hours=-23)])
def test_a_callback_that_was_retried_for_hours_still_counts(age: dt.timedelta) -> None:
    assert verify(signed(NOW - age), BODY, [SECRET], NOW)


@pytest.mark.parametrize("age", [dt.timedelta(hours=25), dt.timedelta(hours=-25), dt.timedelta(days=3650)])
def test_an_old_signature_does_not_count(age: dt.timedelta) -> None:
    assert not verify(signed(NOW - age), BODY, [SECRET], NOW)


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "1e9", "٣", "9" * 400, " 1767607200"])
def test_a_time_that_is_not_one_does_not_count(timestamp: str) -> None:
    assert not verify(signed(timestamp=timestamp), BODY, [SECRET], NOW)


def test_the_signature_covers_the_nonce_and_the_time() -> None:
    assert not verify(signed(nonce="another"), BODY, [SECRET], NOW)
    assert not verify(signed(timestamp=str(int(NOW.timestamp()) + 1)), BODY, [SECRET], NOW)


def test_another_algorithm_does_not_count() -> None:
    assert not verify(signed(algorithm="none"), BODY, [SECRET], NOW)


def test_a_signature_made_by_hand_counts() -> None:
    """Made with OpenSSL: printf '{}.n1.1767607200' | openssl dgst -sha256 -hmac s3cret -binary | base64."""
    headers = {
        "x-sinch-webhook-signature": "Qj9vfH7WocUSYoUd19xOXG4Nopd6ily4jK5EUYUEVXM=",
        "x-sinch-webhook-signature-nonce": "n1",
        "x-sinch-webhook-signature-timestamp": "1767607200",
    }

    assert verify(headers, b"{}", ["s3cret"], NOW)
