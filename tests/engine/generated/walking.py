"""One customer on their way through a house of journeys, in real time, played by `advance` alone: replies, silence, results that
come late, quiet hours. Whatever else may happen at each moment stands in `watching`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from engine.checker.arrivals import MARGIN, WINDOW
from engine.journey.advance import Advanced, Compiled, advance
from engine.journey.clock_times import parse_hour
from engine.journey.effects import CallHttp, Send, StartJourney
from engine.journey.events import Begun, Called, Due, Event, Location, Outcome, Receipt, Reply, Signal, Started
from engine.journey.permission import is_answer, is_window_open
from engine.journey.quiet_hours import QuietHours, held_until
from engine.journey.state import Contact, State
from engine.journey.triggers import KeywordTrigger, LinkTrigger, TriggerBase
from tests.engine.generated.every_customer import needs_window
from tests.engine.generated.steps import EVENTS, HOURS, WORDS

FIRST = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
MINUTES = 200_000
"""Customers come at any minute of so many."""
ZONE = ZoneInfo("Asia/Tokyo")
"""Where no clock is put back: of such a night the rule about quiet hours says nothing."""
SECOND = dt.timedelta(seconds=1)
EVENTS_AT_MOST = 14
OTHER_WORDS = ("demain", "", "x" * 600, "7", "4/5", "a@b.example", "12/05/2026")
PLACE = Location(45.76, 4.84, "Gare")


@dataclass
class Moment:
    """One call of `advance`, as the watchers see it. `given` is the very state that was handed over, `before` a copy made
    beforehand."""

    journey: Compiled
    given: State
    before: State
    contact: Contact
    event: Event
    now: dt.datetime
    advanced: Advanced


@dataclass
class Walk:
    """`late`: (journey, step) of free replies that were come to when less than the margin was left. `moments`: everything."""

    house: Mapping[str, Compiled]
    random: Random
    now: dt.datetime
    contact: Contact
    late: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    moments: list[Moment] = field(default_factory=list[Moment])
    silent: int = 70
    """Of a hundred moments, in how many they say nothing."""
    house_hours: QuietHours | None = None

    def go(self, key: str, trigger: TriggerBase) -> None:
        wrote_at = self.now if isinstance(trigger, KeywordTrigger | LinkTrigger) else None
        facts = {"kind": self.random.choice(("a", "b", 3, None)), "text": "menu"}
        _Ride(self, key, f"p{self.random.randrange(8)}", wrote_at).play(
            Started(trigger.id, facts, wrote_at, "key" if wrote_at else "")
        )


@dataclass
class _Ride:
    """One passage, up to its end or for a while."""

    walk: Walk
    key: str
    name: str
    wrote_at: dt.datetime | None
    send: Send | None = None
    pending: StartJourney | None = None
    call: CallHttp | None = None

    def __post_init__(self) -> None:
        self.journey = self.walk.house[self.key]
        self.state = State(self.name)

    def play(self, event: Event | None) -> None:
        random = self.walk.random
        for _ in range(random.randrange(3, EVENTS_AT_MOST)):
            if event is None or not self._hears(event):
                return
            self._live()
            event = self._next()

    def _live(self) -> None:
        """Meanwhile the record changes."""
        if self.walk.random.randrange(100) < 10:
            attributes = self.walk.contact.attributes
            attributes["vip"] = self.walk.random.choice(("a", "b"))

    def _hears(self, event: Event) -> bool:
        """One event; False when the passage is over."""
        walk, before, contact = self.walk, self.state.copy(), self.walk.contact.copy()
        advanced = advance(self.journey, self.state, walk.contact, event, walk.now, house_zone=ZONE)
        walk.moments.append(Moment(self.journey, self.state, before, contact, event, walk.now, advanced))
        self.state = advanced.state
        for effect in advanced.effects:
            self._note(effect)
        return self.state.is_active and self.state.waiting is not None

    def _note(self, effect: Any) -> None:
        match effect:
            case Send():
                self.send = effect
                age = WINDOW if self.wrote_at is None else self.walk.now - self.wrote_at
                if needs_window(self.journey.journey, effect) and age > WINDOW - MARGIN:
                    self.walk.late.add((self.key, effect.step_id))
            case StartJourney():
                self.pending = effect
            case CallHttp():
                self.call = effect
            case _:
                pass

    def _next(self) -> Event | None:
        match self.state.waiting:
            case "outcome":
                return self._settled()
            case "journey":
                return self._begun()
            case "call":
                return self._called()
            case _:
                return self._heard() if self.walk.random.randrange(100) >= self.walk.silent else self._due()

    def _due(self) -> Event | None:
        if self.state.wake_at is None:
            return None
        self.walk.now = max(self.walk.now, self.state.wake_at)
        return Due()

    def _until(self) -> dt.datetime:
        """Some moment before the limit: now, the last second, any."""
        walk, limit = self.walk, self.state.wake_at
        if limit is None or limit <= walk.now:
            return walk.now
        left = int((limit - walk.now).total_seconds())
        return walk.now + dt.timedelta(
            seconds=walk.random.choice((0, max(0, left - 1), walk.random.randrange(left + 1)))
        )

    # What becomes of a message -------------------------------------------------------------------

    def _settled(self) -> Event:
        """Accepted or refused within the margin, or when the quiet hours are over; the news comes a little later."""
        walk, send = self.walk, self.send
        assert send is not None
        held = self._held(send)
        if held is not None and send.kind == "session" and not is_window_open(self.wrote_at, held):
            if needs_window(self.journey.journey, send):
                walk.late.add((self.key, send.step_id))
            return Outcome(send.message_id, "refused", walk.now, "window_closed")
        settled_at = (held or walk.now) + walk.random.choice((dt.timedelta(), MARGIN / 2, MARGIN))
        left = MARGIN - (settled_at - (held or walk.now))
        result = walk.random.choice(("accepted", "accepted", "accepted", "refused", "failed"))
        walk.now = settled_at + walk.random.choice((dt.timedelta(), left))
        fault = walk.random.choice(("moment", "moment", "person")) if result != "accepted" else "moment"
        return Outcome(send.message_id, result, settled_at, "" if result == "accepted" else "some_reason", fault)

    def _held(self, send: Send) -> dt.datetime | None:
        answers = is_answer(self.state.asked_at, self.walk.now)
        quiet = self.journey.journey.quiet_hours
        return held_until(
            quiet, send.kind, answers_customer=answers, now=self.walk.now, zone=ZONE, house=self.walk.house_hours
        )

    # What others answer ---------------------------------------------------------------------------

    def _begun(self) -> Event:
        """The other journey takes its own way; what they write to it is not told to this one."""
        start = self.pending
        assert start is not None
        trigger = None
        if start.journey in self.walk.house and self.state.chain < 3:
            triggers = self.walk.house[start.journey].journey.triggers
            trigger = next((trigger for trigger in triggers if trigger.next), None)
        if trigger is None or self.walk.random.randrange(100) < 15:
            return Begun(start.visit, "inside")
        here = self.walk.now
        child = _Ride(self.walk, start.journey, f"{self.name}-{len(self.walk.moments)}", self.wrote_at)
        child.play(Started(trigger.id, self.state.event, self.state.asked_at, chain=self.state.chain + 1))
        self.walk.now = here
        return Begun(start.visit)

    def _called(self) -> Event | None:
        if self.walk.random.randrange(100) < 30:
            return self._due()
        self.walk.now = self._until()
        reason = self.walk.random.choice(("", "", "http_503"))
        return Called(
            self.state.call_id or "",
            self.walk.now,
            None if reason else 200,
            {} if reason else {"state": "parti"},
            reason,
        )

    def _heard(self) -> Event | None:
        """The customer, another system, or news of a message."""
        walk = self.walk
        known = [one["message"] for one in self.state.watched.values()]
        if known and walk.random.randrange(100) < 40:
            walk.now = self._until()
            return Receipt(walk.random.choice(known), walk.random.choice(("delivered", "read", "clicked", "failed")))
        walk.now = self._until()
        if self.state.waiting == "event" or walk.random.randrange(100) < 10:
            return Signal(
                walk.random.choice((*EVENTS, "order.cancelled", "other")), {"kind": walk.random.choice(("a", "b"))}
            )
        return self._written() if self.state.waiting == "reply" else self._due()

    def _written(self) -> Event:
        walk = self.walk
        word = walk.random.choice((*WORDS, *OTHER_WORDS))
        self.wrote_at = walk.now
        match walk.random.randrange(5):
            case 0:
                tapped = walk.random.choice((*self.state.asked, *self.state.asked, None, "another.1"))
                return Reply("choix", walk.now, f"b-{word}", tapped, "tap", event_key="k")
            case 1:
                return Reply("", walk.now, kind="location", location=PLACE)
            case 2:
                return Reply("", walk.now, kind="image")
            case _:
                return Reply(word, walk.now, event_key="k")


def _some_moment(random: Random) -> dt.datetime:
    """At any minute, or exactly at an hour that a journey may name."""
    if random.randrange(100) < 70:
        return FIRST + dt.timedelta(minutes=random.randrange(MINUTES))
    hour = parse_hour(random.choice(HOURS))
    return dt.datetime.combine(FIRST.date() + dt.timedelta(days=random.randrange(130)), hour, ZONE).astimezone(dt.UTC)


def take_walk(
    house: Mapping[str, Compiled], random: Random, *, key: str | None = None, hours: QuietHours | None = None
) -> Walk:
    """A customer who comes to one of the journeys, or to this one, by any of its starts. `hours`: the quiet hours of the house."""
    contact = Contact(
        "c", "Amina", attributes={"visit_at": random.choice(("2026-02-09T15:00", "2026-01-09", "bientôt"))}
    )
    now = _some_moment(random)
    walk = Walk(house, random, now, contact, silent=random.choice((20, 70, 90)), house_hours=hours)
    entered = key or random.choice(sorted(house))
    walk.go(entered, random.choice(house[entered].journey.triggers))
    return walk
