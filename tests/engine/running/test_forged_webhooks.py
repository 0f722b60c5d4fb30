"""Webhooks that the provider did not sign: each is refused with 401, nothing is kept, and the refusals are counted."""

from __future__ import annotations

import datetime as dt

import pytest
from door import Door, open_door
from sqlalchemy import Engine
from test_whatsapp_cloud import signed as signed_by_cloud
from test_whatsapp_cloud import webhook
from wire import inbound, signed

from engine.clock import system_clock
from engine.metrics.counted import REGISTRY

SIGNATURE = "x-sinch-webhook-signature"
DAY = dt.timedelta(days=1)


def forged_at_sinch(body: bytes) -> list[dict[str, str]]:
    true, now = signed(body), system_clock()
    return [
        {},
        {**true, SIGNATURE: ""},
        {**true, SIGNATURE: "AAAA"},
        {**true, SIGNATURE: "é".encode().decode("latin-1")},
        {name: value for name, value in true.items() if not name.endswith("nonce")},
        {name: value for name, value in true.items() if not name.endswith("timestamp")},
        {**true, f"{SIGNATURE}-nonce": "another"},
        {**true, f"{SIGNATURE}-timestamp": str(int(now.timestamp()) - 1)},
        {**true, f"{SIGNATURE}-algorithm": "none"},
        signed(body, "another secret"),
        signed(body, ""),
        signed(body + b" "),
        signed(body, at=now - 1.1 * DAY),
        signed(body, at=now + 1.1 * DAY),
        signed_by_cloud(body, "sandbox-webhook-secret"),
    ]


def forged_at_whatsapp(body: bytes) -> list[dict[str, str]]:
    true = signed_by_cloud(body)["x-hub-signature-256"]
    bare = true.removeprefix("sha256=")
    wrong = (
        "",
        bare,
        f"sha1={bare}",
        f"sha256={bare[:-1]}",
        f"sha256={bare}0",
        f"SHA256={bare.upper()}",
        "sha256=",
        "é",
    )
    return [
        {},
        *({"x-hub-signature-256": one.encode().decode("latin-1")} for one in wrong),
        signed_by_cloud(body, "another secret"),
        signed_by_cloud(body, ""),
        signed_by_cloud(body + b" "),
        signed(body, "cloud-app-secret"),
    ]


def answers(source: str, code: str) -> float:
    return REGISTRY.get_sample_value("parcours_webhook_answers_total", {"source": source, "code": code}) or 0.0


def post(door: Door, path: str, body: bytes, headers: dict[str, str]) -> int:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return door.runner.run(door.http.post(path, content=body, headers=raw)).status_code


@pytest.mark.parametrize("source", ["sinch", "whatsapp"])
def test_what_the_provider_did_not_sign_is_refused_counted_and_not_kept(sqlite_database: Engine, source: str) -> None:
    body = inbound("STOP") if source == "sinch" else webhook("STOP")
    forged = (forged_at_sinch if source == "sinch" else forged_at_whatsapp)(body)
    with open_door(sqlite_database, "sandbox" if source == "sinch" else "whatsapp_cloud") as door:
        path, refused = f"/webhooks/{source}", answers(source, "401")

        codes = [post(door, path, body, headers) for headers in forged]
        kept = door.count("SELECT count(*) FROM inbound_event")
        true = post(door, path, body, signed(body) if source == "sinch" else signed_by_cloud(body))

        assert codes == [401] * len(forged)
        assert kept == 0
        assert answers(source, "401") - refused == len(forged)
        assert true == 200


def test_a_true_webhook_that_is_repeated_within_a_day_changes_nothing(sqlite_database: Engine) -> None:
    """Sinch repeats what was not answered, so a repeated nonce is no forgery; the event's key makes it harmless."""
    body = inbound("menu")
    headers = signed(body, at=system_clock() - 0.9 * DAY)
    with open_door(sqlite_database, "sandbox") as door:
        codes = [post(door, "/webhooks/sinch", body, headers) for _ in range(3)]

        assert codes == [200, 200, 200]
        assert door.count("SELECT count(*) FROM inbound_event WHERE source = 'sinch'") == 1
