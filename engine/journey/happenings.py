"""What can happen in a story: everything a line, its check and its transcript speak of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.journey.effects import Button, CallHttp, Exited, Passed, RecordConsent, Send, StartJourney, UpdateContact


@dataclass(frozen=True, slots=True)
class Sent:
    """A message left. `buttons` are what can be tapped on it. `fell_back`: the window was closed, so that this template
    left in place of the free reply."""

    send: Send
    buttons: tuple[Button, ...] = ()
    fell_back: bool = False


@dataclass(frozen=True, slots=True)
class NotSent:
    """A message did not leave."""

    reason: str
    step_id: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A message waits for the end of the quiet hours."""

    step_id: str
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class ChoiceConfirmed:
    """The customer left or came back, and was told once."""

    choice: Literal["opt_out", "opt_in"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the story's line did: an event, an agreement, or something the customer wrote, tapped or sent."""

    what: Literal["event", "text", "tap", "media", "receipt", "agreement", "http"]
    words: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """No journey took the customer's message: the house reply, and Conversations."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """The customer's message waits: the provider has not yet said what became of the one before it."""


Fact: TypeAlias = (
    Postponed
    | Sent
    | NotSent
    | HeldBack
    | ChoiceConfirmed
    | Heard
    | Ignored
    | Passed
    | Exited
    | UpdateContact
    | RecordConsent
    | CallHttp
    | StartJourney
)


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact and its moment. `passage`: whose it is, by its id; empty for what comes from outside."""

    at: dt.datetime
    fact: Fact
    passage: str = ""
