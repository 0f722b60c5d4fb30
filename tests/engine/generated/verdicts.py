"""What the proof says of generated journeys, and what customers then live through. A verdict is wrong when a free reply that was
not told is come to too late, or one that was told never is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from engine.checker.context import JourneyElsewhere, Scene, Surroundings
from engine.checker.paths import JourneyMap
from engine.checker.rules import quiet_hours_close_window
from engine.checker.window import latest_arrivals
from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from engine.journey.quiet_hours import QuietHours
from tests.engine.generated.every_customer import EveryCustomer
from tests.engine.generated.journeys import QUIET, QUIET_AT_SIX, make_chain, make_house, make_journey, make_lead
from tests.engine.generated.walking import take_walk

Told = frozenset[tuple[str, str]]
"""(journey, step)."""


@dataclass(frozen=True)
class Wrong:
    """Which verdict, of the journeys of which seed, and how it is wrong."""

    seed: int
    steps: Told
    how: str


def told_alone(journey: Journey) -> Told:
    return frozenset((journey.key, step) for step in latest_arrivals(JourneyMap(journey)))


def told_of_house(house: Sequence[Journey], hours: QuietHours | None = None) -> Told:
    """By the proof, or by the rule about quiet hours; `hours`: those of the house."""
    told: set[tuple[str, str]] = set()
    for journey in house:
        others = [JourneyElsewhere(other.key, other.key, True, other) for other in house if other is not journey]
        scene = Scene(journey, Surroundings(journeys=others, quiet_hours=hours))
        held = [problem.step or "" for problem in quiet_hours_close_window.check(scene)]
        told |= {(journey.key, step) for step in [*scene.window.late, *held]}
    return frozenset(told)


def wrong_alone(seed: int, told: Told, *, most: int = 2_000) -> Wrong | None:
    """Against every customer of a journey in which nothing depends on the calendar: neither too little nor too much is told."""
    journey = _journey(seed)
    customers = EveryCustomer(journey, most=most)
    late = frozenset((journey.key, step) for step in customers.late)
    if late - told:
        return Wrong(seed, late - told, "late and not told")
    return Wrong(seed, told - late, "told and never late") if customers.is_complete and told - late else None


def wrong_in_house(seed: int, told: Told, *, walks: int) -> Wrong | None:
    """Against customers at any moment of two journeys that may start each other: whatever comes too late is told."""
    return _late_and_not_told(seed, _house(seed), told, walks)


def wrong_behind(seed: int, told: Told | None = None, *, walks: int) -> Wrong | None:
    """Against customers who come by a journey with quiet hours into another."""
    house = _lead(seed)
    return _late_and_not_told(seed, house, told_of_house(house) if told is None else told, walks, key="one")


def wrong_in_chain(seed: int, told: Told | None = None, *, walks: int) -> Wrong | None:
    """Against customers who come by one journey into a second, and by that into a third."""
    house = _chain(seed)
    return _late_and_not_told(seed, house, told_of_house(house) if told is None else told, walks, key="one")


def wrong_in_hours(seed: int, told: Told | None = None, *, walks: int) -> Wrong | None:
    """Against customers of a house that has quiet hours of its own: of journeys that lead into each other, or that do not."""
    house, hours = _in_hours(seed), hours_of_house(seed)
    told = told_of_house(house, hours) if told is None else told
    return _late_and_not_told(seed, house, told, walks, key="one", hours=hours)


def hours_of_house(seed: int) -> QuietHours:
    return QuietHours.model_validate(Random(f"hours {seed}").choice((*QUIET, QUIET_AT_SIX)))


def _late_and_not_told(
    seed: int, house: Sequence[Journey], told: Told, walks: int, key: str | None = None, hours: QuietHours | None = None
) -> Wrong | None:
    random = Random(seed)
    compiled = {journey.key: Compiled(journey) for journey in house}
    for _ in range(walks):
        late = frozenset(take_walk(compiled, random, key=key, hours=hours).late)
        if late - told:
            return Wrong(seed, late - told, "late and not told")
    return None


def find_wrong(seeds: range, *, walks: int) -> Wrong | None:
    """The first wrong verdict of a faulty proof. Customers are played only where it says something else than the sound one,
    whose verdicts are proven apart."""
    for seed in seeds:
        told = told_alone(_journey(seed))
        if told != _sound_alone(seed) and (wrong := wrong_alone(seed, told)) is not None:
            return wrong
        told = told_of_house(_house(seed))
        if told != _sound_house(seed) and (wrong := wrong_in_house(seed, told, walks=walks)) is not None:
            return wrong
        told = told_of_house(_lead(seed))
        if told != _sound_lead(seed) and (wrong := wrong_behind(seed, told, walks=walks)) is not None:
            return wrong
        told = told_of_house(_chain(seed))
        if told != _sound_chain(seed) and (wrong := wrong_in_chain(seed, told, walks=walks)) is not None:
            return wrong
        told = told_of_house(_in_hours(seed), hours_of_house(seed))
        if told != _sound_in_hours(seed) and (wrong := wrong_in_hours(seed, told, walks=walks)) is not None:
            return wrong
    return None


def remember(seeds: range) -> None:
    """What the proof says while it is sound."""
    for seed in seeds:
        _sound_alone(seed), _sound_house(seed), _sound_lead(seed), _sound_chain(seed), _sound_in_hours(seed)


@cache
def _journey(seed: int) -> Journey:
    return make_journey(Random(seed), clockless=True)


@cache
def _house(seed: int) -> list[Journey]:
    return make_house(Random(f"house {seed}"))


@cache
def _lead(seed: int) -> list[Journey]:
    return make_lead(Random(f"lead {seed}"))


@cache
def _chain(seed: int) -> list[Journey]:
    return make_chain(Random(f"chain {seed}"))


def _in_hours(seed: int) -> list[Journey]:
    return _lead(seed) if seed % 2 else _house(seed)


@cache
def _sound_in_hours(seed: int) -> Told:
    return told_of_house(_in_hours(seed), hours_of_house(seed))


@cache
def _sound_alone(seed: int) -> Told:
    return told_alone(_journey(seed))


@cache
def _sound_house(seed: int) -> Told:
    return told_of_house(_house(seed))


@cache
def _sound_chain(seed: int) -> Told:
    return told_of_house(_chain(seed))


@cache
def _sound_lead(seed: int) -> Told:
    return told_of_house(_lead(seed))
