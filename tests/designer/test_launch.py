"""The designer as a process: served from anywhere, with its own look, silent towards other hosts."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from designer.launch import SCRIPT
from designer.services import reference
from tests.designer.components.component_page import ROOT, free_port


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The designer started as its own process from an empty folder."""
    folder, port = tmp_path_factory.mktemp("elsewhere"), free_port()
    settings = {
        "PYTHONPATH": str(ROOT), "PARCOURS_DESIGNER_PORT": str(port),
        "PARCOURS_DATABASE_URL": f"sqlite:///{folder / 'p.db'}",
    }  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "designer"], cwd=folder, env={**os.environ, **settings}, stdout=log, stderr=log
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            fetch(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the designer did not start")


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def test_it_answers_where_it_is_told_to(address: str) -> None:
    assert fetch(f"{address}/healthz") == "ok"
    assert "<html" in fetch(address)


def test_it_is_healthy_for_streamlit_too(address: str) -> None:
    assert fetch(f"{address}/_stcore/health") == "ok"


def test_its_look_and_rules_come_with_the_program_from_any_folder(tmp_path: Path) -> None:
    script = (
        "from designer.launch import build_app; build_app(); from streamlit import config;"
        "print(config.get_option('theme.light.primaryColor'), config.get_option('browser.gatherUsageStats'),"
        "config.get_option('client.showErrorDetails'))"
    )

    said = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert said.stdout.split() == ["#0b7a5c", "False", "none"]


def fails() -> None:
    from designer.launch import say_error

    say_error(RuntimeError("a secret in a stack"))


def is_old() -> None:
    from designer.launch import say_error
    from designer.services import OldSchema

    say_error(OldSchema())


def is_offline() -> None:
    from sqlalchemy.exc import OperationalError

    from designer.launch import say_error

    say_error(OperationalError("select", {}, Exception("unable to open database file")))


def test_an_unforeseen_fault_is_a_sentence_with_a_reference_that_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "parcours.designer"):
        page = AppTest.from_function(fails).run()

    (error,) = page.error
    assert "secret" not in error.value
    number = error.value.rsplit(" ", 1)[-1].rstrip(".")
    assert number.startswith("P-")
    assert number in caplog.text
    assert "a secret in a stack" in caplog.text


def test_an_older_database_says_how_to_bring_it_up() -> None:
    page = AppTest.from_function(is_old).run()

    assert "parcours db upgrade" in page.error[0].value


def test_a_database_that_does_not_answer_is_told_in_words() -> None:
    page = AppTest.from_function(is_offline).run()

    assert "unable to open database file" in page.error[0].value


def test_a_reference_is_short_enough_to_be_read_out() -> None:
    assert reference(lambda: "01K0000000000000000007F3A2") == "P-7F3A2"


def test_the_script_is_found_beside_the_program() -> None:
    assert SCRIPT.is_file()
