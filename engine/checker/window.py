"""The window proof: how long after the customer last wrote each free reply can be reached.

A search over (step, time since the customer last wrote), shortest ways first. How time passes stands in
`engine.checker.window_ways`; every reply and every start by a keyword or a link sets it to zero, any other start proves
nothing. Each message on a way may leave `MARGIN` late, so a free reply that is not told is inside the window as long as no
message is held longer than that. Quiet hours that may hold one longer are noted on the way, also through journeys that lead
into each other; the rule about them adds what they take.

Conditions on the event that started the passage, and what it drew at a split, never change while it lasts: paths on which they contradict each
other are left out. Whatever else a condition reads may change meanwhile, so both of its ways stay open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.checker.arrivals import MARGIN, NOTHING, WINDOW, Arrival, Demand, Lead
from engine.checker.holds import NOT_HELD, Held, longest_hold, may_hold, nights_of
from engine.checker.paths import JourneyMap
from engine.checker.window_ways import answers, onward, stay_at_most
from engine.journey.quiet_hours import QuietHours
from engine.journey.steps import StepBase
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.start_journey import StartJourney
from engine.journey.triggers import KeywordTrigger, LinkTrigger

__all__ = ["FROM_JOURNEY", "MARGIN", "WINDOW", "Late", "Proof", "latest_arrivals", "needs_window", "prove_window"]

FROM_JOURNEY = "journey:"
"""How a path begins that comes from another journey."""
KNOWLEDGE_AT_MOST = 16
"""Sets of demands kept a step; beyond, what is known of the event is forgotten, which may only tell more paths."""


@dataclass(frozen=True, slots=True)
class Late:
    """A way to a free reply. `since`: the time that waits and limits take after the customer wrote, None when they never
    did; `sends`: the messages before it, each of which may leave `MARGIN` late. `path`: ids from the start or the wait where
    they last wrote, to the free reply. `timed`: the steps of the path that take time. `laps`: how often a round on the path
    is walked, 1 without one. `held`: the quiet hours that may hold messages on the path, and the free reply itself."""

    since: dt.timedelta | None
    path: tuple[str, ...]
    timed: tuple[str, ...]
    origin_is_start: bool
    laps: int = 1
    sends: int = 0
    held: Held = NOT_HELD

    @property
    def worst(self) -> dt.timedelta:
        """Since the customer wrote, when every message before leaves a margin late; nothing where they never did."""
        return (self.since or NOTHING) + self.sends * MARGIN

    @property
    def with_holds(self) -> dt.timedelta:
        """The same when quiet hours hold what they can."""
        return self.worst + longest_hold(self.held)

    @property
    def is_late_by_sends(self) -> bool:
        """Whether it is only too late when messages before it leave late."""
        return self.since is not None and self.since <= WINDOW - MARGIN < self.worst


@dataclass(frozen=True, slots=True)
class Proof:
    """Every free reply without a fallback, in the order of the path: the shortest counter-example of one that may come too
    late, and the longest way to one that may not. `leaving`: how customers come to each step that starts another journey, as
    late and as often held as they can."""

    late: dict[str, Late]
    inside: dict[str, Late]
    leaving: dict[str, list[Lead]]


def latest_arrivals(ways: JourneyMap) -> dict[str, Late]:
    """The shortest counter-example of every free reply that may come too late, in the order of the path."""
    return prove_window(ways).late


def prove_window(
    ways: JourneyMap, entered: Sequence[tuple[str, Lead]] = (), house_hours: QuietHours | None = None
) -> Proof:
    """How late each free reply can be reached. `entered`: journeys that lead into this one, by key, and how customers come
    from them. `house_hours`: the quiet hours of the whole house, which hold messages as the journey's own do.

    Two searches: which answers customers can come to give, then the shortest ways from all of them at once.
    """
    starts = [*_starts(ways), *_entrances(ways, entered)]
    night = nights_of([one for one in (ways.journey.quiet_hours, house_hours) if one is not None])
    first, second = _Search(ways, night), _Search(ways, night)
    first.run(starts, through_answers=True)
    second.run([*starts, *first.answers], through_answers=False)
    late = {step_id: second.told[step_id] for step_id in ways.live if step_id in second.told}
    safe = [step_id for step_id in ways.live if step_id in second.inside and step_id not in late]
    return Proof(late, {step_id: second.inside[step_id] for step_id in safe}, second.leaving)


def needs_window(step: StepBase) -> bool:
    """Whether nothing reaches the customer once the window is closed: a free reply without a fallback template."""
    fallback = step.if_window_closed if isinstance(step, SendSession) else None
    return step.sends == "session" and not (fallback and fallback.template)


class _Search:
    """Breadth first: all ways of one length at once, of which only the longest-lasting is kept for each step."""

    def __init__(self, ways: JourneyMap, night: Held) -> None:
        self.ways, self._night = ways, night
        self.told: dict[str, Late] = {}
        self.inside: dict[str, Late] = {}
        """The longest way to each free reply that is still inside the window."""
        self.leaving: dict[str, list[Lead]] = {}
        """How customers come to each step that starts another journey."""
        self.answers: list[Arrival] = []
        """Every moment at which the customer has just answered."""
        self._best: dict[str, dict[tuple[frozenset[Demand], Held], dt.timedelta]] = {}

    def run(self, sources: Iterable[Arrival], *, through_answers: bool) -> None:
        """With `through_answers`, answers are followed from where they are found; else they have to be sources."""
        layer = list(sources)
        while layer:
            layer = [self._hold(arrival) for arrival in layer if arrival.step in self.ways.live]
            arrived = [arrival for arrival in map(self._forget, _longest_lasting(layer)) if self._is_news(arrival)]
            layer = [on for arrival in arrived for on in onward(self.ways.live[arrival.step], arrival)]
            given = [one for arrival in arrived for one in answers(self.ways.live[arrival.step], arrival)]
            layer += given if through_answers else []
            self.answers += given
            for arrival in arrived:
                self._look(arrival)

    def _hold(self, arrival: Arrival) -> Arrival:
        """Where something is sent, the quiet hours of this journey and of the house may hold it."""
        step, since = self.ways.live[arrival.step], arrival.worst
        is_held = since is not None and may_hold(step, since, arrival.held)
        return replace(arrival, held=arrival.held | self._night) if self._night and is_held else arrival

    def _forget(self, arrival: Arrival) -> Arrival:
        known = {known for known, _ in self._best.get(arrival.step, {})}
        is_full = len(known) >= KNOWLEDGE_AT_MOST and arrival.known not in known
        return replace(arrival, known=frozenset()) if is_full else arrival

    def _is_news(self, arrival: Arrival) -> bool:
        reached = self._best.setdefault(arrival.step, {})
        for (known, held), level in reached.items():
            if known <= arrival.known and held >= arrival.held and level >= arrival.level:
                return False
        reached[arrival.known, arrival.held] = arrival.level
        return True

    def _look(self, arrival: Arrival) -> None:
        step, place = self.ways.live[arrival.step], arrival.step
        if isinstance(step, StartJourney):
            self.leaving[place] = _worst_of(Lead(arrival.worst, arrival.held), self.leaving.get(place, []))
        if not needs_window(step):
            return
        if arrival.is_late:
            self.told.setdefault(place, _late(self.ways, arrival))
        elif place not in self.inside or arrival.with_holds > self.inside[place].with_holds:
            self.inside[place] = _late(self.ways, arrival)


def _worst_of(lead: Lead, known: list[Lead]) -> list[Lead]:
    """Without those than which another is worse in everything."""
    if any(lead.is_no_worse_than(one) for one in known):
        return known
    return [*(one for one in known if not one.is_no_worse_than(lead)), lead]


def _late(ways: JourneyMap, arrival: Arrival) -> Late:
    back = list(arrival.way_back())[::-1]
    moved = [one.step for one, then in pairwise(back) if one.since != then.since]
    timed = tuple(step for step in dict.fromkeys(moved) if stay_at_most(ways.live[step]) is not None)
    path, laps = (arrival.origin, *(one.step for one in back)), max(one.laps for one in back)
    return Late(arrival.since, path, timed, arrival.origin_is_start, laps, arrival.sends, arrival.held)


def _longest_lasting(layer: Iterable[Arrival]) -> Iterable[Arrival]:
    kept: dict[tuple[str, frozenset[Demand], Held], Arrival] = {}
    for arrival in layer:
        place = (arrival.step, arrival.known, arrival.held)
        if place not in kept or arrival.level > kept[place].level:
            kept[place] = arrival
    return kept.values()


def _starts(ways: JourneyMap) -> Iterator[Arrival]:
    """A keyword or a link: the customer has just written. Without any start yet, each wait may be where they answer."""
    for trigger in ways.journey.triggers:
        wrote = NOTHING if isinstance(trigger, KeywordTrigger | LinkTrigger) else None
        yield Arrival(trigger.next or "", wrote, None, trigger.id, origin_is_start=True)
    for step_id, step in ways.live.items() if not ways.starts else ():
        yield from answers(step, Arrival(step_id, NOTHING, None, step_id, origin_is_start=False))


def _entrances(ways: JourneyMap, entered: Sequence[tuple[str, Lead]]) -> Iterator[Arrival]:
    """Customers whom another journey leads in: by the first start."""
    first = next((trigger.next for trigger in ways.journey.triggers if trigger.next), None)
    for key, lead in entered if first is not None else ():
        yield Arrival(first or "", lead.since, None, f"{FROM_JOURNEY}{key}", origin_is_start=True, held=lead.held)
