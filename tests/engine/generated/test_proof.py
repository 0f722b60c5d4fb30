"""The window proof is never wrong: on journeys over the whole language, against customers who come at any moment."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from tests.engine.generated.how_long import TIMEOUT, report, times
from tests.engine.generated.journeys import chance, houses, make_house, make_journey
from tests.engine.generated.verdicts import (
    told_alone,
    told_of_house,
    wrong_alone,
    wrong_behind,
    wrong_in_chain,
    wrong_in_hours,
    wrong_in_house,
)
from tests.engine.generated.walking import take_walk

pytestmark = pytest.mark.timeout(TIMEOUT)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(houses(), chance)
def test_no_free_reply_is_late_that_was_not_told_whenever_the_customer_comes(
    house: list[Journey], random: Random
) -> None:
    told = told_of_house(house)
    compiled = {journey.key: Compiled(journey) for journey in house}

    late = {place for _ in range(3) for place in take_walk(compiled, random).late}

    assert late <= told


def test_no_verdict_on_two_journeys_that_start_each_other_is_wrong() -> None:
    seeds, walks = range(times(60)), times(8, share=0.002)

    wrong = [one for seed in seeds if (one := wrong_in_house(seed, told_of_house(_house(seed)), walks=walks))]

    report(f"{len(seeds):,} houses of two journeys, {walks} customers each: {len(wrong)} wrong verdicts")
    assert wrong == []


def test_no_free_reply_is_late_that_was_not_told_behind_a_journey_with_quiet_hours() -> None:
    seeds, walks = range(times(60)), times(25, share=0.01)

    wrong = [one for seed in seeds if (one := wrong_behind(seed, walks=walks))]

    report(f"{len(seeds):,} journeys behind one with quiet hours, {walks} customers each: {len(wrong)} wrong verdicts")
    assert wrong == []


def test_no_free_reply_is_late_that_was_not_told_at_the_end_of_three_journeys() -> None:
    seeds, walks = range(times(40)), times(4, share=0.002)

    wrong = [one for seed in seeds if (one := wrong_in_chain(seed, walks=walks))]

    report(f"{len(seeds):,} chains of three journeys, {walks} customers each: {len(wrong)} wrong verdicts")
    assert wrong == []


def test_no_free_reply_is_late_that_was_not_told_in_a_house_with_quiet_hours() -> None:
    seeds, walks = range(times(60)), times(25, share=0.01)

    wrong = [one for seed in seeds if (one := wrong_in_hours(seed, walks=walks))]

    report(f"{len(seeds):,} houses with quiet hours of their own, {walks} customers each: {len(wrong)} wrong verdicts")
    assert wrong == []


def test_no_verdict_on_a_journey_without_calendar_tells_too_little_or_too_much() -> None:
    seeds = range(times(40))

    wrong = [
        one for seed in seeds if (one := wrong_alone(seed, told_alone(_journey(seed)), most=times(300, share=0.05)))
    ]

    report(f"{len(seeds):,} journeys, every customer of each: {len(wrong)} wrong verdicts")
    assert wrong == []


def _house(seed: int) -> list[Journey]:
    return make_house(Random(f"house {seed}"))


def _journey(seed: int) -> Journey:
    return make_journey(Random(seed), clockless=True)
