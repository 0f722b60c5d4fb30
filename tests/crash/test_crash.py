"""The engine is killed at its durable and outward boundaries, and nothing is lost, nothing is sent twice.

Short by default: some kill points. `PARCOURS_CRASH=long`: every kill point, on both databases, where the provider keeps
messages for look-up and where it keeps none.
"""

from __future__ import annotations

import os
from functools import partial

import pytest

from .boundaries import Aim
from .campaign import choose, kill_at, kill_everywhere
from .conftest import Workshop
from .mutants import MUTANTS
from .verdict import faults_of

LONG = os.environ.get("PARCOURS_CRASH") == "long"
RECORDED, MARGIN = {"sqlite": 170, "postgres": 170}, 0.3
"""Boundaries of an undisturbed run. Receipts that arrive together share commits, so the number varies by a fifth."""
ESSENTIAL = {
    "answer POST /webhooks/sinch, written",
    "answer POST /api/events, written",
    "request POST messages:send, before",
    "request POST messages:send, written",
    "request POST messages:send, answered",
    "commit inbound_event, before",
    "commit inbound_event, after",
}
SHORT = [("sqlite", "conversation", 12), ("sqlite", "none", 8), ("postgres", "conversation", 8)]
FULL = [(backend, retention, 0) for backend in ("sqlite", "postgres") for retention in ("conversation", "none")]


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
def test_an_undisturbed_run_crosses_as_many_boundaries_as_ever(workshop: Workshop, backend: str) -> None:
    """Fewer would mean that the hooks no longer see what the engine does."""
    record = workshop.run_undisturbed(backend)

    assert faults_of(record) == []
    assert len(record.crossed) >= RECORDED[backend] * (1 - MARGIN)
    assert set(record.crossed) >= ESSENTIAL


@pytest.mark.timeout(3600 if LONG else 300)
@pytest.mark.parametrize(("backend", "retention", "number"), FULL if LONG else SHORT)
def test_a_kill_loses_nothing_and_sends_nothing_twice(
    workshop: Workshop, backend: str, retention: str, number: int
) -> None:
    crossed = workshop.run_undisturbed(backend, retention).crossed
    figures = workshop.figures(f"{backend}, retention {retention}", len(crossed))
    hold = partial(workshop.hold, backend, retention)

    for record in kill_everywhere(hold) if LONG else kill_at(choose(crossed, number, ESSENTIAL), hold):
        figures.add(record)

    assert figures.faults == []
    assert figures.restarts >= figures.trials * 0.9


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", MUTANTS)
def test_a_sown_bug_is_found(workshop: Workshop, name: str) -> None:
    """The harness is believed because it finds these. Some show only when a receipt comes late: several rounds."""
    aims = [Aim(number, MUTANTS[name][1]) for number in (2, 3, 4, 5, 6, 7)]
    hold = partial(workshop.hold, "sqlite", "conversation", mutant=name, patience=5.0)

    rounds = (kill_at(aims, hold, at_once=2) for _ in range(4))

    assert any(record.killed_at and faults_of(record) for held in rounds for record in held)


def test_a_sown_bug_does_not_show_without_a_kill(workshop: Workshop) -> None:
    """It is the kill that brings it to light."""
    record = workshop.hold("sqlite", "conversation", Aim(), mutant="webhooks_are_answered_before_they_are_stored")

    assert faults_of(record) == []
