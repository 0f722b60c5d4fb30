"""What the checker may know beside the journey itself. Everything is optional: a rule that needs what is unknown says
nothing. Unknown is None; an empty collection says that there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.checker.arrivals import Lead
from engine.checker.entrances import House
from engine.checker.paths import JourneyMap
from engine.checker.window import Proof, prove_window
from engine.checker.words import Fact
from engine.journey.counted import CountedLinks
from engine.journey.definition import Journey
from engine.journey.keywords import Match
from engine.journey.quiet_hours import QuietHours


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    """One language of a message template in the library.

    `category`: MARKETING, UTILITY or AUTHENTICATION. `status`: APPROVED, PENDING, REJECTED, PAUSED, DISABLED, DRAFT or
    another of WhatsApp's words. `components`: `{"header", "body", "footer", "buttons"}` or WhatsApp's own list of
    components; None when only the name is known. `paused_until` in UTC.
    """

    category: str
    status: str
    components: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    paused_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class KeywordElsewhere:
    """The words of a keyword trigger of another journey on the same sender. `is_live` False: of one that is checked at the
    same time."""

    journey_name: Fact
    any_of: tuple[str, ...]
    match: Match = "word"
    typos: bool = False
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class EventElsewhere:
    """An event that starts another journey, live or checked at the same time."""

    journey_name: Fact
    event: str
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class JourneyElsewhere:
    """Another journey of the house; its `name` may be spoken in each language. `definition` is the version that people enter; None when there is none to read."""

    key: str
    name: Fact
    is_live: bool
    definition: Journey | None = None


@dataclass(frozen=True, slots=True)
class CodeElsewhere:
    """The code of a link of another journey, live or checked at the same time."""

    journey_name: Fact
    code: str
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The house around the journey.

    `templates`: by (name, language). `contact_fields`: the customers' own attributes, name → label for people.
    `empty_for`: attribute → how many customers have no value. `longest_values`: path (`contact.name`) → the longest
    value found. `people_by_language`: language → customers; `people_by_country`: country (`US`) → customers.
    `business_name`: what customers know the business by. `http_hosts`: the hosts that journeys may call.
    """

    templates: Mapping[tuple[str, str], KnownTemplate] | None = None
    contact_fields: Mapping[str, str] | None = None
    empty_for: Mapping[str, int] | None = None
    longest_values: Mapping[str, str] | None = None
    people_by_language: Mapping[str, int] | None = None
    keywords_elsewhere: Sequence[KeywordElsewhere] | None = None
    business_name: str | None = None
    people_by_country: Mapping[str, int] | None = None
    events_elsewhere: Sequence[EventElsewhere] | None = None
    codes_elsewhere: Sequence[CodeElsewhere] | None = None
    journeys: Sequence[JourneyElsewhere] | None = None
    """The others of the house."""
    has_other_journeys: bool = False
    """Whether the house may have more journeys than those."""
    http_hosts: Collection[str] | None = None
    quiet_hours: QuietHours | None = None
    """Of the whole house; None where it has none, or where nobody knows."""
    counted_links: CountedLinks | None = None
    """Which links lead through the house."""


@dataclass(frozen=True)
class Scene:
    """What every rule receives: the journey, its ways, the house. Made once a check."""

    journey: Journey
    surroundings: Surroundings

    @cached_property
    def map(self) -> JourneyMap:
        return JourneyMap(self.journey)

    @cached_property
    def window(self) -> Proof:
        """The window proof: searched once, read by several rules."""
        return prove_window(self.map, self._entrances(), self.surroundings.quiet_hours)

    @cached_property
    def quiet_hours(self) -> list[QuietHours]:
        """All that hold messages of this journey: its own and those of the house."""
        return [one for one in (self.journey.quiet_hours, self.surroundings.quiet_hours) if one is not None]

    def _entrances(self) -> list[tuple[str, Lead]]:
        """Journeys that lead into this one, by key, and how customers come from them."""
        key = self.journey.key
        live = {one.key: one for one in self.surroundings.journeys or () if one.is_live and one.definition is not None}
        definitions = {other: one.definition for other, one in live.items() if one.definition is not None}
        return House({**definitions, key: self.journey}, self.surroundings.quiet_hours).entered(key)

    def journey_called(self, key: str) -> Fact:
        """The name of a journey that leads into this one; its key where it has none, or is this one."""
        others = (one.name for one in self.surroundings.journeys or () if one.key == key and key != self.journey.key)
        return next(others, "") or key

    @cached_property
    def languages(self) -> list[str]:
        """The journey's languages, the default first."""
        return self.journey.languages()
