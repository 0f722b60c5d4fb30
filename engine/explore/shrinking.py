"""The shortest conversation that still breaks the same promise: lines are left out, times and words made plain, as long as it
still breaks."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explore.playing import Played, play
from engine.explore.world import World
from engine.journey.stories import Line, Person

WORK_AT_MOST = 150_000
"""Things that happen in all tries together: a conversation that goes round a thousand times is tried less often."""
PLAIN_TIMES = (None, "1m", "1h", "1d", "2d", "7d", "30d")
PLAIN_WORDS = ("oui", "demain")


def shrink(world: World, found: Played) -> Played:
    """Smaller and smaller, as long as there is work left; what is found breaks the same promise."""
    assert found.broken is not None
    best, left = found, WORK_AT_MOST
    changed = True
    while changed and left > 0:
        changed = False
        for person, lines in _smaller(best):
            played = play(world, person, lines, (found.broken.promise,)) if lines else None
            left -= len(played.happened) + 1 if played else 1
            if played is not None and played.broken is not None and _size(played) < _size(best):
                best, changed = played, True
                break
            if left <= 0:
                break
    return best


def _size(played: Played) -> tuple[int, int, int]:
    """Fewer lines first, then fewer fields, then fewer letters."""
    written = [line.model_dump_json(exclude_none=True, exclude_defaults=True) for line in played.lines]
    person = played.person.model_dump_json(exclude_none=True, exclude_defaults=True)
    return len(written), sum(one.count(":") for one in written) + person.count(":"), len("".join(written) + person)


def _smaller(played: Played) -> Iterator[tuple[Person, tuple[Line, ...]]]:
    person, lines = played.person, played.lines
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
