"""`parcours doctor` looks at a running house: what is well, what deserves a look, what is broken, each with its remedy."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from house import House, until
from pydantic import SecretStr
from sqlalchemy import Engine

from engine.clock import system_clock
from engine.commands import doctor
from engine.commands.doctor import examine
from engine.commands.doctor_database import database_findings
from engine.commands.doctor_provider import provider_findings
from engine.commands.doctor_work import work_findings
from engine.settings import Settings
from storage import inbox, shards
from storage.database import open_database, writing
from storage.upgrade import upgrade
from tests.storage.house import NOON, draw_live, enter, meet, open_sender, send


class Told(dict[str, dict[str, Any]]):
    """Findings by their key."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__((finding["key"], finding) for finding in json.loads(text))
        self.code, self.text = code, text

    def levels(self) -> dict[str, str]:
        return {key: finding["level"] for key, finding in self.items()}


@pytest.fixture
def ask(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """The doctor's answer, in English, with some settings changed."""

    def asked(**changed: Any) -> Told:
        settings = house.parts.settings.model_copy(update=changed)
        monkeypatch.setattr(doctor, "load_settings", lambda: settings)
        monkeypatch.setattr("engine.commands.words.load_settings", lambda: Settings(_env_file=None, language="en"))
        capsys.readouterr()
        code = examine(as_json=True)
        return Told(code, capsys.readouterr().out)

    return asked


def test_a_house_that_runs_has_nothing_broken(house: House, ask: Any) -> None:
    until(lambda: house.http.get(f"{house.api}/readyz").status_code == 200)

    told = ask()

    assert told.code == 0
    assert {key: level for key, level in told.levels().items() if level != "ok" and key != "disk"} == {}
    assert {"database", "provider", "webhook", "templates", "worker", "sender", "api", "aside", "jobs"} <= told.keys()
    assert told["webhook"]["sentence"].endswith("/webhooks/sinch")


def test_credentials_that_are_refused_are_broken_and_never_printed(ask: Any) -> None:
    secret = SecretStr("s3cret-of-the-house, s3cret-before")

    told = ask(sinch_key_secret=secret, sinch_webhook_secret=secret, api_token=secret)

    assert told.code == 1
    assert told["provider"]["level"] == "broken"
    assert told["webhook_secrets"]["sentence"] == "2 count at once"
    assert "s3cret" not in told.text


def test_a_webhook_that_leads_elsewhere_is_broken(ask: Any) -> None:
    told = ask(public_url="https://elsewhere.example")

    assert told.code == 1
    assert told["webhook"]["sentence"] == "none leads to https://elsewhere.example/webhooks/sinch"


def test_templates_that_we_do_not_hold_as_the_provider_does_deserve_a_look(house: House, tmp_path: Path) -> None:
    """A database beside the house's, which nobody keeps in step."""
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(other)

    found = {it.key: it for it in provider_findings(house.parts.settings, other, system_clock)}

    assert (found["provider"].level, found["templates"].level) == ("ok", "look")
    other.dispose()


def test_an_api_that_is_not_there_is_broken(ask: Any) -> None:
    told = ask(api_port=1)

    assert told.code == 1
    assert "nothing answers at" in told["api"]["sentence"]
    assert "parcours api" in told["api"]["remedy"]


def test_what_lies_too_long_and_what_waits_for_a_person_is_counted(database: Engine) -> None:
    with writing(database) as connection:
        shards.prepare(connection)
        open_sender(connection)
        version = draw_live(connection)
        for name, status in (("Amina", "sending"), ("Basile", "unknown"), ("Chloe", "queued")):
            meet(connection, name)
            send(connection, enter(connection, version, name, step="tell"), "tell", status, sending_at=NOON)
        connection.exec_driver_sql("UPDATE enrollment SET problem = 'no such step' WHERE contact_id = 'amina'")
        connection.exec_driver_sql(
            "UPDATE sender SET blocked_until = '2999-01-01 00:00:00.000000', blocked_reason = 'throttled'"
        )
        inbox.keep(connection, [inbox.RawEvent("sinch", key, "{}", NOON) for key in ("a", "b")])
        inbox.set_aside(connection, {1: "it cannot be read"}, now=NOON)

    found = {it.key: it for it in work_findings(database, "sandbox", system_clock())}

    assert {key for key, it in found.items() if it.level == "look"} == {
        "sender", "lateness", "sending", "unknown", "aside", "passages",
    }  # fmt: skip
    assert found["worker"].level == "broken"
    assert all(it.remedy for it in found.values() if it.level != "ok")


def test_a_provider_that_does_not_answer_is_one_broken_line(ask: Any) -> None:
    told = ask(sinch_api_url="http://127.0.0.1:1")

    assert (told.code, told["provider"]["level"]) == (1, "broken")
    assert "webhook" not in told


def test_a_clock_that_differs_from_the_databases_is_broken(postgres_database: Engine) -> None:
    url = postgres_database.url.render_as_string(hide_password=False)

    engine, found = database_findings(
        Settings(_env_file=None, database_url=url), lambda: system_clock() + dt.timedelta(seconds=8)
    )

    assert [(it.key, it.level) for it in found] == [("database", "ok"), ("clock", "broken")]
    assert "Postgres 1" in found[0].sentence
    assert engine is not None
    engine.dispose()
