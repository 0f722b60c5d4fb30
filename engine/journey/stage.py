"""The world a story plays in: one contact, one journey, a clock that only moves when told, a provider that accepts every
message that may leave, as long as the story does not say otherwise, and other systems that answer only what a line says.
Opt-out words, routing, entry rules, quiet hours and permissions are those of the engine; caps, pacing and the house reply are
not played."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from engine.journey.advance import Compiled, advance
from engine.journey.effects import Button, CallHttp, Effect, Passed, RecordConsent, Send, StartJourney
from engine.journey.entry import Earlier, admission, entry_key, facts_of
from engine.journey.events import Begun, Called, Due, Event, Leave, Location, Outcome, Receipt, Reply, Signal, Started
from engine.journey.happenings import (
    ChoiceConfirmed,
    Fact,
    Happening,
    Heard,
    HeldBack,
    Ignored,
    NotSent,
    Postponed,
    Sent,
)
from engine.journey.optout import OptIn, OptOut, recognise_choice
from engine.journey.permission import (
    LOOP,
    WINDOW_CLOSED,
    Permission,
    Purpose,
    is_answer,
    is_window_open,
    permitted,
    silenced_until,
    stricter,
)
from engine.journey.quiet_hours import held_until
from engine.journey.routing import Answers, OpenStart, OpenWait, Starts, route
from engine.journey.schedules import next_moment, next_start
from engine.journey.segments import MICROSECOND, person_facts
from engine.journey.state import Contact, State
from engine.journey.steps.call_http import pick
from engine.journey.stories import Template
from engine.journey.story_lines import Provider
from engine.journey.triggers import AudienceTrigger, DateTrigger, EventTrigger, OptInTrigger, TriggerBase
from engine.journey.zones import zone_of

AT_ONCE = "now"
MOVES_AT_ONCE = 10_000
"""More moves than this in one line of a story: the journey goes round in a circle, and its passages end."""


@dataclass(slots=True)
class Ride:
    """One passage on the stage."""

    state: State
    key: str
    entered_at: dt.datetime
    exited_at: dt.datetime | None = None
    held: tuple[dt.datetime, Send] | None = None
    """The message that waits for the end of the quiet hours, and until when."""
    trigger_id: str = ""

    def next_moment(self) -> dt.datetime | None:
        """When something is due here."""
        return self.held[0] if self.held else self.state.wake_at


@dataclass(slots=True)
class Stage:
    """Give it a contact and a beginning; then `move_to`, `hear_event`, `hear`. What follows stands in
    `happened`."""

    journey: Compiled
    contact: Contact
    now: dt.datetime
    consents: Collection[str] = ()
    templates: Mapping[str, Template] = field(default_factory=dict[str, Template])
    house_zone: dt.tzinfo = dt.UTC
    happened: list[Happening] = field(default_factory=list[Happening])
    rides: list[Ride] = field(default_factory=list[Ride])
    opted_out: bool = False
    last_inbound_at: dt.datetime | None = None
    last_was_marketing: bool = False
    sent_at: list[dt.datetime] = field(default_factory=list[dt.datetime])
    moves: int = 0
    provider: Provider = "accepts"
    on_the_wire: list[tuple[Ride, Send, Outcome]] = field(default_factory=list[tuple[Ride, Send, Outcome]])
    """Messages that left, and whose result a slow provider has not told yet."""
    postponed: list[Reply] = field(default_factory=list[Reply])
    begun_at: dt.datetime | None = None
    started: dict[str, dt.datetime] = field(default_factory=dict[str, dt.datetime])
    """Trigger → when its latest planned start was."""

    def treat(self, provider: Provider) -> None:
        """From now on the provider does so; what it has not answered yet is settled, and what waited for it is
        heard."""
        self.moves = 0
        self.provider = provider
        settled, self.on_the_wire = (self.on_the_wire, []) if provider != "slow" else ([], self.on_the_wire)
        for ride, send, accepted in settled:
            self._advance(ride, accepted if provider == "accepts" else self._fail(send))
        heard, self.postponed = (self.postponed, []) if not self.on_the_wire else ([], self.postponed)
        for reply in heard:
            self._hear_reply(reply)

    def move_to(self, moment: dt.datetime) -> None:
        """Time passes; whatever is due on the way happens at its moment, in order. The journey was published at the
        stage's beginning."""
        self.moves = 0
        while True:
            ride, start = self._next_due(moment), self._next_start(moment)
            due_at = ride.next_moment() if ride else None
            if start is not None and (due_at is None or start[0] <= due_at):
                self._start_planned(*start)
            elif ride is not None:
                self.now = max(self.now, due_at or self.now)
                self._wake(ride)
            else:
                break
        self.now = max(self.now, moment)

    def next_moment(self, within: dt.timedelta) -> dt.datetime | None:
        """When something happens by itself next; None when nothing is planned for that long."""
        until = self.now + within
        ride, start = self._next_due(until), self._next_start(until)
        moments = [ride.next_moment() if ride else None, start[0] if start else None]
        return min((max(moment, self.now) for moment in moments if moment is not None), default=None)

    def asked(self) -> CallHttp | None:
        """The question to another system that waits for its answer, the newest one."""
        waiting = [ride.state.call_id for ride in self._open_rides() if ride.state.call_id is not None]
        calls = [one.fact for one in self.happened if isinstance(one.fact, CallHttp)]
        return next((call for call in reversed(calls) if waiting and call.call_id == waiting[-1]), None)

    def _wake(self, ride: Ride) -> None:
        if ride.held is None:
            self._advance(ride, Due())
        else:
            self._let_go(ride, ride.held[1])

    def _next_start(self, until: dt.datetime) -> tuple[dt.datetime, str, dict[str, Any]] | None:
        """The first planned start that has not been, with its trigger and what it may read."""
        first = self.begun_at or self.now
        self.begun_at = first
        begun = ((trigger, self.started.get(trigger.id)) for trigger in self.journey.journey.triggers)
        found = [one for trigger, last in begun if (one := self._planned(trigger, last, first, until)) is not None]
        return min(found, key=lambda one: one[0], default=None)

    def _planned(
        self, trigger: TriggerBase, last: dt.datetime | None, first: dt.datetime, until: dt.datetime
    ) -> tuple[dt.datetime, str, dict[str, Any]] | None:
        after = last or first - MICROSECOND
        match trigger:
            case AudienceTrigger(when="now"):
                moment = first if last is None else None
            case AudienceTrigger():
                moment = next_moment(trigger.when, after, self.house_zone) if trigger.when != "now" else None
            case DateTrigger():
                moment = next_start(trigger, self.contact, after, until, self.house_zone)
            case _:
                return None
        return (moment, trigger.id, self._told(trigger, moment)) if moment is not None and moment <= until else None

    def _told(self, trigger: TriggerBase, moment: dt.datetime) -> dict[str, Any]:
        if isinstance(trigger, AudienceTrigger):
            occurrence = AT_ONCE if trigger.when == "now" else moment.isoformat()
            return {"segment": trigger.segment, "occurrence": occurrence}
        return {"date": moment.astimezone(zone_of(self.contact, self.house_zone)).date().isoformat()}

    def _start_planned(self, moment: dt.datetime, trigger_id: str, facts: dict[str, Any]) -> None:
        self.now = max(self.now, moment)
        self.started[trigger_id] = moment
        if "segment" not in facts or self._is_in(str(facts["segment"])):
            self._start(trigger_id, facts)

    def _is_in(self, segment: str) -> bool:
        described = self.journey.journey.segments.get(segment)
        if described is None or described.when is None:
            return False
        return described.when.holds(person_facts(self.contact, consents=self.consents, opted_out=self.opted_out))

    def hear_event(self, name: str, data: Mapping[str, Any]) -> None:
        """Your site tells something: those inside listen first, then the journey's triggers."""
        self.moves = 0
        self._note(Heard("event", name))
        for ride in self._open_rides():
            self._advance(ride, Signal(name, data))
        for trigger in self.journey.journey.triggers:
            if isinstance(trigger, EventTrigger) and trigger.name == name:
                self._start(trigger.id, data)
                return

    def hear_agreement(self, purpose: Literal["marketing", "service", "all"]) -> None:
        """The customer agrees to be written to, elsewhere than on WhatsApp."""
        self.moves = 0
        self._note(Heard("agreement", purpose))
        self.consents = {*self.consents, purpose}
        self.opted_out = self.opted_out and purpose != "all"
        for trigger in self.journey.journey.triggers if not self.opted_out else []:
            if isinstance(trigger, OptInTrigger) and trigger.hears(purpose):
                self._start(trigger.id, {"purpose": purpose, "source": "story"})
                return

    def hear(
        self, text: str, *, button: str | None = None, answers: str | None = None, kind: str = "text",
        location: Location | None = None, late: dt.timedelta = dt.timedelta(),
        referral: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """What the customer writes, taps or sends reaches us now; they did it so long ago. `referral` names the ad they
        come by."""
        self.moves = 0
        self._note(Heard("tap" if answers else "text" if kind == "text" else "media", text or kind))
        written_at = self.now - late
        self.last_inbound_at = max(self.last_inbound_at or written_at, written_at)
        if not self._hear_choice(text):
            self._hear_reply(Reply(text, written_at, button, answers, kind, referral=referral or {}, location=location))

    def _hear_reply(self, reply: Reply) -> None:
        if self.on_the_wire:
            self.postponed.append(reply)
            self._note(Postponed())
            return
        routed = route(reply, self._waits(), [OpenStart("", self.journey, lambda: self._admits(reply))], self.now)
        match routed:
            case Answers():
                if not self._advance(self._ride(routed.enrollment_id), routed.reply):
                    self._note(Ignored())
            case Starts():
                self._start(routed.trigger_id, facts_of(reply), reply.at)
            case None:
                self._note(Ignored())

    def hear_receipt(self, status: Literal["delivered", "read", "failed"]) -> bool:
        """News of the newest message that left; False when none has."""
        self.moves = 0
        sent = next((one.fact for one in reversed(self.happened) if isinstance(one.fact, Sent)), None)
        if sent is None:
            return False
        self._note(Heard("receipt", status))
        for ride in self._open_rides():
            if sent.send.message_id.startswith(f"{ride.state.enrollment_id}."):
                self._advance(ride, Receipt(sent.send.message_id, status))
        return True

    def hear_answer(self, status: int, body: Any) -> bool:
        """The other system that was asked last answers now; False when none is being asked."""
        self.moves = 0
        call = self.asked()
        if call is None:
            return False
        ride = next(ride for ride in self._open_rides() if ride.state.call_id == call.call_id)
        self._note(Heard("http", str(status)))
        reason = _fault_of(call, status, body)
        values = pick(body, call.save) if not reason else {}
        self._advance(ride, Called(call.call_id, self.now, status, values, reason))
        return True

    def last_with_buttons(self, step_id: str | None = None) -> Sent | None:
        """The newest message that can be tapped, of this step where one is named; a template nobody described
        counts as one."""
        sent = [happening.fact for happening in self.happened if isinstance(happening.fact, Sent)]
        asked = [one for one in reversed(sent) if step_id in (None, one.send.step_id)]
        return next((one for one in asked if one.buttons or self._is_unknown(one.send)), None)

    def _is_unknown(self, send: Send) -> bool:
        return send.kind == "template" and send.template not in self.templates

    def _note(self, fact: Fact) -> None:
        self.happened.append(Happening(self.now, fact))

    def _open_rides(self) -> list[Ride]:
        return [ride for ride in self.rides if ride.state.is_active]

    def _ride(self, enrollment_id: str) -> Ride:
        return next(ride for ride in self.rides if ride.state.enrollment_id == enrollment_id)

    def _next_due(self, until: dt.datetime) -> Ride | None:
        moments = [(ride.next_moment(), ride) for ride in self._open_rides()]
        due = [(moment, ride) for moment, ride in moments if moment is not None and moment <= until]
        return min(due, key=lambda pair: pair[0])[1] if due else None

    def _waits(self) -> list[OpenWait]:
        waiting = [ride for ride in self._open_rides() if ride.state.waiting == "reply"]
        newest_first = sorted(waiting, key=lambda ride: ride.state.since or ride.entered_at, reverse=True)
        return [OpenWait(ride.state, self.journey) for ride in newest_first]

    def _hear_choice(self, text: str) -> bool:
        choice = recognise_choice(
            text, self.contact.language or self.journey.journey.language, last_was_marketing=self.last_was_marketing
        )
        match choice:
            case OptOut():
                if not self.opted_out:
                    self._note(ChoiceConfirmed("opt_out"))
                self.opted_out = True
                for ride in self._open_rides():
                    self._advance(ride, Leave("opted_out"))
            case OptIn() if self.opted_out:
                self.opted_out = False
                self._note(ChoiceConfirmed("opt_in"))
            case _:
                return False
        return True

    def _admits(self, reply: Reply) -> bool:
        entry = self.journey.journey.entry
        return admission(entry, entry_key(entry, facts_of(reply)), self._earlier(), self.now).allowed

    def _earlier(self) -> list[Earlier]:
        return [Earlier(ride.key, ride.entered_at, ride.exited_at) for ride in self.rides]

    def _start(self, trigger_id: str, facts: Mapping[str, Any], asked_at: dt.datetime | None = None) -> None:
        key = entry_key(self.journey.journey.entry, facts)
        admitted = admission(self.journey.journey.entry, key, self._earlier(), self.now)
        if not admitted.allowed:
            return
        for ride in self._open_rides() if admitted.restarts else []:
            if ride.key == key:
                self._advance(ride, Leave("entered_again"))
        ride = Ride(State(f"story-{len(self.rides) + 1}"), key, self.now, trigger_id=trigger_id)
        self.rides.append(ride)
        self._advance(ride, Started(trigger_id, facts, asked_at))

    def _advance(self, ride: Ride, event: Event) -> bool:
        """One event and everything that follows at once: a message is settled as soon as it is said. False when
        the event was not for this passage."""
        pending: Event | None = event
        used = True
        while pending is not None:
            self.moves += 1
            if self.moves > MOVES_AT_ONCE:
                pending = Leave("loop")
            done = advance(self.journey, ride.state, self.contact, pending, self.now, house_zone=self.house_zone)
            ride.state = done.state
            used = used and (done.used or pending is not event)
            pending = None
            for effect in done.effects:
                pending = self._settle(ride, effect) or pending
        if not ride.state.is_active and ride.exited_at is None:
            ride.exited_at = self.now
        return used

    def _settle(self, ride: Ride, effect: Effect) -> Event | None:
        if isinstance(effect, Send):
            return self._post(ride, effect)
        if (
            isinstance(effect, Passed)
            and (effect.why or "").startswith("cannot_render:")
            and self._sends(effect.step_id)
        ):
            self._note(NotSent(effect.why or "", effect.step_id))
        self._note(effect)
        if isinstance(effect, StartJourney):
            return Begun(effect.visit)
        if isinstance(effect, RecordConsent):
            self._record(ride, effect)
        return None

    def _record(self, here: Ride, statement: RecordConsent) -> None:
        """What the customer agreed to counts at once; what they take back ends the passages of that purpose."""
        agreed = set(self.consents)
        if statement.given:
            self.consents = agreed | {statement.purpose}
            return
        both = {"marketing", "service"} if "all" in agreed else set[str]()
        self.consents = (agreed - {"all"} | both) - {statement.purpose}
        if self.journey.journey.purpose == statement.purpose:
            for ride in self._open_rides():
                if ride is not here:
                    self._advance(ride, Leave("opted_out"))

    def _sends(self, step_id: str) -> bool:
        return self.journey.journey.steps[step_id].sends is not None

    def _post(self, ride: Ride, send: Send) -> Outcome | None:
        """What the provider makes of a message; None while it has not said, or while quiet hours hold it."""
        outcome = self._send(ride, send)
        if outcome is None or outcome.result != "accepted" or self.provider == "accepts":
            return outcome
        if self.provider == "slow":
            self.on_the_wire.append((ride, send, outcome))
            return None
        self.happened.pop()
        return self._fail(send)

    def _fail(self, send: Send) -> Outcome:
        outcome = Outcome(send.message_id, "failed", self.now, self.provider)
        self._note(NotSent(self.provider, send.step_id))
        return replace(outcome, fault="person") if self.provider == "unreachable" else outcome

    def _let_go(self, ride: Ride, send: Send) -> None:
        """The quiet hours are over."""
        ride.held = None
        outcome = self._post(ride, send)
        if outcome is not None:
            self._advance(ride, outcome)

    def _send(self, ride: Ride, send: Send, *, instead_of: Send | None = None) -> Outcome | None:
        described = self.templates.get(send.template or "")
        purpose = stricter(self.journey.journey.purpose, described.category if described else None)
        may = self._permission(ride, send, purpose)
        until = self._quiet_until(ride, send) if may.allowed else None
        if until is not None and (send.kind == "template" or is_window_open(self.last_inbound_at, until)):
            ride.held = until, instead_of or send
            self._note(HeldBack(send.step_id, until))
            return None
        may = WINDOW_CLOSED if until is not None else may
        if may.reason == "window_closed" and send.fallback is not None:
            if not send.fallback.problem:
                return self._send(ride, send.instead(send.fallback), instead_of=send)
            may = Permission(False, send.fallback.problem)
        if not may.allowed:
            self._note(NotSent(may.reason, send.step_id))
            return Outcome(send.message_id, "refused", self.now, may.reason, may.fault)
        quick_replies = tuple(Button(title, title) for title in described.buttons) if described else ()
        self._note(Sent(send, send.tappable() or quick_replies, instead_of is not None))
        self.last_was_marketing = send.kind == "template" and purpose == "marketing"
        self.sent_at = [*self.sent_at[-20:], self.now]
        return Outcome(send.message_id, "accepted", self.now)

    def _quiet_until(self, ride: Ride, send: Send) -> dt.datetime | None:
        return held_until(
            self.journey.journey.quiet_hours, send.kind, answers_customer=is_answer(ride.state.asked_at, self.now),
            now=self.now, zone=zone_of(self.contact, self.house_zone),
        )  # fmt: skip

    def _permission(self, ride: Ride, send: Send, purpose: Purpose) -> Permission:
        silent_until = silenced_until(self.sent_at)
        if silent_until is not None and self.now < silent_until:
            return LOOP
        return permitted(
            send.kind,
            purpose,
            consents=self.consents,
            opted_out=self.opted_out,
            last_inbound_at=self.last_inbound_at,
            now=self.now,
            answers_customer=is_answer(ride.state.asked_at, self.now),
        )


def _fault_of(call: CallHttp, status: int, body: Any) -> str:
    """Why an answer is none; empty for a good one."""
    if not 200 <= status < 300:
        return f"http_{status}"
    return "not_json" if call.save and not isinstance(body, dict | list) else ""
