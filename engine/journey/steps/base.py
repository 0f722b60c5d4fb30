"""What a step is: data with a shape, ways out, and an answer to each thing that can happen while a contact is
on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Literal, NamedTuple

from engine.journey.events import Begun, Called, Outcome, Reply, Signal
from engine.journey.keywords import Pattern, recognise_exactly
from engine.journey.model import LocalText, Part
from engine.journey.passage import Go, Move, Passage, Stay


class Port(NamedTuple):
    """A way out. `id` is stable (`next`, `otherwise`, `no_reply`, `branch:yes`, `not_sent`); `label` are the
    words of a branch, empty where the interface has a word of its own; `optional` ways need no arrow."""

    id: str
    to: str | None
    label: str = ""
    optional: bool = False


class TextUse(NamedTuple):
    """A text of the step that may hold placeholders: where it stands, and which limits it must keep."""

    path: tuple[str | int, ...]
    text: LocalText | None
    limit: int
    role: Literal["message", "button", "row", "link", "request", "value", "attribute", "media"]


class StepBase(Part):
    """Base of all step types. `title` is the person's own name for the step."""

    type: Any
    title: LocalText | None = None
    """A person's own name for the step, on its card and in problems."""

    sends: ClassVar[Literal["template", "session"] | None] = None
    listens: ClassVar[bool] = False

    def ports(self) -> list[Port]:
        raise AssertionError(f"{type(self).__name__} says no ports")

    def texts(self) -> list[TextUse]:
        """Every text with placeholders, for compiling and checking."""
        return []

    def notes(self) -> list[str]:
        """The fields of the customer's record that it writes."""
        return []

    def longest_stay(self) -> dt.timedelta | None:
        """How long a customer can stand here at most, for the proof of the 24 hours; None for a step that takes no time, or
        that names no limit."""
        return None

    def enter(self, passage: Passage) -> Move:
        """The contact arrives."""
        raise AssertionError(f"{type(self).__name__} says nothing to do")

    def on_due(self, passage: Passage) -> Move:
        """The limit of this step's wait has come."""
        return Stay(passage.state.waiting or "time")

    def on_reply(self, passage: Passage, reply: Reply) -> Move | None:
        """The customer answered; None when this step does not listen or the answer is not for it."""
        return None

    def recognises(self, text: str, patterns: Sequence[Pattern]) -> bool:
        """Whether the words alone, without a slip, are an answer this step waits for. `patterns` are the step's own."""
        return recognise_exactly(text, patterns) is not None

    def on_signal(self, passage: Passage, signal: Signal) -> Move | None:
        """Another system told something of this customer; None when this step does not wait for it."""
        return None

    def on_begun(self, passage: Passage, begun: Begun) -> Move | None:
        """The other journey was started or not; None when this step started none."""
        return None

    def on_receipt(self, passage: Passage) -> Move | None:
        """Something new is known of a watched message; None when it changes nothing here."""
        return None

    def awaits_location(self) -> bool:
        """Whether a shared location is an answer this step waits for."""
        return False

    def on_outcome(self, passage: Passage, outcome: Outcome) -> Move:
        """The awaited send was settled."""
        return Stay(passage.state.waiting or "outcome")

    def on_called(self, passage: Passage, called: Called) -> Move:
        """The other system answered, or did not."""
        return Stay(passage.state.waiting or "call")

    def with_port(self, port: str, to: str | None) -> StepBase:
        """The same step with one way out led elsewhere."""
        return self.model_copy(update={port: to})

    def leave(self, port: str, why: str | None = None) -> Go:
        """Go by one of this step's ports."""
        return next(Go(way.id, way.to, why) for way in self.ports() if way.id == port)
