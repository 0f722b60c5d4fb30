"""Shares: as large as written, the same for the same passage, and each step for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from engine.ids import new_id
from engine.journey.advance import advance
from engine.journey.events import Started
from engine.journey.state import Contact, State
from engine.journey.steps.split import draw
from tests.engine.journey.samples import NINE, compiled

COUNT = 10_000
ENOUGH = {1: 10.83, 2: 13.82, 9: 27.88}
"""Chi-square at one in a thousand, by degrees of freedom."""


def chi_square(counted: Sequence[float], expected: Sequence[float]) -> float:
    return sum((found - wanted) ** 2 / wanted for found, wanted in zip(counted, expected, strict=True))


@pytest.mark.parametrize("shares", [(50, 50), (45, 45, 10), (1, 99), (10,) * 10])
@pytest.mark.parametrize("of", ["e-{}", "01J{:010}", "{:032x}"])
def test_ten_thousand_passages_are_shared_as_written(shares: tuple[int, ...], of: str) -> None:
    paths = [{"id": f"p{place}", "share": share, "next": "end"} for place, share in enumerate(shares)]
    journey = compiled({"test": {"type": "split", "paths": paths}, "end": {"type": "exit"}})

    taken = Counter(
        effect.port
        for number in range(COUNT)
        for effect in advance(journey, State(of.format(number)), Contact("c"), Started("go"), NINE).effects
        if (effect_port := getattr(effect, "port", None)) and effect_port.startswith("branch:")
    )

    counted = [taken[f"branch:p{place}"] for place in range(len(shares))]
    assert sum(counted) == COUNT
    assert chi_square(counted, [COUNT * share / 100 for share in shares]) < ENOUGH[len(shares) - 1]


def test_real_ids_are_shared_evenly_too() -> None:
    counted = Counter(draw(new_id(), "test", 2) for _ in range(COUNT))

    assert chi_square([counted[0], counted[1]], [COUNT / 2] * 2) < 20  # one in a hundred thousand


def test_two_steps_of_a_passage_draw_independently() -> None:
    pairs = Counter((draw(f"e-{number}", "one", 2), draw(f"e-{number}", "two", 2)) for number in range(COUNT))

    assert chi_square(list(pairs.values()), [COUNT / 4] * 4) < 16.27


def test_the_same_passage_always_draws_the_same() -> None:
    assert [draw("e-1", "test", 100) for _ in range(5)] == [draw("e-1", "test", 100)] * 5
