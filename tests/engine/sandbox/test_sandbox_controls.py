"""The controls beside the wire: behaviour, what a customer may say, the app, the page, health."""

from __future__ import annotations

from typing import Any

import pytest


def test_behaviour_changes_only_what_is_named(wire: Any) -> None:
    wire.behave(delay_ms=5)
    changed = wire.behave(read=False)

    assert (changed["delay_ms"], changed["read"]) == (5, False)
    assert wire.http.get("/sandbox/behaviour").json() == changed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("delay_ms", -1),
        ("refuse", {"code": "UNKNOWN"}),
        ("refuse", {"code": "200", "share": 1}),
        ("throttle_per_second", 0),
        ("lose_answer", 1.5),
        ("deliver", "yes"),
        ("duplicate", True),
        ("retention", "forever"),
        ("speed", 1),
    ],
)
def test_a_bad_behaviour_is_refused_by_name_and_changes_nothing(wire: Any, name: str, value: object) -> None:
    before = wire.http.get("/sandbox/behaviour").json()

    answer = wire.http.put("/sandbox/behaviour", json={"read": False, name: value})

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(name)
    assert wire.http.get("/sandbox/behaviour").json() == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"from": "bob", "text": "a"}, "from"),
        ({"text": "a", "media": {"url": "http://a/b"}}, ""),
        ({}, ""),
        ({"text": ""}, "text"),
        ({"tap": {"data": "x"}}, "tap.message_id"),
        ({"media": {"url": "x"}}, "media.url"),
        ({"text": "a", "at": "2026-01-05T09:00:00"}, "at"),
        ({"text": "a", "channel": "LINE"}, "channel"),
        ({"txt": "a"}, "txt"),
    ],
)
def test_a_customer_cannot_say_nonsense(wire: Any, said: dict[str, Any], field: str) -> None:
    answer = wire.http.post("/sandbox/inbound", json={"from": "33600000001", **said})

    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["fieldViolations"][0]["field"] == field


def test_the_app_tells_its_mode_limits_and_queue(wire: Any) -> None:
    wire.behave(retention="dispatch")

    app = wire.http.get(wire.path(f"/apps/{wire.settings.app_id}")).json()

    assert app["processing_mode"] == "DISPATCH"
    assert app["dispatch_retention_policy"]["ttl_days"] == 7
    assert app["queue_stats"]["outbound_limit"] == 500_000
    assert app["rate_limits"].keys() == {"inbound", "outbound", "webhooks"}


def test_the_page_and_its_files_are_served_with_a_strict_policy(wire: Any) -> None:
    page = wire.http.get("/")

    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for name in ("phone.css", "phone.js", "bubbles.js", "words.js"):
        assert f'"{name}"' in page.text
        assert wire.http.get(f"/{name}").status_code == 200


def test_demo_media_are_real_files(wire: Any) -> None:
    assert wire.http.get("/sandbox/media/photo.png").content.startswith(b"\x89PNG")
    assert wire.http.get("/sandbox/media/facture.pdf").content.startswith(b"%PDF")
    assert wire.http.get("/sandbox/media/film.mp4").status_code == 404


def test_a_reset_forgets_what_was_said_and_how_to_misbehave(wire: Any) -> None:
    wire.behave(delay_ms=5, retention="conversation")
    wire.say(text="bonjour")
    wire.send(wire.request_for())

    wire.http.post("/sandbox/reset")

    assert wire.phone() == []
    assert wire.http.get("/sandbox/behaviour").json()["delay_ms"] == 0
    assert wire.receiver.wait_for_report(wire.send(wire.request_for()), "FAILED")


def test_the_sandbox_is_healthy(wire: Any) -> None:
    assert wire.http.get("/healthz").json()["status"] == "ok"
