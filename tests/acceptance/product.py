"""The whole product as a newcomer starts it: `parcours up` in an empty folder, on free ports."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
READY_WITHIN = 90


@dataclass(frozen=True)
class Product:
    """Its addresses, and what its first page said."""

    designer: str
    api: str
    sandbox: str
    folder: Path
    printed: str

    def says(self, words: str, *, who: str) -> None:
        self._inbound({"from": who, "text": words})

    def taps(self, title: str, *, who: str) -> None:
        """Touch a button of the newest message that has one of this title."""
        for message in reversed(self.phone(who)):
            for button in message["buttons"]:
                if button["title"] == title:
                    tap = {"message_id": message["id"], "data": button["data"], "title": title}
                    return self._inbound({"from": who, "tap": tap})
        raise AssertionError(f"no button {title!r} on the phone")

    def phone(self, who: str) -> list[dict[str, Any]]:
        return httpx.get(f"{self.sandbox}/sandbox/messages", params={"to": who}, trust_env=False).json()["messages"]

    def _inbound(self, body: dict[str, Any]) -> None:
        httpx.post(f"{self.sandbox}/sandbox/inbound", json=body, trust_env=False).raise_for_status()


@contextmanager
def running_product(folder: Path) -> Iterator[Product]:
    """Up until the block ends; everything it started is stopped."""
    ports = [_free_port() for _ in range(3)]
    names = ("PARCOURS_DESIGNER_PORT", "PARCOURS_API_PORT", "PARCOURS_SANDBOX_PORT")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PARCOURS_")}
    settings = {name: str(port) for name, port in zip(names, ports, strict=True)}
    log = folder / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "engine.cli", "up"], cwd=folder, stdout=output, stderr=output,
            env={**clean, **settings, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        )  # fmt: skip
        try:
            until(lambda: b"Ctrl+C" in log.read_bytes() or process.poll() is not None, READY_WITHIN)
            assert process.poll() is None, log.read_text()
            addresses = [f"http://127.0.0.1:{port}" for port in ports]
            yield Product(*addresses, folder, log.read_text())
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def until(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """The first true value; the test fails when none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("what the test waited for did not happen in time")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
