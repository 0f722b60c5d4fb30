"""One person on the virtual clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from engine.forecast.audience import Person
from engine.journey.effects import Send
from engine.journey.permission import REPLIES_AT_MOST
from engine.journey.state import Contact, State


@dataclass(slots=True)
class Traveller:
    """`number` counts people from 0. `stamp` changes with every move, so that what was planned before is forgotten.
    `was_reached`: the last message arrived."""

    number: int
    person: Person
    contact: Contact
    state: State
    consents: Collection[str]
    opted_out: bool = False
    last_inbound_at: dt.datetime | None = None
    sent_at: list[dt.datetime] = field(default_factory=list[dt.datetime])
    held: Send | None = None
    was_reached: bool = True
    stamp: int = 0
    entered_at: dt.datetime | None = None
    was_written_to: bool = False

    def note_sent(self, at: dt.datetime) -> None:
        """A message left."""
        self.sent_at = [*self.sent_at[-REPLIES_AT_MOST:], at]

    def note_consent(self, purpose: str, *, given: bool) -> None:
        """A statement that the journey recorded."""
        agreed = set(self.consents)
        if given:
            self.consents = agreed | {purpose}
        else:
            both = {"marketing", "service"} if "all" in agreed else set[str]()
            self.consents = (agreed - {"all"} | both) - {purpose}
