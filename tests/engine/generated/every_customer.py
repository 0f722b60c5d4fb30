"""Every customer of a journey in which nothing depends on the calendar: all answers, silences and results, played by the engine
until nothing new can happen. What is not late here is never late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, product
from typing import Any

from engine.checker.arrivals import MARGIN, WINDOW
from engine.journey.advance import Compiled, advance
from engine.journey.definition import Journey
from engine.journey.effects import Send
from engine.journey.events import Begun, Called, Due, Event, Location, Outcome, Reply, Signal, Started
from engine.journey.state import Contact, State
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.split import draw
from tests.engine.generated.steps import EVENTS, WORDS

START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
KINDS_OF_EVENT = ({"kind": "a"}, {"kind": "b"}, {})
PLACE = Location(45.76, 4.84)


def passages(splits: Sequence[str]) -> list[str]:
    """Ids of passages that between them take every combination of ways at these splits of two halves."""
    found: dict[tuple[bool, ...], str] = {}
    for number in count():
        found.setdefault(tuple(draw(f"e{number}", step, 100) < 50 for step in splits), f"e{number}")
        if len(found) == 2 ** len(splits):
            return list(found.values())
    raise AssertionError("there are numbers enough")


@dataclass(frozen=True)
class Stand:
    """Where one stands, with the present moved to `START`. `age`: since they wrote; `wrote`: whether they ever did."""

    state: State
    age: dt.timedelta
    wrote: bool


class EveryCustomer:
    """`late`: the free replies that one of them can come to when less than the margin is left."""

    def __init__(self, journey: Journey, *, most: int = 1_000_000) -> None:
        """Gives up after so many places where one may stand (`is_complete`)."""
        self.left = most
        self.journey, self.contact = Compiled(journey), Contact("c", name="Amina")
        self.late: set[str] = set()
        self.longest: dict[tuple[Any, ...], dt.timedelta] = {}
        """Where they stood → since when at most: whoever comes sooner is never later afterwards."""
        self.pending: list[tuple[dt.timedelta, int, Stand]] = []
        """Who wrote longest ago comes first: hardly anybody is then looked at twice."""
        self.order = count()
        self.answers = _answers(journey)
        wrote = journey.triggers[0].type == "keyword"
        splits = [step_id for step_id, step in journey.steps.items() if step.type == "split"]
        for facts, passage in product(KINDS_OF_EVENT, passages(splits)):
            self._tell(Stand(State(passage), dt.timedelta(), wrote), START, dt.timedelta(), Started("go", facts))
            while self.pending and self.left > 0:
                self.left -= 1
                self._go_on(heappop(self.pending)[2])

    @property
    def is_complete(self) -> bool:
        return self.left > 0

    def _go_on(self, stand: Stand) -> None:
        state = stand.state
        if self.longest[_key(stand)] > stand.age:
            return
        match state.waiting:
            case "outcome":
                self._settle(stand)
            case "reply":
                for reply in self.answers:
                    self._tell(replace(stand, wrote=True), START, dt.timedelta(), reply)
            case "event":
                # An event that comes earlier than in the last moment is never later.
                for name in EVENTS:
                    self._tell(stand, _due(state), stand.age + (_due(state) - START), Signal(name))
            case "journey":
                for reason in ("", "inside"):
                    self._tell(stand, START, stand.age, Begun(state.visit, reason))
            case "call":
                answer = Called(state.call_id or "", _due(state), 200)
                self._tell(stand, _due(state), stand.age + (_due(state) - START), answer)
            case _:
                pass
        if state.wake_at is not None and state.waiting != "outcome":
            self._tell(stand, _due(state), stand.age + (_due(state) - START), Due())

    def _settle(self, stand: Stand) -> None:
        """A message leaves a margin late, or is refused as late."""
        state = stand.state
        for result in ("accepted", "refused"):
            outcome = Outcome(state.message_id or "", result, START + MARGIN)
            self._tell(stand, START + MARGIN, stand.age + MARGIN, outcome)
            if result == "accepted" and state.tries > 1:
                # What is written meanwhile is heard afterwards.
                moved = advance(self.journey, state, self.contact, outcome, START + MARGIN)
                for reply in self.answers:
                    heard = Stand(moved.state, MARGIN, True)
                    self._tell(heard, START + MARGIN, MARGIN, reply)

    def _tell(self, stand: Stand, now: dt.datetime, age: dt.timedelta, event: Event) -> None:
        moved = advance(self.journey, stand.state, self.contact, event, now)
        if not moved.used:
            return
        for send in (effect for effect in moved.effects if isinstance(effect, Send)):
            if needs_window(self.journey.journey, send) and (not stand.wrote or age > WINDOW - MARGIN):
                self.late.add(send.step_id)
        self._stand(_as_if_now(moved.state, now), min(age, WINDOW), stand.wrote)

    def _stand(self, state: State, age: dt.timedelta, wrote: bool) -> None:
        stand = Stand(state, age, wrote)
        known = self.longest.get(_key(stand))
        if state.is_active and (known is None or known < age):
            self.longest[_key(stand)] = age
            state.answers, state.asked = {}, ()
            heappush(self.pending, (-age, next(self.order), stand))


def _key(stand: Stand) -> tuple[Any, ...]:
    state = stand.state
    who = state.enrollment_id, state.event.get("kind"), stand.wrote
    return state.step, state.waiting, state.wake_at, state.since, state.tries, who


def _answers(journey: Journey) -> list[Reply]:
    """One of each kind that this journey tells apart."""
    written = str(journey.to_json())
    words = [word for word in WORDS if word in written]
    places = [Reply("", START, kind="location", location=PLACE)] if "'location': True" in written else []
    return [*(Reply(word, START) for word in (*words, "demain")), *places]


def needs_window(journey: Journey, send: Send) -> bool:
    """Whether this message is a free reply without a fallback; by the definition, not by what was made of it."""
    step = journey.steps[send.step_id]
    instead = step.if_window_closed.template if isinstance(step, SendSession) and step.if_window_closed else None
    return step.sends == "session" and not instead


def _due(state: State) -> dt.datetime:
    assert state.wake_at is not None
    return max(START, state.wake_at)


def _as_if_now(state: State, now: dt.datetime) -> State:
    """The same state with the present moved to the start."""
    moved = state.copy()
    moved.wake_at = None if state.wake_at is None else state.wake_at - (now - START)
    moved.since = None if state.since is None else state.since - (now - START)
    moved.chain, moved.visit = 0, 1
    return moved
