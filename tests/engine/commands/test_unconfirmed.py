"""`parcours unconfirmed`: what is still open and why; a person settles it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.commands.starting import SAMPLES
from storage.database import reading, writing
from tests.storage.house import draw_live, enter, meet, minutes, open_sender, send


@pytest.fixture
def house(sqlite_database: Engine) -> Engine:
    """One send whose answer was lost."""
    with writing(sqlite_database) as connection:
        open_sender(connection)
        version = draw_live(connection)
        meet(connection, "Amina", "33600000001")
        passage = enter(connection, version, "Amina", step="tell", waiting="outcome")
        send(connection, passage, "tell", "unknown", reason="no_answer", detail="closed early", sending_at=minutes(1))
    return sqlite_database


def parcours(house: Engine, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PARCOURS_")}
    url = house.url.render_as_string(hide_password=False)
    settings = {"PYTHONPATH": str(SAMPLES.parents[1]), "PARCOURS_LANGUAGE": "en", "PARCOURS_DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "engine.cli", "unconfirmed", *arguments], capture_output=True, text=True, timeout=60,
        env={**clean, **settings}, check=False, cwd=Path(str(house.url.database)).parent,
    )  # fmt: skip


def message_id(house: Engine) -> str:
    with reading(house) as connection:
        return connection.exec_driver_sql("SELECT id FROM message").scalar_one()


def test_open_sends_are_listed_with_their_reason_and_no_number(house: Engine) -> None:
    told = parcours(house)

    assert told.returncode == 1
    assert f"{message_id(house)}  2026-" in told.stdout
    assert "Hello  the provider's answer was lost (closed early); never asked at the provider" in told.stdout
    assert "33600000001" not in told.stdout


def test_a_person_gives_one_up_and_it_is_open_no_more(house: Engine) -> None:
    done = parcours(house, "--drop", message_id(house))
    again = parcours(house, "--resend", message_id(house))

    assert (done.returncode, again.returncode, parcours(house).returncode) == (0, 2, 0)
    assert "it is “dropped”" in again.stderr
