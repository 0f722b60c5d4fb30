"""Playing a conversation as far as it goes, and looking what it breaks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.explore.dice import Dice
from engine.explore.moves import next_line
from engine.explore.people import meet
from engine.explore.world import World
from engine.journey.durations import parse_duration
from engine.journey.happenings import Happening
from engine.journey.promises import Broken, broken_promises
from engine.journey.rehearsal import play_line, stage_of
from engine.journey.stage.stage import Stage
from engine.journey.stage.timeline import move_to
from engine.journey.stories import Person, Promise, Story
from engine.journey.story_lines import Line

LINES_AT_MOST = 12
SILENCE, SHORT_SILENCE = "700d", "40d"
"""At the end nobody says anything: a journey that goes round, even once a month, shows. A short one is enough for the other
promises."""


@dataclass(frozen=True, slots=True)
class Played:
    """A conversation up to the line that broke something, and what it was. `entered`: by which starts they came in."""

    person: Person
    lines: tuple[Line, ...]
    broken: Broken | None
    happened: tuple[Happening, ...]
    entered: frozenset[str] = frozenset()


def live(dice: Dice, world: World, promises: Collection[Promise]) -> Played:
    """One generated customer from the first word to the last silence."""
    person = meet(dice, world)
    stage = stage_of(_story(world, person, [Line()]), world.journey)
    lines: list[Line] = []
    for turn in range(dice.below(LINES_AT_MOST - 2) + 3):
        line = next_line(dice, world, stage)
        lines.append(line)
        broken = _step(stage, line, promises)
        if broken is not None:
            return _played(person, lines, broken, stage)
        if turn and not stage.open_rides() and dice.chance(30):
            break
    lines += [Line(provider="accepts")] if stage.on_the_wire else []
    return play(world, person, [*lines, Line(after=SILENCE if "ends" in promises else SHORT_SILENCE)], promises)


def play(world: World, person: Person, lines: Sequence[Line], promises: Collection[Promise]) -> Played:
    """The same lines again, up to the first that breaks one of the promises."""
    stage = stage_of(_story(world, person, lines), world.journey)
    for number, line in enumerate(lines, start=1):
        broken = _step(stage, line, promises)
        if broken is not None:
            return _played(person, lines[:number], broken, stage)
    return _played(person, lines, None, stage)


def _played(person: Person, lines: Sequence[Line], broken: Broken | None, stage: Stage) -> Played:
    entered = frozenset(ride.trigger_id for ride in stage.rides)
    return Played(person, tuple(lines), broken, tuple(stage.happened), entered)


def _step(stage: Stage, line: Line, promises: Collection[Promise]) -> Broken | None:
    """One line. Whatever goes wrong inside is something that was found, not an end of the search."""
    try:
        move_to(stage, stage.now + parse_duration(line.after or "0s"))
        play_line(stage, line)
    except Exception as fault:
        if "no_fault" not in promises:
            raise
        return Broken("no_fault", stage.now, f"{type(fault).__name__}: {fault}")
    return next((broken for broken in broken_promises(stage) if broken.promise in promises), None)


def _story(world: World, person: Person, lines: Sequence[Line]) -> Story:
    return Story(contact=person, templates=dict(world.templates), story=list(lines))
