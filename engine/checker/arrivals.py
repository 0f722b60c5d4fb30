"""A customer who comes to a step: how long ago they wrote, by which way, and what is known of the event that started it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.checker.contradictions import contradict
from engine.checker.holds import NOT_HELD, Held, longest_hold
from engine.journey.conditions import Comparison

WINDOW = dt.timedelta(hours=24)
MARGIN = dt.timedelta(minutes=10)
"""How late a message may leave after its step was reached (semantics, “Sending”)."""
NOTHING = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Demand:
    """A comparison that may stand in a set."""

    text: str
    comparison: Comparison

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Lead:
    """How customers leave a journey for another. `since`: how long ago they wrote, None where they may never have; `held`:
    the quiet hours that may have held messages since then, which comes on top."""

    since: dt.timedelta | None
    held: Held = NOT_HELD

    def is_no_worse_than(self, other: Lead) -> bool:
        longer = other.since is None or (self.since is not None and self.since <= other.since)
        return longer and self.held <= other.held


@dataclass(frozen=True, slots=True)
class Arrival:
    """A customer at a step. `since`: the time that waits and limits took since they wrote, None when they never did;
    `sends`: the messages on the way since then, each of which may have left a margin late. `known`: what the conditions
    taken on the way demand. `origin`: the start or the step where they last wrote. `laps`: how often a round is walked. `held`: the quiet hours that
    may have held messages since they wrote."""

    step: str
    since: dt.timedelta | None
    before: Arrival | None
    origin: str
    origin_is_start: bool
    known: frozenset[Demand] = frozenset()
    laps: int = 1
    sends: int = 0
    held: Held = NOT_HELD

    @property
    def worst(self) -> dt.timedelta | None:
        """Since they wrote, at most."""
        return None if self.since is None else self.since + self.sends * MARGIN

    @property
    def level(self) -> dt.timedelta:
        """Beyond the window all times are as bad."""
        return WINDOW if self.worst is None else min(self.worst, WINDOW)

    @property
    def is_late(self) -> bool:
        """Whether a free reply from here may come too late."""
        return self.worst is None or self.worst > WINDOW - MARGIN

    @property
    def with_holds(self) -> dt.timedelta:
        """Since they wrote, at most, when quiet hours held what they can."""
        return (self.worst or NOTHING) + longest_hold(self.held)

    def way_back(self) -> Iterator[Arrival]:
        arrival: Arrival | None = self
        while arrival is not None:
            yield arrival
            arrival = arrival.before

    def answered(self, to: str | None, *, sends: int) -> Arrival:
        """The customer answers at this step and goes on."""
        return Arrival(to or "", NOTHING, None, self.step, False, self.known, sends=sends)

    def went_on(self, to: str | None, length: dt.timedelta | None, sends: int) -> Arrival:
        """One arrow on, after so long and so many messages. Coming back to a step later than before, the round can be
        walked until the window is over."""
        if self.since is None:
            return Arrival(to or "", None, self, self.origin, self.origin_is_start, self.known, held=self.held)
        since, sent = self.since + (length or NOTHING), self.sends + sends
        on = Arrival(to or "", since, self, self.origin, self.origin_is_start, self.known, sends=sent, held=self.held)
        earlier = next((one for one in self.way_back() if one.step == on.step and one.known == on.known), None)
        return on._repeated(earlier) if earlier else on

    def _repeated(self, earlier: Arrival) -> Arrival:
        if self.since is None or self.worst is None or earlier.since is None:
            return self
        took, sent = self.since - earlier.since, self.sends - earlier.sends
        lap = took + sent * MARGIN
        more = max(0, -((self.worst - WINDOW) // lap)) if lap > NOTHING else 0
        return replace(self, since=self.since + more * took, sends=self.sends + more * sent, laps=1 + more)

    def told_of_event(self, taken: Iterable[Comparison]) -> Arrival | None:
        """The arrival knowing more of its event; None when that contradicts what it knew."""
        asked = [comparison for comparison in taken if comparison.attribute.startswith("event.")]
        known = self.known | {Demand(comparison.model_dump_json(), comparison) for comparison in asked}
        listed = [demand.comparison for demand in known]
        if any(contradict(one, other) for one in asked for other in listed):
            return None
        return replace(self, known=known)
