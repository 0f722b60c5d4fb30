"""The world a story plays in: one contact, one journey, a clock that only moves when told, a provider that accepts every
message that may leave, as long as the story does not say otherwise, and other systems that answer only what a line says.
Opt-out words, routing, entry rules, quiet hours and permissions are those of the engine; caps, pacing and the house reply are
not played."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from engine.journey.advance import Compiled
from engine.journey.effects import CallHttp, Send
from engine.journey.entry import Earlier
from engine.journey.events import Outcome, Reply
from engine.journey.happenings import Fact, Happening, Sent
from engine.journey.state import Contact, State
from engine.journey.stories import Template
from engine.journey.story_lines import Provider


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
    """Give it a contact and a beginning; then `timeline.move_to`, `hearing.hear_event`, `hearing.hear`. What follows stands
    in `happened`."""

    journey: Compiled
    contact: Contact
    now: dt.datetime
    consents: Collection[str] = ()
    templates: Mapping[str, Template] = field(default_factory=dict[str, Template])
    house_zone: dt.tzinfo = dt.UTC
    happened: list[Happening] = field(default_factory=list[Happening])
    rides: list[Ride] = field(default_factory=list[Ride])
    inside: list[Ride] = field(default_factory=list[Ride])
    """Those that may still be open; a conversation of years has many that are not."""
    latest: dict[str, Ride] = field(default_factory=dict[str, Ride])
    """Key → the passage that entered last."""
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

    def note(self, fact: Fact, ride: Ride | None = None) -> None:
        self.happened.append(Happening(self.now, fact, ride.state.enrollment_id if ride else ""))

    def enter(self, ride: Ride) -> None:
        self.rides.append(ride)
        self.inside.append(ride)
        self.latest[ride.key] = ride

    def open_rides(self) -> list[Ride]:
        self.inside = [ride for ride in self.inside if ride.state.is_active]
        return list(self.inside)

    def ride(self, enrollment_id: str) -> Ride:
        return next(ride for ride in self.rides if ride.state.enrollment_id == enrollment_id)

    def earlier(self, key: str) -> list[Earlier]:
        """All that entry rules look at: who is inside with this key, and the latest who came."""
        mattering = [*self.open_rides(), *([self.latest[key]] if key in self.latest else [])]
        return [Earlier(ride.key, ride.entered_at, ride.exited_at) for ride in mattering]

    def asked(self) -> CallHttp | None:
        """The question to another system that waits for its answer, the newest one."""
        waiting = [ride.state.call_id for ride in self.open_rides() if ride.state.call_id is not None]
        calls = [one.fact for one in self.happened if isinstance(one.fact, CallHttp)]
        return next((call for call in reversed(calls) if waiting and call.call_id == waiting[-1]), None)

    def last_with_buttons(self, step_id: str | None = None) -> Sent | None:
        """The newest message that can be tapped, of this step where one is named; a template nobody described
        counts as one."""
        sent = (happening.fact for happening in reversed(self.happened) if isinstance(happening.fact, Sent))
        asked = (one for one in sent if step_id in (None, one.send.step_id))
        return next((one for one in asked if one.buttons or self._is_unknown(one.send)), None)

    def _is_unknown(self, send: Send) -> bool:
        return send.kind == "template" and send.template not in self.templates
