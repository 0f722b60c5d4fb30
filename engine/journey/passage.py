"""The view a step has of the passage it works on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from engine.journey.effects import Effect
from engine.journey.keywords import Pattern
from engine.journey.state import Contact, State
from engine.journey.zones import zone_of


class Texts(Protocol):
    """Compiled texts of one version."""

    def render(self, source: str, facts: Mapping[str, Any]) -> str:
        """Raises `engine.journey.rendering.CannotRender` when a value is missing or too long."""
        ...

    def patterns(self, step_id: str) -> tuple[Pattern, ...]:
        """The keyword patterns of a wait's branches, in order; `key` is the branch id."""
        ...


@dataclass(slots=True)
class Passage:
    """One call of `advance` on one contact: what a step may read, and where it says what must happen."""

    state: State
    contact: Contact
    texts: Texts
    language: str
    now: dt.datetime
    purpose: str = "service"
    """The journey's: marketing or service."""
    house_zone: dt.tzinfo = dt.UTC
    """Where the contact's own zone is not known."""
    effects: list[Effect] = field(default_factory=list[Effect])

    def zone(self) -> dt.tzinfo:
        """The contact's."""
        return zone_of(self.contact, self.house_zone)

    def facts(self) -> dict[str, Any]:
        """What texts and conditions may read."""
        return {"contact": self.contact.facts(), "event": self.state.event, "answers": self.state.answers}

    def render(self, source: str) -> str:
        return self.texts.render(source, self.facts())

    def say(self, effect: Effect) -> None:
        self.effects.append(effect)


@dataclass(frozen=True, slots=True)
class Go:
    """Leave the step by this port. `why` is kept with the counts (`word:oui`, `otherwise`)."""

    port: str
    to: str | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """Wait here: for the outcome of a send, for a reply, or for a time. `until` is the limit."""

    waiting: str
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The passage is over, with this reason."""

    reason: str


Move: TypeAlias = Go | Stay | End
