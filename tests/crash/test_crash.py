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
from .conftest import SCENES, Workshop
from .conversation import TALKING
from .mutants import MUTANTS
from .orders import ORDERING
from .scene import Scene
from .verdict import faults_of

LONG = os.environ.get("PARCOURS_CRASH") == "long"
LANE, BOOKING, RUN = "request POST messages:send", "request POST bookings", "commit inbound_event+start_run, after"
MARGIN = 0.3
"""Receipts that arrive together share commits, so the number of boundaries varies by a fifth."""
RECORDED = {"talk": 150, "orders": 290}
"""Boundaries of an undisturbed run."""
ESSENTIAL = {
    "talk": (
        "answer POST /webhooks/sinch, written", "answer POST /api/events, written", f"{LANE}, before",
        f"{LANE}, written", f"{LANE}, answered", "commit inbound_event, before", "commit inbound_event, after",
    ),
    "orders": (
        f"{BOOKING}, before", f"{BOOKING}, written", f"{BOOKING}, answered", "commit http_call, after",
        "commit http_call+inbound_event, before", RUN,
    ),
}  # fmt: skip
SHORT = [
    (TALKING, "sqlite", "conversation", 6, ESSENTIAL["talk"]),
    (TALKING, "sqlite", "none", 3, (f"{LANE}, answered",)),
    (ORDERING, "sqlite", "conversation", 3, (f"{BOOKING}, written", "commit http_call, after")),
    (ORDERING, "postgres", "conversation", 3, (f"{BOOKING}, answered", f"{LANE}, answered", RUN)),
]
"""How many kill points, and which kinds must be among them."""
FULL = [
    (scene, backend, retention, 0, ())
    for scene in SCENES for backend in ("sqlite", "postgres") for retention in ("conversation", "none")
]  # fmt: skip


def name_of(value: object) -> str | None:
    return value.name if isinstance(value, Scene) else "" if isinstance(value, tuple) else None


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
@pytest.mark.parametrize("scene", SCENES, ids=name_of)
def test_an_undisturbed_run_crosses_as_many_boundaries_as_ever(workshop: Workshop, scene: Scene, backend: str) -> None:
    """Fewer would mean that the hooks no longer see what the engine does."""
    record = workshop.run_undisturbed(scene, backend)

    assert faults_of(record) == []
    assert len(record.crossed) >= RECORDED[scene.name] * (1 - MARGIN)
    assert set(record.crossed) >= set(ESSENTIAL[scene.name])


@pytest.mark.timeout(3600 if LONG else 300)
@pytest.mark.parametrize(
    ("scene", "backend", "retention", "number", "essential"), FULL if LONG else SHORT, ids=name_of
)  # fmt: skip
def test_a_kill_loses_nothing_and_sends_nothing_twice(
    workshop: Workshop, scene: Scene, backend: str, retention: str, number: int, essential: tuple[str, ...]
) -> None:
    crossed = workshop.run_undisturbed(scene, backend, "conversation" if number else retention).crossed
    figures = workshop.figures(f"{scene.name}, {backend}, retention {retention}", len(crossed))
    hold = partial(workshop.hold, scene, backend, retention)

    for record in kill_everywhere(hold) if LONG else kill_at(choose(crossed, number, essential), hold):
        figures.add(record)

    assert figures.faults == []
    assert figures.restarts >= figures.trials * (0.9 if LONG else 0.6)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", MUTANTS)
def test_a_sown_bug_is_found(workshop: Workshop, name: str) -> None:
    """The harness is believed because it finds these. Some show only when a receipt comes late: several rounds."""
    mutant = MUTANTS[name]
    aims = [Aim(number, mutant.where) for number in (2, 3, 4, 5, 6, 7)]
    how = {"mutant": name, "patience": 5.0, "slowness": mutant.slowness}
    hold = partial(workshop.hold, mutant.scene, "sqlite", "conversation", **how)

    rounds = (kill_at(aims, hold, at_once=2) for _ in range(4))

    assert any(record.killed_at and faults_of(record) for held in rounds for record in held)


def test_a_sown_bug_does_not_show_without_a_kill(workshop: Workshop) -> None:
    """It is the kill that brings it to light."""
    record = workshop.hold(
        TALKING, "sqlite", "conversation", Aim(), mutant="webhooks_are_answered_before_they_are_stored"
    )

    assert faults_of(record) == []
