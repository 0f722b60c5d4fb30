"""Conversations that go otherwise in another version: the same customers, saying the same things, meet both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.explore.dice import Dice
from engine.explore.playing import live, play
from engine.explore.shrinking import Lines, Tried, shrink, unfilled
from engine.explore.world import World
from engine.journey.advance import Compiled
from engine.journey.definition import Journey
from engine.journey.effects import Exited, RecordConsent, UpdateContact
from engine.journey.happenings import ChoiceConfirmed, Fact, Happening, Ignored, NotSent, Sent
from engine.journey.stories import Person, Promise, Story, Template
from engine.journey.story_lines import Line

EXAMPLES_AT_MOST = 6
Seen: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Different:
    """One way in which conversations differ: the shortest example, what happened before and after, and how many of the
    customers meet it first."""

    person: Person
    lines: Lines
    before: tuple[Happening, ...]
    after: tuple[Happening, ...]
    customers: int
    name: str = ""


@dataclass(frozen=True)
class Pair:
    """Two versions, ready to be played side by side."""

    before: World
    after: World

    @classmethod
    def of(cls, before: Journey, after: Journey, templates: Mapping[str, Template]) -> Pair:
        return cls(World(Compiled(before), templates), World(Compiled(after), templates))

    def play(self, person: Person, lines: Sequence[Line]) -> tuple[tuple[Happening, ...], tuple[Happening, ...]]:
        """What happens in each; whatever falls over is a promise that is broken, told there."""
        promises: tuple[Promise, ...] = ("no_fault",)
        return tuple(play(world, person, lines, promises).happened for world in (self.before, self.after))  # pyright: ignore[reportReturnType]


def different_customers(
    pair: Pair, *, seed: int, customers: int, tell: Callable[[int], None]
) -> tuple[list[Different], int]:
    """The kinds of difference that generated customers meet, the commonest first, and how many customers meet one. They
    speak the words of the old version and of the new one by turns."""
    first: dict[Seen, tuple[Person, Lines]] = {}
    met: dict[Seen, int] = {}
    for number in range(1, customers + 1):
        world = pair.after if number % 2 else pair.before
        played = live(Dice(seed, number), world, ("no_fault",))
        sign = _sign(*pair.play(played.person, played.lines))
        if sign is not None:
            met[sign] = met.get(sign, 0) + 1
            first.setdefault(sign, (played.person, played.lines))
        tell(number)
    commonest = sorted(met, key=lambda sign: -met[sign])[:EXAMPLES_AT_MOST]
    return [_example(pair, *first[sign], sign, met[sign]) for sign in commonest], sum(met.values())


def different_stories(pair: Pair, stories: Sequence[tuple[str, Story]]) -> list[Different]:
    """The stories, by name, that go otherwise now."""
    found: list[Different] = []
    for name, story in stories:
        before, after = pair.play(story.contact, _since_before(story))
        if _sign(before, after) is not None:
            found.append(Different(story.contact, tuple(story.story), before, after, 1, name))
    return found


def _since_before(story: Story) -> list[Line]:
    """The lines with `after` alone: the moments of a story count from its beginning here."""
    moments, now, lines = story.moments(), story.begins_at(), list[Line]()
    for line, moment in zip(story.story, moments, strict=True):
        length = f"{round((moment - now).total_seconds())}s"
        lines.append(line.model_copy(update={"at": None, "after": length}))
        now = moment
    return lines


def _example(pair: Pair, person: Person, lines: Lines, sign: Seen, customers: int) -> Different:
    known = unfilled([happening for side in pair.play(person, lines) for happening in side])

    def attempt(someone: Person, fewer: Lines) -> Tried:
        before, after = pair.play(someone, fewer)
        same = _sign(before, after) == sign and unfilled([*before, *after]) <= known
        return Tried(fewer if same else None, len(before) + len(after))

    person, lines = shrink(person, lines, attempt)
    return Different(person, lines, *pair.play(person, lines), customers)


def _sign(before: Sequence[Happening], after: Sequence[Happening]) -> Seen | None:
    """The first thing that the customer meets otherwise: which step, and what it is before and after. The moment counts
    only where it is the difference, the step's id not at all."""
    parted = parting_of(before, after)
    if parted is None:
        return None
    one, other = parted
    if one is None or other is None or _content(one.fact) != _content(other.fact):
        return ("other", *(found and (_step(found.fact), *_content(found.fact)) for found in (one, other)))
    return ("later", _step(one.fact), *_content(one.fact))


def parting_of(
    before: Sequence[Happening], after: Sequence[Happening]
) -> tuple[Happening | None, Happening | None] | None:
    """What differs first in each, None where there is nothing any more; None for conversations that do not differ."""
    old, new = _met(before), _met(after)
    for place in range(max(len(old), len(new))):
        one, other = (side[place] if place < len(side) else None for side in (old, new))
        if one is None or other is None or _content(one.fact) != _content(other.fact):
            return one, other
        if one.at != other.at and not isinstance(one.fact, Exited):
            return one, other
    return None


def _met(happened: Sequence[Happening]) -> list[Happening]:
    """What a customer or their record notices."""
    kinds = (Sent, NotSent, ChoiceConfirmed, Ignored, UpdateContact, RecordConsent, Exited)
    return [one for one in happened if isinstance(one.fact, kinds)]


def _step(fact: Fact) -> str:
    return fact.send.step_id if isinstance(fact, Sent) else fact.step_id if isinstance(fact, NotSent) else ""


def _content(fact: Fact) -> Seen:
    match fact:
        case Sent(send=send, buttons=buttons):
            titles = tuple(button.title for button in buttons)
            return (
                send.template or send.text,
                tuple(sorted(send.values.items())),
                titles,
                str(send.media),
            )
        case NotSent():
            return ("not_sent", fact.reason)
        case UpdateContact():
            return ("record", tuple(sorted((name, str(value)) for name, value in fact.changes.items())))
        case RecordConsent():
            return ("consent", fact.purpose, fact.given)
        case Exited():
            return ("exit", fact.reason.partition(":")[0])
        case ChoiceConfirmed():
            return ("choice", fact.choice)
        case _:
            return ("ignored",)
