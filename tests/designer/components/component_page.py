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
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[3]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell draws the same pages without the windows of a whole browser, which cost as much again."""
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def chromium_path() -> str:
    """The system's Chromium. Without one the test is skipped, except where CI promises one."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("No Chromium on PATH. CI must install one: the browser tests may not be skipped there.")
    pytest.skip("No Chromium on PATH: install chromium to run the browser tests.")


@contextmanager
def open_browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


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
