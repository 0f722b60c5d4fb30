"""What is logged tells nobody's number, words or credentials, however the line came about."""

from __future__ import annotations

import ast
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from house import TOKEN, House, until
from journeys import PREFERENCES
from wire import SECRET, inbound, signed

from engine.logs import Forwarding, get_logger
from engine.masking import Careful, masked

ROOT = Path(__file__).parents[3]
NUMBER, WORDS, MAIL = "33639981234", "mot-canari", "canari@shop.example"


def fail_with_everything(*given: Any, **more: Any) -> Any:
    """An exception that quotes all it was given, as careless ones do."""
    raise RuntimeError(f"{given} {more} {NUMBER} {WORDS} {MAIL} Bearer {TOKEN}")


def test_a_running_house_logs_no_number_no_words_and_no_credential(
    house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    house.publish(PREFERENCES)
    provider = house.parts.provider
    house.says(f"menu {WORDS} {MAIL}", who=NUMBER)
    house.says("menu", who=NUMBER)
    until(lambda: house.phone(NUMBER))
    with monkeypatch.context() as patched:
        patched.setattr(provider, "read_event", fail_with_everything)
        house.says(f"menu {WORDS}", who=NUMBER)
        until(lambda: house.rows("SELECT 1 FROM inbound_event WHERE status = 'aside'"))
    with monkeypatch.context() as patched:
        patched.setattr(provider, "event_keys", fail_with_everything)
        body = inbound(WORDS, who=NUMBER)
        headers = {**signed(body, at=house.clock()), "authorization": f"Bearer {TOKEN}"}
        assert house.http.post(f"{house.api}/webhooks/sinch", content=body, headers=headers).status_code == 503
    with monkeypatch.context() as patched:
        patched.setattr(provider, "send", fail_with_everything)
        house.says("menu", who="33639985678")
        until(lambda: "unknown" in house.statuses())

    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    told = "\n".join(map(str, lines))
    assert {"event put aside", "request failed", "post failed in an unforeseen way"} <= {it["event"] for it in lines}
    assert "RuntimeError" in told and "fail_with_everything" in told
    assert not [word for word in (NUMBER, "33639985678", WORDS, MAIL, TOKEN, SECRET) if word in told]


def test_a_field_that_nobody_listed_is_hidden_and_a_listed_one_is_masked(capfd: pytest.CaptureFixture[str]) -> None:
    get_logger("a").warning("heard +33 6 39 98 12 34", said=WORDS, reason=f"no such person {NUMBER} {MAIL}", shard=7)

    line = json.loads(capfd.readouterr().err)
    assert (line["event"], line["said"], line["shard"]) == ("heard •••34", "•••", 7)
    assert line["reason"] == "no such person •••34 •••"


def test_what_libraries_log_takes_the_same_way(capfd: pytest.CaptureFixture[str]) -> None:
    library = logging.Logger("some.library")
    library.addHandler(Forwarding())

    try:
        fail_with_everything()
    except RuntimeError:
        library.exception("it failed for %s", NUMBER)

    line = json.loads(capfd.readouterr().err)
    assert (line["event"], line["logger"]) == ("it failed for •••34", "some.library")
    assert WORDS not in line["exception"]


def test_lines_for_people_are_masked_too() -> None:
    record = logging.LogRecord("designer", logging.ERROR, "x", 1, "failed for %s", (NUMBER,), None)

    assert Careful("%(levelname)s %(message)s").format(record) == "ERROR failed for •••34"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("call 06 39 98 12 34 now", "call •••34 now"),
        ("from FR.1A2b3C4d5E", "from •••5E"),
        ("Authorization: Bearer abc.DEF-123", "Authorization: •••"),
        ("at 2026-01-05 12:00:00.123456, 250 rows", "at 2026-01-05 12:00:00.123456, 250 rows"),
    ],
)
def test_a_text_keeps_what_tells_of_nobody(text: str, hidden: str) -> None:
    assert masked(text) == hidden


def test_no_module_of_the_engine_makes_its_own_logger() -> None:
    """Whoever logs asks `engine.logs`, where masking is set up at import."""
    own = [
        str(path.relative_to(ROOT))
        for package in ("engine", "storage")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import) and any(it.name.split(".")[0] == "structlog" for it in node.names)
    ]

    assert set(own) == {"engine/logs.py"}
