"""`parcours inbox`: what was put aside and why; a person looks at one and tries it again."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest
from click.testing import Result
from sqlalchemy import Engine
from typer.testing import CliRunner

from engine.cli import app
from engine.settings import load_settings
from storage import inbox
from storage.database import reading, writing
from tests.storage.house import NOON, meet, minutes

Run = Callable[..., Result]


@pytest.fixture
def house(sqlite_database: Engine) -> Engine:
    """1 cannot be read, 2 came from another provider, 3 is of our API and of somebody erased, 4 was handled."""
    raw = orjson.dumps({"message": {"from": "33600000001", "text": "Bonjour", "mail": "amina@shop.example"}}).decode()
    with writing(sqlite_database) as connection:
        meet(connection, "Amina")
        inbox.keep(connection, [
            inbox.RawEvent("sinch", "a", raw, NOON, "33600000001"), inbox.RawEvent("whatsapp", "b", "{}", NOON),
        ])  # fmt: skip
        inbox.add_internal(connection, [{
            "source": "api", "dedupe_key": "c", "kind": "event", "body": {"name": "order.paid"}, "shard": 0,
            "contact_id": "erased", "occurred_at": NOON, "received_at": NOON,
        }])  # fmt: skip
        inbox.keep(connection, [inbox.RawEvent("sinch", "d", "{}", minutes(1))])
        inbox.set_aside(
            connection, {1: "no number in 33600000001", 2: "no provider named whatsapp", 3: "gone"}, now=NOON
        )
        inbox.finish(connection, [4], now=NOON)
    return sqlite_database


@pytest.fixture
def run(house: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PARCOURS_DATABASE_URL", house.url.render_as_string(hide_password=False))
    monkeypatch.setenv("PARCOURS_LANGUAGE", "en")
    load_settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(app, ["inbox", *arguments])  # type: ignore[misc]
    load_settings.cache_clear()


def statuses(house: Engine) -> list[str]:
    with reading(house) as connection:
        return list(connection.exec_driver_sql("SELECT status FROM inbound_event ORDER BY id").scalars())


def test_the_list_names_number_moment_source_and_reason_without_a_phone_number(run: Run) -> None:
    told = run("list")

    assert told.exit_code == 1
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["3", "2", "1"]
    assert "1  2026-01-05 12:00Z  sinch  no number in •••01" in told.stdout
    assert "3  2026-01-05 12:00Z  api/event  gone" in told.stdout


def test_one_is_shown_whole_with_what_could_tell_who_it_is_masked(run: Run) -> None:
    told, unmasked = run("show", "1"), run("show", "1", "--unmasked")

    assert '"text": "Bonjour"' in told.stdout
    assert "received_at: 2026-01-05 12:00" in told.stdout
    assert "33600000001" not in told.stdout
    assert "amina@shop.example" not in told.stdout
    assert '"from": "33600000001"' in unmasked.stdout
    assert run("show", "99").exit_code == 2


def test_an_event_is_tried_again_once(run: Run, house: Engine) -> None:
    done, again = run("replay", "1"), run("replay", "1")

    assert (done.exit_code, again.exit_code) == (0, 2)
    assert "it is not put aside, it is “new”" in again.stderr
    assert statuses(house) == ["new", "aside", "aside", "done"]
    with reading(house) as connection:
        assert connection.exec_driver_sql("SELECT act, subject FROM audit_entry").all() == [
            ("event.replayed", "event:1")
        ]


def test_what_cannot_be_tried_says_why_and_stays(run: Run, house: Engine) -> None:
    told = run("replay", "--all")

    assert told.exit_code == 2
    assert "1 event(s) are tried again" in told.stdout
    assert "2: it came from “whatsapp”, which PARCOURS_PROVIDER does not name" in told.stderr
    assert "3: the customer was erased" in told.stderr
    assert statuses(house) == ["new", "aside", "aside", "done"]


def test_handled_unknown_and_unnamed_events_are_refused(run: Run) -> None:
    told = run("replay", "4", "77")

    assert told.exit_code == 2
    assert "4: it is not put aside, it is “done”" in told.stderr
    assert "77: there is no such event" in told.stderr
    assert "give --all" in run("replay").output
