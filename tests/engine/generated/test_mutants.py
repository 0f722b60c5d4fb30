"""Seeded faults of `advance` and of the window proof (`mutants`) are all found by the properties and the proof's tests."""

from __future__ import annotations

from random import Random

import pytest

from engine.journey.advance import Compiled
from tests.engine.generated.how_long import LONG, TIMEOUT, report, times
from tests.engine.generated.journeys import make_house
from tests.engine.generated.mutants import OF_ADVANCE, OF_PROOF, Mutant, seeded
from tests.engine.generated.verdicts import find_wrong, remember
from tests.engine.generated.walking import take_walk
from tests.engine.generated.watching import broken

pytestmark = pytest.mark.timeout(TIMEOUT)


def found_by_customers(seeds: range) -> str | None:
    """The first property that a customer breaks, or what the engine fell over."""
    for seed in seeds:
        random = Random(seed)
        compiled = {journey.key: Compiled(journey) for journey in make_house(random)}
        for _ in range(3):
            try:
                problem = broken(take_walk(compiled, random).moments)
            except Exception as fault:
                return f"seed {seed}: {fault!r}"
            if problem is not None:
                return f"seed {seed}: {problem}"
    return None


def listed(mutants: tuple[Mutant, ...]) -> list[object]:
    return [pytest.param(mutant, id=mutant.name) for mutant in mutants if LONG or not mutant.rare]


@pytest.mark.parametrize("mutant", listed(OF_ADVANCE))
def test_a_fault_of_advance_is_found(mutant: Mutant) -> None:
    with seeded(mutant):
        found = found_by_customers(range(times(130)))

    report(f"{mutant.name}: {(found or '')[:90]}")
    assert found is not None


@pytest.fixture(scope="module")
def remembered() -> range:
    seeds = range(times(250))
    remember(seeds)
    return seeds


@pytest.mark.parametrize("mutant", listed(OF_PROOF))
def test_a_fault_of_the_proof_is_found(mutant: Mutant, remembered: range) -> None:
    with seeded(mutant):
        found = find_wrong(remembered, walks=150)

    report(f"{mutant.name}: {found}")
    assert found is not None


def test_a_sound_engine_and_a_sound_proof_are_not_blamed() -> None:
    assert found_by_customers(range(20)) is None
    assert find_wrong(range(20), walks=10) is None


@pytest.mark.parametrize("mutant", [*OF_ADVANCE, *OF_PROOF], ids=lambda mutant: mutant.name)
def test_each_fault_has_a_place_of_its_own(mutant: Mutant) -> None:
    with seeded(mutant):
        pass

    assert mutant.old != mutant.new
