"""Serves one small Streamlit page in a process of its own and opens it in the system's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

expect.set_options(timeout=30_000)  # what must come may come late on a busy machine

ROOT = Path(__file__).parents[3]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell draws the same pages without the windows of a whole browser, which cost as much again."""
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
BRIEF = "--js-flags=--no-opt --no-maglev"
"""A page of a test lives for seconds: what V8 makes of it for the long run comes too late, and costs a tenth of a load."""
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


def chromium_path() -> str:
    """The system's Chromium. Without one the test is skipped, except where CI promises one."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("No Chromium on PATH. CI must install one: the browser tests may not be skipped there.")
    pytest.skip("No Chromium on PATH: install chromium to run the browser tests.")


@contextmanager
def open_browser(*, brief: bool = True) -> Iterator[Browser]:
    """Chromium; `brief`: made for pages that live for seconds."""
    path = chromium_path()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[*QUIET, *([BRIEF] if brief else [])])
        yield browser
        browser.close()


@contextmanager
def lent(page: Page, address: str) -> Iterator[Page]:
    """A page that test after test may use, each from its own load on: in a new one, as in a new browser, the same scripts are
    read and compiled again, which costs twice as much. Storage, cookies and the mouse are put back; a test that gives the page
    itself something (`add_init_script`, `on`) takes one of its own."""
    yield page
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.goto(f"{address}/_stcore/health")
    page.evaluate(FORGET)
    page.context.clear_cookies()
    page.mouse.move(0, 0)


@contextmanager
def serve(app: Path) -> Iterator[str]:
    """Run a Streamlit page on a free port; its address, until the block ends."""
    port = free_port()
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command(app, port), cwd=ROOT, env=environment(), stdout=log, stderr=log)
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(app: Path, port: int) -> list[str]:
    options = {
        "server.headless": "true", "server.port": str(port), "server.address": "127.0.0.1",
        "server.fileWatcherType": "none", "browser.gatherUsageStats": "false",
    }  # fmt: skip
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(app), *given]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 0.3).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The page did not start. Run it by hand with streamlit run to see why.")
