"""A virtual clock on which everybody of an audience walks through a journey, by the same `advance` as in production."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from engine.forecast.audience import Person
from engine.forecast.behaviour import Behaviour
from engine.forecast.entering import Absent, Entrance, Entrances
from engine.forecast.lane import Lane
from engine.forecast.leaving import Decision, Leaves, Stays, Waits, decide
from engine.forecast.library import Library
from engine.forecast.pricing import Pricing
from engine.forecast.setting import LONGEST, Setting
from engine.forecast.tally import Tally
from engine.forecast.traveller import Traveller
from engine.journey.advance import advance
from engine.journey.effects import Effect, RecordConsent, Send, StartJourney
from engine.journey.events import Begun, Due, Event, Leave, Outcome, Reply, Started
from engine.journey.permission import is_window_open
from engine.journey.state import State

MOVES_AT_MOST = 2_000
"""More moves of one person than this: the journey goes round in a circle, and the passage ends."""
TOLD_EVERY = 1_000
ALWAYS = -1
"""The stamp of what counts however a person has moved since."""
HOUR = dt.timedelta(hours=1)
Act: TypeAlias = Callable[[], object]


class Simulation:
    """One case, from the first entrance to the last move. What is due at the same moment happens in the order in which it
    was planned. `tell` hears how many have left or stand still for good."""

    def __init__(
        self,
        setting: Setting,
        behaviour: Behaviour,
        library: Library,
        tell: Callable[[int], object] = lambda _done: None,
    ) -> None:
        self.setting, self.behaviour, self.library, self.tell = setting, behaviour, library, tell
        self.journey = setting.journey
        self.tally = Tally(frozenset(name for name, step in self.journey.journey.steps.items() if step.sends))
        self.lane = Lane(setting.per_second, setting.daily_limit)
        self.pricing = Pricing(setting, library, self.tally)
        self.now = setting.start
        self._kept_waiting: deque[Traveller] = deque()
        """Whom the daily limit holds, in their order."""
        self._planned: list[tuple[dt.datetime, int, Act]] = []
        self._plans = 0
        self._done = 0
        self._inside: dict[int, Traveller] = {}

    def run(self, people: Sequence[Person], entrances: Entrances) -> Tally:
        """Let everybody walk."""
        for number, person in enumerate(people):
            entrance = entrances.of(number, person)
            if isinstance(entrance, Absent):
                self.tally.not_entered[entrance.reason] += 1
                self._note_done()
            else:
                self._plan(entrance.at, partial(self._enter, number, person, entrance))
        end = self.setting.start + LONGEST
        while self._planned and self._planned[0][0] <= end:
            self.now, _, act = heapq.heappop(self._planned)
            act()
        for one in self._inside.values():
            self.tally.inside += 1
            self.tally.stands[one.state.step or ""] += 1
        return self.tally

    def _plan(self, at: dt.datetime, act: Act) -> None:
        self._plans += 1
        heapq.heappush(self._planned, (at, self._plans, act))

    def _plan_event(self, at: dt.datetime, one: Traveller, event: Event, stamp: int) -> None:
        self._plan(at, partial(self._happen, one, event, stamp))

    # Moving ------------------------------------------------------------------------------------------

    def _enter(self, number: int, person: Person, entrance: Entrance) -> None:
        contact, now = person.contact.copy(), self.now
        one = Traveller(number, person, contact, State(f"{self.setting.seed}-{number}"), person.consents)
        one.entered_at, one.last_inbound_at = now, now if entrance.wrote else None
        one.opted_out = person.opted_out and not entrance.wrote
        self.tally.entered += 1
        self._inside[number] = one
        for at, event in self.behaviour.signals(one, now):
            self._plan_event(at, one, event, ALWAYS)
        self._advance(one, entrance.started)

    def _happen(self, one: Traveller, event: Event, stamp: int) -> None:
        if isinstance(event, Leave) and not one.opted_out:
            one.opted_out = True
            self.tally.opt_outs += 1
        if not one.state.is_active or stamp not in (ALWAYS, one.stamp):
            return
        if isinstance(event, Reply):
            one.last_inbound_at = self.now
            self.tally.replies += 1
        self._advance(one, event)

    def _advance(self, one: Traveller, event: Event) -> None:
        """One event and what follows at once."""
        pending: Event | None = event
        while pending is not None:
            one.stamp += 1
            if one.stamp > MOVES_AT_MOST:
                pending = Leave("loop")
            done = advance(
                self.journey, one.state, one.contact, pending, self.now, house_zone=self.setting.house_zone
            )  # fmt: skip
            if not done.used and not isinstance(pending, Started):
                one.stamp -= 1
                return
            one.state, pending = done.state, None
            self.tally.note_effects(done.effects)
            for effect in done.effects:
                pending = self._settle(one, effect) or pending
        self._look_ahead(one)

    def _look_ahead(self, one: Traveller) -> None:
        """Plan what comes next, or say good-bye."""
        state = one.state
        if not state.is_active:
            self._leave(one)
            return
        planned = self.behaviour.reacts(one, self.now)
        if planned is not None:
            self._plan_event(planned[0], one, planned[1], one.stamp)
        if state.wake_at is not None and state.waiting != "outcome":
            self._plan_event(state.wake_at, one, Due(), one.stamp)

    def _leave(self, one: Traveller) -> None:
        if self._inside.pop(one.number, None) is not None and one.entered_at is not None:
            self.tally.seconds_inside += (self.now - one.entered_at).total_seconds()
            self._note_done()

    def _note_done(self) -> None:
        self._done += 1
        if self._done % TOLD_EVERY == 0:
            self.tell(self._done)

    def _settle(self, one: Traveller, effect: Effect) -> Event | None:
        match effect:
            case Send():
                return self._post(one, effect)
            case StartJourney():
                return Begun(effect.visit)
            case RecordConsent():
                one.note_consent(effect.purpose, given=effect.given)
            case _:
                pass
        return None

    # Sending -----------------------------------------------------------------------------------------

    def _post(self, one: Traveller, send: Send) -> Outcome | None:
        """What becomes of a message now; None while it waits for its moment."""
        decision = self._decide(one, send)
        match decision:
            case Stays():
                return self._refuse(one, send, decision)
            case Waits():
                self._plan(decision.until, partial(self._ask_again, one, send, one.stamp))
                return None
            case Leaves():
                return self._ask_for_turn(one, send, decision.send)

    def _decide(self, one: Traveller, send: Send) -> Decision:
        house = self.setting
        return decide(self.journey.journey, self.library, one, send, self.now, house.house_zone, house.house_hours)

    def _ask_for_turn(self, one: Traveller, send: Send, leaving: Send) -> Outcome | None:
        """`leaving`: what would leave at this moment, the message or its fallback."""
        counts = not is_window_open(one.last_inbound_at, self.now)
        place_at = self.lane.place_at(one.number, self.now) if counts else self.now
        if place_at > self.now:
            self._keep_waiting(one, send, place_at)
            return None
        turn = self.lane.turn(self.now)
        if counts:
            self.lane.take_place(one.number, turn)
        if turn > self.now:
            self._plan(turn, partial(self._take_turn, one, send, one.stamp))
            return None
        return self._send(one, leaving)

    def _keep_waiting(self, one: Traveller, send: Send, place_at: dt.datetime) -> None:
        one.held = send
        if not self._kept_waiting:
            self._plan(place_at, self._let_go)
        self._kept_waiting.append(one)

    def _let_go(self) -> None:
        """Places are free again: the next ones ask, until none is left."""
        while self._kept_waiting:
            one = self._kept_waiting[0]
            send = one.held
            if send is not None and one.state.is_active:
                place_at = self.lane.place_at(one.number, self.now)
                if place_at > self.now:
                    self._plan(place_at, self._let_go)
                    return
                one.held = None
                self._kept_waiting.popleft()
                self._ask_again(one, send, one.stamp)
            else:
                self._kept_waiting.popleft()

    def _ask_again(self, one: Traveller, send: Send, stamp: int) -> None:
        if one.state.is_active and stamp == one.stamp:
            self._tell_outcome(one, self._post(one, send))

    def _take_turn(self, one: Traveller, send: Send, stamp: int) -> None:
        """The turn has come; what may not leave any more does not."""
        if not one.state.is_active or stamp != one.stamp:
            return
        decision = self._decide(one, send)
        if isinstance(decision, Leaves):
            self._tell_outcome(one, self._send(one, decision.send))
        else:
            self._tell_outcome(one, self._post(one, send))

    def _tell_outcome(self, one: Traveller, outcome: Outcome | None) -> None:
        if outcome is not None:
            self._advance(one, outcome)

    def _refuse(self, one: Traveller, send: Send, decision: Stays) -> Outcome:
        one.was_reached = False
        self.tally.not_sent[send.step_id, decision.reason] += 1
        return Outcome(send.message_id, "refused", self.now, decision.reason, decision.fault)

    def _send(self, one: Traveller, send: Send) -> Outcome:
        """It leaves now, and arrives or does not."""
        category, country = self.library.category(send), one.person.country
        can_arrive = self.pricing.card(self.now).delivers(country, category)
        arrives = self.behaviour.fate(one, send.message_id, can_arrive=can_arrive)
        self.pricing.note(send, country, self.now, arrives=arrives)
        self.tally.note_sent(send.step_id, self.now, (self.now - self.setting.start) // HOUR)
        one.note_sent(self.now)
        one.was_reached = arrives
        if arrives:
            self._note_arrival(one, send)
        if self.journey.watches(send.step_id):
            for at, event in self.behaviour.receipts(one, send.message_id, self.now, arrives=arrives):
                self._plan_event(at, one, event, ALWAYS)
        return Outcome(send.message_id, "accepted", self.now)

    def _note_arrival(self, one: Traveller, send: Send) -> None:
        self.tally.reached += not one.was_written_to
        one.was_written_to = True
        stops_at = self.behaviour.stops(one, send.message_id, self.now)
        if stops_at is not None:
            self._plan_event(stops_at, one, Leave("opted_out"), ALWAYS)
