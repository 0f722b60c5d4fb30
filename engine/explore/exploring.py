"""Sending generated customers through a journey until something breaks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from engine.checker.templates import template_use
from engine.explore.dice import Dice
from engine.explore.playing import Played, live
from engine.explore.shrinking import shrink_break
from engine.explore.world import World
from engine.journey.advance import Compiled
from engine.journey.coverage import Coverage, Walked, walked_in
from engine.journey.definition import Journey
from engine.journey.promises import PROMISES
from engine.journey.stories import Promise, Story, Template
from engine.journey.triggers import TriggerBase

CUSTOMERS = 400


@dataclass(frozen=True, slots=True)
class Explored:
    """What became of it. `found`: for each broken promise the shortest conversation that breaks it, in the order they were
    met; `customers`: how many were sent; `coverage`: which steps and ways they walked; `not_entered`: the starts by which
    none of them came in."""

    found: tuple[Played, ...]
    customers: int
    coverage: Coverage
    not_entered: tuple[TriggerBase, ...] = ()
    nobody_entered: bool = False


def explore(
    journey: Journey, *, seed: int = 1, customers: int = CUSTOMERS, promises: Collection[Promise] = PROMISES,
    templates: Mapping[str, Template] | None = None, tell: Callable[[int], object] = lambda _done: None,
) -> Explored:  # fmt: skip
    """The same for the same arguments. `tell` hears after each customer how many there were. Raises
    `rendering.BadText` or ValueError when a text or expression of the journey may not be used."""
    world = World(Compiled(journey), templates or {})
    left, walked, found, entered = set(promises), Walked(), list[Played](), set[str]()
    done = 0
    for done in range(1, customers + 1):
        played = live(Dice(seed, done), world, left)
        walked = walked | walked_in(played.happened)
        entered |= played.entered
        if played.broken is not None:
            found.append(shrink_break(world, played))
            left.discard(played.broken.promise)
        tell(done)
        if not left or not journey.triggers:
            break
    missed = tuple(one for one in journey.triggers if one.id not in entered)
    return Explored(tuple(found), done, Coverage.of(journey, walked), missed, not entered)


def story_of(journey: Journey, played: Played, templates: Mapping[str, Template] | None = None) -> Story:
    """The conversation as a story, which fails as long as the promise is broken."""
    named = {use.sent.template for step in journey.steps.values() if (use := template_use(step)) is not None}
    described = {name: one for name, one in (templates or {}).items() if name in named}
    promise = played.broken.promise if played.broken else None
    return Story(
        contact=played.person, templates=described, always=[promise] if promise else [], story=list(played.lines)
    )
