"""The window proof: how long after the customer last wrote each free reply can be reached.

A search over (step, time since the customer last wrote), shortest ways first. Time passes in `wait` (its length; until
a day of the week or a date, the longest that this can take), in
`wait_for_event` and `branch_on_message` (their limit, whichever way is taken without a reply), in `call_http` (its limit,
and where nobody answers the patience after it) and in
`wait_for_reply` or `ask` when the customer stays silent (its limit, counted from the acceptance of the question); every
reply and every start by a keyword or a link sets it to zero; any other start proves nothing. Messages are taken as accepted at
once, so that a path told here is one that customers take even when nothing is held back; `MARGIN` is what the last
message may be late. A free reply that is not told is inside the window when every message on its way leaves in time.

Conditions on the event that started the passage never change while it lasts: paths on which they contradict each
other are left out. Whatever else a condition reads may change meanwhile, so both of its ways stay open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.checker.contradictions import contradict, demands
from engine.checker.lengths import longest_stay
from engine.checker.paths import JourneyMap, is_empty
from engine.journey.conditions import Comparison, Operator
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.start_journey import StartJourney
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.triggers import KeywordTrigger, LinkTrigger

WINDOW = dt.timedelta(hours=24)
MARGIN = dt.timedelta(minutes=10)
NOTHING = dt.timedelta()
FROM_JOURNEY = "journey:"
"""How a path begins that comes from another journey."""
KNOWLEDGE_AT_MOST = 16
"""Sets of demands kept a step; beyond, what is known of the event is forgotten, which may only tell more paths."""
OPPOSITE: dict[Operator, Operator] = {"is": "is_not", "is_not": "is", "is_set": "is_not_set", "is_not_set": "is_set"}


@dataclass(frozen=True, slots=True)
class Late:
    """A counter-example. `since`: time since the customer wrote, None when they never did. `path`: ids from the start
    or the wait where they last wrote, to the free reply. `timed`: the steps of the path that take time. `laps`: how
    often a round on the path is walked, 1 without one."""

    since: dt.timedelta | None
    path: tuple[str, ...]
    timed: tuple[str, ...]
    origin_is_start: bool
    laps: int = 1


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A customer at a step. `since` None: never wrote. `known`: what the conditions taken on the way demand."""

    step: str
    since: dt.timedelta | None
    before: _Arrival | None
    origin: str
    origin_is_start: bool
    known: frozenset[_Demand] = frozenset()
    laps: int = 1

    @property
    def level(self) -> dt.timedelta:
        """Beyond the window all times are as bad."""
        return WINDOW if self.since is None else min(self.since, WINDOW)

    def way_back(self) -> Iterator[_Arrival]:
        arrival: _Arrival | None = self
        while arrival is not None:
            yield arrival
            arrival = arrival.before


@dataclass(frozen=True, slots=True)
class _Demand:
    """A comparison that may stand in a set."""

    text: str
    comparison: Comparison

    def __hash__(self) -> int:
        return hash(self.text)


class _Search:
    """Breadth first: all ways of one length at once, of which only the longest-lasting is kept for each step."""

    def __init__(self, ways: JourneyMap) -> None:
        self.ways = ways
        self.told: dict[str, Late] = {}
        self.inside: dict[str, Late] = {}
        """The longest way to each free reply that is still inside the window."""
        self.leaving: dict[str, _Arrival] = {}
        """The longest way to each step that starts another journey."""
        self.answers: list[_Arrival] = []
        """Every moment at which the customer has just answered."""
        self._best: dict[str, dict[frozenset[_Demand], dt.timedelta]] = {}

    def run(self, sources: Iterable[_Arrival], *, through_answers: bool) -> None:
        """With `through_answers`, answers are followed from where they are found; else they have to be sources."""
        layer = list(sources)
        while layer:
            arrived = [arrival for arrival in map(self._forget, _longest_lasting(layer)) if self._is_news(arrival)]
            layer = [on for arrival in arrived for on in _onward(self.ways.live[arrival.step], arrival)]
            answers = [one for arrival in arrived for one in _answers(self.ways.live[arrival.step], arrival)]
            layer += answers if through_answers else []
            self.answers += answers
            for arrival in arrived:
                self._look(arrival)

    def _forget(self, arrival: _Arrival) -> _Arrival:
        known = self._best.get(arrival.step, {})
        is_full = len(known) >= KNOWLEDGE_AT_MOST and arrival.known not in known
        return replace(arrival, known=frozenset()) if is_full else arrival

    def _is_news(self, arrival: _Arrival) -> bool:
        if arrival.step not in self.ways.live:
            return False
        reached = self._best.setdefault(arrival.step, {})
        if any(known <= arrival.known and level >= arrival.level for known, level in reached.items()):
            return False
        reached[arrival.known] = arrival.level
        return True

    def _look(self, arrival: _Arrival) -> None:
        if isinstance(self.ways.live[arrival.step], StartJourney):
            known = self.leaving.get(arrival.step)
            if known is None or (known.since is not None and (arrival.since is None or arrival.since > known.since)):
                self.leaving[arrival.step] = arrival
        if not needs_window(self.ways.live[arrival.step]):
            return
        if arrival.since is None or arrival.since > WINDOW - MARGIN:
            if arrival.step not in self.told:
                self.told[arrival.step] = _late(self.ways, arrival)
        elif arrival.step not in self.inside or arrival.since > (self.inside[arrival.step].since or NOTHING):
            self.inside[arrival.step] = _late(self.ways, arrival)


@dataclass(frozen=True, slots=True)
class Proof:
    """Every free reply without a fallback, in the order of the path: the shortest counter-example of one that may come too
    late, and the longest way to one that may not. `leaving`: the time since the customer wrote at each step that starts
    another journey, None where they may never have written."""

    late: dict[str, Late]
    inside: dict[str, Late]
    leaving: dict[str, dt.timedelta | None]


def latest_arrivals(ways: JourneyMap) -> dict[str, Late]:
    """The shortest counter-example of every free reply that may come too late, in the order of the path."""
    return prove_window(ways).late


def prove_window(ways: JourneyMap, entered: Sequence[tuple[str, dt.timedelta | None]] = ()) -> Proof:
    """How late each free reply can be reached. `entered`: journeys that lead into this one, by name, and how long ago the
    customer wrote then; None where nobody knows.

    Two searches: which answers customers can come to give, then the shortest ways from all of them at once.
    """
    starts = [*_starts(ways), *_entrances(ways, entered)]
    first, second = _Search(ways), _Search(ways)
    first.run(starts, through_answers=True)
    second.run([*starts, *first.answers], through_answers=False)
    late = {step_id: second.told[step_id] for step_id in ways.live if step_id in second.told}
    safe = [step_id for step_id in ways.live if step_id in second.inside and step_id not in late]
    leaving = {step_id: arrival.since for step_id, arrival in second.leaving.items()}
    return Proof(late, {step_id: second.inside[step_id] for step_id in safe}, leaving)


def needs_window(step: StepBase) -> bool:
    """Whether nothing reaches the customer once the window is closed: a free reply without a fallback template."""
    fallback = step.if_window_closed if isinstance(step, SendSession) else None
    return step.sends == "session" and not (fallback and fallback.template)


def _late(ways: JourneyMap, arrival: _Arrival) -> Late:
    back = list(arrival.way_back())[::-1]
    moved = [one.step for one, then in pairwise(back) if one.since != then.since]
    timed = tuple(step for step in dict.fromkeys(moved) if longest_stay(ways.live[step]) is not None)
    path = (arrival.origin, *(one.step for one in back))
    return Late(arrival.since, path, timed, arrival.origin_is_start, max(one.laps for one in back))


def _longest_lasting(layer: Iterable[_Arrival]) -> Iterable[_Arrival]:
    kept: dict[tuple[str, frozenset[_Demand]], _Arrival] = {}
    for arrival in layer:
        place = (arrival.step, arrival.known)
        if place not in kept or arrival.level > kept[place].level:
            kept[place] = arrival
    return kept.values()


def _starts(ways: JourneyMap) -> Iterator[_Arrival]:
    """A keyword or a link: the customer has just written. Without any start yet, each wait may be where they answer."""
    for trigger in ways.journey.triggers:
        wrote = NOTHING if isinstance(trigger, KeywordTrigger | LinkTrigger) else None
        yield _Arrival(trigger.next or "", wrote, None, trigger.id, origin_is_start=True)
    for step_id, step in ways.live.items() if not ways.starts else ():
        yield from _answers(step, _Arrival(step_id, NOTHING, None, step_id, origin_is_start=False))


def _entrances(ways: JourneyMap, entered: Sequence[tuple[str, dt.timedelta | None]]) -> Iterator[_Arrival]:
    """Customers whom another journey leads in: by the first start."""
    first = next((trigger.next for trigger in ways.journey.triggers if trigger.next), None)
    for name, since in entered if first is not None else ():
        yield _Arrival(first or "", since, None, f"{FROM_JOURNEY}{name}", origin_is_start=True)


def _answers(step: StepBase, arrival: _Arrival) -> Iterator[_Arrival]:
    """The customer answers a question that they can come to. A second question follows their answer at once."""
    taken = {"next", "invalid"} if isinstance(step, Ask) else set[str]()
    if isinstance(step, BranchOnMessage):
        taken = {"replied"}
    if isinstance(step, WaitForReply):
        taken = {"otherwise", *(f"branch:{branch.id}" for branch in step.branches if not is_empty(branch))}
    for port in step.ports():
        if port.id in taken:
            yield _Arrival(port.to or "", NOTHING, None, arrival.step, False, arrival.known)


def _onward(step: StepBase, arrival: _Arrival) -> Iterator[_Arrival]:
    if isinstance(step, Branch):
        yield from _by_condition(step, arrival)
    elif isinstance(step, WaitForReply | Ask):
        silent = [port for port in step.ports() if port.id == "no_reply" and step.for_]
        yield from (_next(arrival, port, longest_stay(step)) for port in silent)
        yield from (_next(arrival, port, None) for port in step.ports() if port.id in _unasked(step))
    else:
        waits = [port for port in step.ports() if port.id != "replied"]
        yield from (_next(arrival, port, _stay(step, port)) for port in waits)


def _stay(step: StepBase, port: Port) -> dt.timedelta | None:
    """How long who leaves by this way was there at most. Another system that answers does so within its limit."""
    return step.wait() if isinstance(step, CallHttp) and port.id != "failed" else longest_stay(step)


def _unasked(step: WaitForReply | Ask) -> tuple[str, ...]:
    """The ways of a question that could not be sent."""
    return () if isinstance(step, WaitForReply) else ("not_sent",) if step.not_sent else ("no_reply",)


def _next(arrival: _Arrival, port: Port, length: dt.timedelta | None) -> _Arrival:
    """One arrow on. Coming back to a step later than before, the round can be walked until the window is over."""
    step, since, laps = port.to or "", arrival.since, 1
    if since is not None:
        since += length or NOTHING
        earlier = next((one for one in arrival.way_back() if one.step == step and one.known == arrival.known), None)
        lap = since - earlier.since if earlier and earlier.since is not None else NOTHING
        if lap > NOTHING:
            laps += max(0, -((since - WINDOW) // lap))
            since += lap * (laps - 1)
    return _Arrival(step, since, arrival, arrival.origin, arrival.origin_is_start, arrival.known, laps)


def _by_condition(step: Branch, arrival: _Arrival) -> Iterator[_Arrival]:
    refused: list[Comparison] = []
    for branch, port in zip(step.branches, step.ports(), strict=False):
        if branch.when is None:
            continue
        taken = _with(arrival, [*refused, *demands(branch.when)])
        if taken is not None:
            yield _next(taken, port, None)
        if isinstance(branch.when, Comparison) and branch.when.operator in OPPOSITE:
            refused.append(branch.when.model_copy(update={"operator": OPPOSITE[branch.when.operator]}))
    left = _with(arrival, refused)
    if left is not None:
        yield _next(left, step.ports()[-1], None)


def _with(arrival: _Arrival, taken: Iterable[Comparison]) -> _Arrival | None:
    """The arrival knowing more of its event; None when that contradicts what it knew."""
    asked = [comparison for comparison in taken if comparison.attribute.startswith("event.")]
    known = arrival.known | {_Demand(comparison.model_dump_json(), comparison) for comparison in asked}
    listed = [demand.comparison for demand in known]
    if any(contradict(one, other) for one in asked for other in listed):
        return None
    return replace(arrival, known=known)
