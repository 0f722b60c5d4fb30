"""Processes are killed and paused at random moments under load, and nothing is lost, nothing is sent twice.

Short by default. `PARCOURS_KILL=long` (`make kill`): a thousand kills on each kind of database, and every sown bug.
"""

from __future__ import annotations

import os

import pytest

from .cluster import IMPATIENT
from .conftest import FIGURES, Yard
from .disorder import disturb
from .sown import SOWN

LONG = os.environ.get("PARCOURS_KILL") == "long"
KILLS = int(os.environ.get("PARCOURS_KILLS", "1000" if LONG else "4"))
THREE_WORKERS = ("api", "worker", "worker", "worker")


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize(
    ("backend", "parts", "every"),
    [("postgres", THREE_WORKERS, 0.5), ("sqlite", ("both",), 1.2)],
    ids=str,
)
def test_every_message_arrives_once_and_in_its_order(
    yard: Yard, backend: str, parts: tuple[str, ...], every: float
) -> None:
    if backend == "sqlite" and not LONG:
        pytest.skip("tests/crash kills one process at every boundary; here only with PARCOURS_KILL=long")
    with yard.house(*parts, backend=backend, pace=IMPATIENT) as house:
        figures = disturb(
            house, f"{backend}, {len(parts)} processes", kills=KILLS, every=every, at_once=30 if LONG else 8, seed=1,
            pauses=backend == "postgres",
        )  # fmt: skip
    FIGURES.append(figures)

    assert figures.faults == []
    assert figures.kills == KILLS


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SOWN)
def test_a_sown_bug_is_found(yard: Yard, name: str) -> None:
    """The kills are believed because they find these. Receipts come too late to hide them."""
    if not LONG:
        pytest.skip("only with PARCOURS_KILL=long")
    shown = 0

    for seed in range(1, 13):
        with yard.house(*THREE_WORKERS, pace=IMPATIENT, mutant=name, slowness=600) as house:
            figures = disturb(house, name, kills=5, every=0.5, at_once=20, seed=seed, pauses=True, patience=8.0)
        if shown := getattr(figures, SOWN[name][1]):
            break

    assert shown > 0
