"""The shortest conversation of which something still holds: lines are left out, times and words made plain, as long as it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from engine.explore.playing import Played, play
from engine.explore.world import World
from engine.journey.happenings import Happening, NotSent
from engine.journey.stories import Person, Promise
from engine.journey.story_lines import Line

WORK_AT_MOST = 150_000
"""Things that happen in all tries together: a conversation that goes round a thousand times is tried less often."""
PLAIN_TIMES = (None, "1m", "1h", "1d", "2d", "7d", "30d")
PLAIN_WORDS = ("oui", "demain")

Lines: TypeAlias = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """`lines`: those needed for it to hold, None when it does not; `work`: how much happened."""

    lines: Lines | None
    work: int


def shrink(person: Person, lines: Lines, attempt: Callable[[Person, Lines], Tried]) -> tuple[Person, Lines]:
    """Smaller and smaller, as long as there is work left."""
    left, changed = WORK_AT_MOST, True
    while changed and left > 0:
        changed = False
        for plainer, fewer in _smaller(person, lines):
            tried = attempt(plainer, fewer) if fewer else Tried(None, 0)
            left -= tried.work + 1
            if tried.lines is not None and _size(plainer, tried.lines) < _size(person, lines):
                person, lines, changed = plainer, tried.lines, True
                break
            if left <= 0:
                break
    return person, lines


def shrink_break(world: World, found: Played) -> Played:
    """The shortest conversation that breaks the same promise."""
    assert found.broken is not None
    promises: tuple[Promise, ...] = (found.broken.promise,)
    known = unfilled(found.happened)

    def attempt(person: Person, lines: Lines) -> Tried:
        played = play(world, person, lines, promises)
        same = played.broken is not None and unfilled(played.happened) <= known
        return Tried(played.lines if same else None, len(played.happened))

    person, lines = shrink(found.person, found.lines, attempt)
    return play(world, person, lines, promises)


def unfilled(happened: Iterable[Happening]) -> set[str]:
    """Steps whose message could not be filled: leaving values out must not add to them."""
    refused = [one.fact for one in happened if isinstance(one.fact, NotSent)]
    return {fact.step_id for fact in refused if fact.reason.startswith("cannot_render")}


def _size(person: Person, lines: Lines) -> tuple[int, int, int]:
    """Fewer lines first, then fewer fields, then fewer letters."""
    written = [line.model_dump_json(exclude_none=True, exclude_defaults=True) for line in lines]
    whose = person.model_dump_json(exclude_none=True, exclude_defaults=True)
    return len(written), sum(one.count(":") for one in written) + whose.count(":"), len("".join(written) + whose)


def _smaller(person: Person, lines: Lines) -> Iterator[tuple[Person, Lines]]:
    for length in (len(lines) // 2, 2, 1):
        for start in range(len(lines) - 1, -1, -1) if length else ():
            yield person, lines[:start] + lines[start + length :]
    for place, line in enumerate(lines):
        for plainer in _plainer(line):
            yield person, (*lines[:place], plainer, *lines[place + 1 :])
    for plain in _plainer_person(person):
        yield plain, lines


def _plainer(line: Line) -> Iterator[Line]:
    for time in PLAIN_TIMES if line.after else ():
        yield _changed(line, after=time)
    if line.late:
        yield _changed(line, late=None)
    if line.of:
        yield _changed(line, of=None)
    if line.caption:
        yield _changed(line, caption="")
    for words in PLAIN_WORDS if line.says else ():
        yield _changed(line, says=words)
    if line.event is not None and line.event.data:
        for name in line.event.data:
            left = {key: value for key, value in line.event.data.items() if key != name}
            yield _changed(line, event=line.event.model_copy(update={"data": left}))


def _changed(line: Line, **fields: object) -> Line:
    return line.model_copy(update=fields)


def _plainer_person(person: Person) -> Iterator[Person]:
    for name in ("timezone", "country"):
        if getattr(person, name) is not None:
            yield person.model_copy(update={name: None})
    for name in person.attributes:
        left = {key: value for key, value in person.attributes.items() if key != name}
        yield person.model_copy(update={"attributes": left})
