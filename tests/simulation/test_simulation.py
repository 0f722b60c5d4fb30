"""A seed twice, and some bugs sown on purpose. `make simulate` plays two hundred, and looks for every bug.

It runs in a process of its own, whose words have the same places in sets every time: a seed that fails here fails there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .sown import SOWN

HOUSE = Path(__file__).parents[2]
SHORT = ("what_was_being_sent_is_queued_again",)
"""Bugs that show in the first seeds."""


def played(*options: str) -> list[str]:
    """The lines that it prints; it fails with them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation", *options], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.mark.timeout(900)
def test_whatever_fails_nothing_is_lost_or_doubled_and_the_same_seed_is_the_same_run() -> None:
    first, again, summary = played("--seeds", "4,4")

    assert re.fullmatch(r"2 runs, \d+ events, 0 with faults", summary)
    assert first == again
    assert int(re.findall(r"(\d+) kills", first)[0]) >= 3


@pytest.mark.timeout(900)
def test_a_sown_bug_is_found() -> None:
    found = played("--seeds", "1-3", "--sown", *SHORT)

    assert [line.partition(":")[0] for line in found] == list(SHORT)
    assert len(SOWN) >= 8
