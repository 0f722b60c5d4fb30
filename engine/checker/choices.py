"""What the choices before a step tell about everybody who comes there.

What an event told never changes while a passage lasts. A record may change whenever time passes, so what is known of it holds
from one choice to the next and no further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from engine.checker.paths import JourneyMap
from engine.checker.possible import Asked, may_hold
from engine.journey.conditions import comparisons_in
from engine.journey.steps.branch import Branch
from engine.journey.steps.split import Split

Way: TypeAlias = tuple[str, int]
"""A step and the place of the way taken there."""
Known: TypeAlias = frozenset[Way]
NOTHING_KNOWN: Known = frozenset()
KNOWN_AT_MOST = 8
"""Different knowledge kept a step, and ways in each of them; beyond, those who come know nothing."""


@dataclass(frozen=True)
class Choices:
    """The choices by condition of a journey."""

    ways: JourneyMap

    def asked(self, taken: Way) -> list[Asked]:
        """What who takes this way meets: its condition, and none of those before it."""
        step_id, place = taken
        step = self.ways.journey.steps[step_id]
        whens = [branch.when for branch in step.branches] if isinstance(step, Branch) else []
        earlier: list[Asked] = [(when, False) for when in whens[:place] if when is not None]
        own = whens[place] if place < len(whens) else None
        return [*earlier, (own, True)] if own is not None else earlier

    def can_take(self, taken: Way, known: Known) -> bool:
        """Whether somebody of whom this is known goes this way."""
        read = self._reads.get(taken[0], set[str]())
        before = [asked for way in sorted(known) if self._reads[way[0]] & read for asked in self.asked(way)]
        return may_hold([*self.asked(taken), *before])

    @cached_property
    def known(self) -> Mapping[str, set[Known]]:
        """What may be known at each step, by one way or another; a step to which no way leads is not in it."""
        found: dict[str, set[Known]] = {}
        pending = [(step_id, NOTHING_KNOWN) for step_id in self.ways.starts or self.ways.live]
        while pending:
            step_id, known = pending.pop()
            at_step = found.setdefault(step_id, set())
            kept = known if max(len(at_step), len(known)) < KNOWN_AT_MOST else NOTHING_KNOWN
            if not any(one <= kept for one in at_step):
                found[step_id] = {one for one in at_step if not kept <= one} | {kept}
                pending += self._onward(step_id, kept)
        return found

    def _onward(self, step_id: str, known: Known) -> Iterator[tuple[str, Known]]:
        step = self.ways.journey.steps[step_id]
        for place, port in enumerate(self.ways.ports[step_id]):
            if port.to is None or not self.ways.exists(port.to):
                continue
            if isinstance(step, Branch):
                if self.can_take((step_id, place), known):
                    learned = {(step_id, place)} if step_id in self._reads_like_another else set[Way]()
                    yield port.to, frozenset({one for one in known if one[0] != step_id} | learned)
            else:
                yield port.to, known if isinstance(step, Split) else self._lasting(known)

    def _lasting(self, known: Known) -> Known:
        """What is still known when time has passed."""
        return frozenset(one for one in known if all(path.startswith("event.") for path in self._reads[one[0]]))

    @cached_property
    def _reads(self) -> dict[str, set[str]]:
        """What each choice looks at."""
        return {
            step_id: {leaf.attribute for branch in step.branches if branch.when for leaf in comparisons_in(branch.when)}
            for step_id, step in self.ways.live.items() if isinstance(step, Branch)
        }  # fmt: skip

    @cached_property
    def _reads_like_another(self) -> set[str]:
        """The choices about which another one may learn something."""
        times = Counter(path for read in self._reads.values() for path in read)
        return {step_id for step_id, read in self._reads.items() if any(times[path] > 1 for path in read)}
