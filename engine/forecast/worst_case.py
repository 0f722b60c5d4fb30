"""The dearest and the longest way through a journey, whatever customers do: a bound, never an average.

Every way out counts as open. Going back to a step that was there before counts `ROUNDS` times in all, the number of automatic
replies after which the loop guard keeps silent; a round that a silent customer never leaves has no bound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.checker.context import Scene, Surroundings
from engine.checker.holds import longest_hold, nights_of
from engine.checker.lengths import longest_stay
from engine.checker.paths import JourneyMap
from engine.checker.rules import endless_loop
from engine.journey.clock_times import parse_date
from engine.journey.definition import Journey
from engine.journey.permission import REPLIES_AT_MOST
from engine.journey.quiet_hours import QuietHours
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.until import UntilDate
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.zones import first_moment

ROUNDS = REPLIES_AT_MOST
NOTHING = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Heaviest:
    """The largest sum of weights from a step to an end, and how the way goes on."""

    weight: float = 0.0
    step: str = ""
    after: Heaviest | None = None

    @property
    def path(self) -> Iterator[str]:
        """The steps of the way."""
        here: Heaviest | None = self
        while here is not None and here.step:
            yield here.step
            here = here.after


@dataclass(frozen=True)
class Unrolled:
    """The journey without its returns: forward arrows, and the arrows that lead back."""

    ways: JourneyMap
    order: Sequence[str]
    """Every step before those that lead to it."""
    back: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, journey: Journey, starts: Sequence[str]) -> Unrolled:
        """Depth first from the starts; an arrow to a step that is still being walked leads back."""
        ways = JourneyMap(journey)
        done: dict[str, None] = {}
        walked: set[str] = set()
        back: set[tuple[str, str]] = set()
        stack = [(start, iter(list(ways.next_of(start)))) for start in reversed(starts)]
        while stack:
            here, onward = stack[-1]
            walked.add(here)
            to = next((one for one in onward if one not in done), None) if here not in done else None
            if to is None:
                done[here] = None
                walked.discard(here)
                stack.pop()
            elif to in walked:
                back.add((here, to))
            else:
                stack.append((to, iter(list(ways.next_of(to)))))
        return cls(ways, list(done), frozenset(back))

    @property
    def returns_to(self) -> list[str]:
        """The steps to which something leads back."""
        return list(dict.fromkeys(to for _, to in sorted(self.back)))

    def heaviest(self, starts: Sequence[str], weigh: Callable[[str], float]) -> Heaviest:
        """Over all ways from these starts with at most `ROUNDS` returns."""
        later: Mapping[str, Heaviest] = {}
        for _ in range(ROUNDS + 1 if self.back else 1):
            layer: dict[str, Heaviest] = {}
            for step in self.order:
                after = [layer[to] for to in self.ways.next_of(step) if (step, to) not in self.back and to in layer]
                after += [later[to] for to in self.ways.next_of(step) if (step, to) in self.back and to in later]
                best = max(after, key=lambda one: one.weight, default=Heaviest())
                layer[step] = Heaviest(best.weight + weigh(step), step, best)
            later = layer
        return max((later[start] for start in starts), key=lambda one: one.weight, default=Heaviest())


def endless_round(journey: Journey) -> tuple[str, ...]:
    """The steps of a round that a silent customer never leaves; empty where there is none."""
    found = next(iter(endless_loop.check(Scene(journey, Surroundings()))), None)
    return tuple(found.proof["path"]) if found else ()


def longest_on(journey: Journey, step: StepBase, start: dt.datetime, house_hours: QuietHours | None = None) -> float:
    """Seconds that a customer stays there at most; infinity where nothing ends the wait. Quiet hours hold a message for their
    whole length."""
    quiet = [one for one in (journey.quiet_hours, house_hours) if one is not None]
    held = longest_hold(nights_of(quiet)) if step.sends else NOTHING
    if isinstance(step, Wait) and isinstance(step.until, UntilDate):
        return max((_moment(step.until) - start).total_seconds(), 0.0)
    stay = longest_stay(step)
    if stay is None and isinstance(step, WaitForReply | WaitForEvent | Ask | BranchOnMessage):
        return float("inf")
    tries = step.tries if isinstance(step, Ask) else 1
    return tries * ((stay or NOTHING) + held).total_seconds()


def _moment(until: UntilDate) -> dt.datetime:
    written = parse_date(until.date)
    return written if written.tzinfo else first_moment(written, dt.UTC)
