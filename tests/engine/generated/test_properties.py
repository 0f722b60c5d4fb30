"""Whatever the journey and whatever its customers do: it ends or waits, sends once a visit, obeys an opt-out at every step and
takes every answer (`watching`). News come twice, late, in another order."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from engine.explore.exploring import explore
from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from engine.journey.files import read_file
from tests.engine.generated.how_long import LONG, TIMEOUT, report, times
from tests.engine.generated.journeys import chance, houses, make_house
from tests.engine.generated.walking import take_walk
from tests.engine.generated.watching import broken

SAMPLES = sorted((Path(__file__).parents[3] / "engine" / "samples").glob("*.yaml"))
pytestmark = pytest.mark.timeout(TIMEOUT)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(houses(), chance)
def test_no_property_of_a_generated_journey_is_broken(house: list[Journey], random: Random) -> None:
    compiled = {journey.key: Compiled(journey) for journey in house}

    walk = take_walk(compiled, random)

    assert broken(walk.moments) is None


def test_no_property_of_any_journey_is_broken_by_its_customers() -> None:
    moments = 0
    for seed in range(times(60)):
        random = Random(seed)
        compiled = {journey.key: Compiled(journey) for journey in make_house(random)}
        for _ in range(3):
            walk = take_walk(compiled, random)
            moments += len(walk.moments)
            assert broken(walk.moments) is None, f"seed {seed}"
    report(f"{times(60):,} houses, {3 * times(60):,} customers, {moments:,} events: no property broken")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_customer_of_a_sample_breaks_a_property(path: Path) -> None:
    journey, random = read_file(path), Random(path.stem)
    compiled = {journey.key: Compiled(journey)}
    customers = 1_000 if LONG else 15

    for _ in range(customers):
        walk = take_walk(compiled, random)
        assert broken(walk.moments) is None
    explored = explore(journey, seed=7, customers=customers)

    report(
        f"{path.stem}: {customers:,} customers by `advance` and {explored.customers:,} conversations: no property broken"
    )
    assert [played.broken for played in explored.found] == []
