"""Who gets a message: one inbound message moves at most one passage. Rules 3 to 7 of the page “What happens
when” (docs/semantics.md); opt-out words and hand-overs come before, the house reply after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.journey.advance import Compiled
from engine.journey.events import Reply
from engine.journey.keywords import recognise_any, recognise_exactly, recognise_nearly
from engine.journey.state import State

LATE = dt.timedelta(hours=1)
"""A message that reaches us later still answers the wait that was open when it was written, and starts
nothing new."""


@dataclass(frozen=True, slots=True)
class OpenWait:
    """A passage that waits for a reply on this sender and address. Give the newest first."""

    state: State
    journey: Compiled

    def takes(self, reply: Reply) -> bool:
        """Whether this wait was open when the reply was written."""
        return self.state.waiting == "reply" and self.state.hears(reply.at)

    def recognises(self, reply: Reply) -> bool:
        here = self.state.step or ""
        step = self.journey.journey.steps.get(here)
        if step is None:
            return False
        if reply.location is not None and step.awaits_location():
            return True
        if not reply.text.strip():
            return False
        return step.recognises(reply.text, self.journey.patterns(here))


@dataclass(frozen=True, slots=True)
class OpenStart:
    """A live journey that a message may start. `admits` asks its entry rules for this contact."""

    journey_id: str
    journey: Compiled
    admits: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Answers:
    """The reply goes to this passage."""

    enrollment_id: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Starts:
    """The reply starts this journey by this trigger."""

    journey_id: str
    trigger_id: str
    why: str


Routed: TypeAlias = Answers | Starts | None


def route(reply: Reply, waits: Sequence[OpenWait], starts: Iterable[OpenStart], now: dt.datetime) -> Routed:
    """Where a reply goes, or None for the house reply."""
    open_waits = [wait for wait in waits if wait.takes(reply)]
    admitted = [] if now - reply.at > LATE else list(starts)
    return (
        _tapped(reply, open_waits)
        or _exactly_answered(reply, open_waits)
        or _linked(reply, admitted)
        or _exactly_started(reply, admitted)
        or _newest_wait(reply, open_waits)
        or _nearly_started(reply, admitted)
        or _any_start(reply, admitted)
    )


def _tapped(reply: Reply, waits: Sequence[OpenWait]) -> Answers | None:
    if reply.answers is None:
        return None
    sent_by = next((wait for wait in waits if reply.answers in wait.state.asked), None)
    return Answers(sent_by.state.enrollment_id, reply) if sent_by else None


def _exactly_answered(reply: Reply, waits: Sequence[OpenWait]) -> Answers | None:
    wait = next((wait for wait in waits if wait.recognises(reply)), None)
    return Answers(wait.state.enrollment_id, replace(reply, button=None)) if wait else None


def _linked(reply: Reply, starts: Sequence[OpenStart]) -> Starts | None:
    """A code is nobody's everyday word: it is heard before every keyword, which may stand in its greeting."""
    for start in starts:
        found = _code_in(reply, start.journey)
        if found is not None and start.admits():
            return Starts(start.journey_id, *found)
    return None


def _code_in(reply: Reply, journey: Compiled) -> tuple[str, str] | None:
    """(trigger, why): by the ad's id, else by the code in what the customer sent or in what the ad said."""
    said = reply.referral
    ad = next((said[name] for name in ("ref", "source_id") if said.get(name) in journey.ads), None)
    if ad is not None:
        return journey.ads[ad], f"ad:{ad}"
    written = (reply.text, *(said.get(name, "") for name in ("ref", "headline", "body")))
    found = next((code for text in written if (code := recognise_exactly(text, journey.codes))), None)
    return (found.key, f"code:{found.word}") if found else None


def _exactly_started(reply: Reply, starts: Sequence[OpenStart]) -> Starts | None:
    for start in starts:
        found = recognise_exactly(reply.text, start.journey.keywords) if reply.text.strip() else None
        if found is not None and start.admits():
            return Starts(start.journey_id, found.key, f"word:{found.word}")
    return None


def _newest_wait(reply: Reply, waits: Sequence[OpenWait]) -> Answers | None:
    return Answers(waits[0].state.enrollment_id, replace(reply, button=None)) if waits else None


def _nearly_started(reply: Reply, starts: Sequence[OpenStart]) -> Starts | None:
    """A typo in a start word counts when no wait is open; equally near journeys cancel each other out."""
    found = [(start, near) for start in starts if (near := recognise_nearly(reply.text, start.journey.keywords))]
    if len(found) != 1 or not found[0][0].admits():
        return None
    start, near = found[0]
    return Starts(start.journey_id, near.key, f"near:{near.word}")


def _any_start(reply: Reply, starts: Sequence[OpenStart]) -> Starts | None:
    for start in starts:
        found = recognise_any(start.journey.keywords)
        if found is not None and start.admits():
            return Starts(start.journey_id, found.key, "any")
    return None
