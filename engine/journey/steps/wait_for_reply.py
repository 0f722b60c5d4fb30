"""Wait for what the customer says, and take the way it asks for."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from engine.journey.durations import Duration, parse_duration
from engine.journey.events import Reply
from engine.journey.keywords import Match, Recognised, recognise_any, recognise_exactly, recognise_nearly
from engine.journey.model import LocalText, Part, Words
from engine.journey.passage import Move, Passage, Stay
from engine.journey.rendering import plain_facts
from engine.journey.steps.base import Port, StepBase


class ReplyBranch(Part):
    """One way for some answers: typed words, tapped buttons or rows of a list (by their id), a shared location."""

    id: str
    """Its name in the step, unlike every other way's."""
    title: LocalText | None = None
    """What stands on the arrow; else its first word."""
    any_of: Words = Field(default_factory=list[str])
    """Words that lead here."""
    match: Match = "word"
    """How they are found, as in a keyword start."""
    typos: bool = False
    """Whether a word with a slip counts when no exact one matched."""
    buttons: Words = Field(default_factory=list[str])
    """Ids of buttons or rows of a list that lead here."""
    location: bool = False
    """Whether a shared location leads here."""
    next: str | None = None
    """Where this way goes."""


class WaitForReply(StepBase):
    """`branches` in order, exact words before near ones; `otherwise` for every other answer; `no_reply` after
    `for`."""

    type: Literal["wait_for_reply"] = "wait_for_reply"
    for_: Duration | None = None
    """How long it waits, from the moment the message before it was accepted."""
    branches: list[ReplyBranch] = Field(default_factory=list[ReplyBranch])
    """The ways for the answers that are expected."""
    otherwise: str | None = None
    """Where every other answer leads."""
    no_reply: str | None = None
    """Where silence leads when the time is over."""

    model_config = {
        **StepBase.model_config,
        "validate_by_name": True,
        "alias_generator": lambda name: name.rstrip("_"),
    }
    listens: ClassVar[bool] = True

    def ports(self) -> list[Port]:
        ways = [Port(f"branch:{branch.id}", branch.next, ", ".join(branch.any_of)) for branch in self.branches]
        return [*ways, Port("otherwise", self.otherwise), Port("no_reply", self.no_reply)]

    def longest_stay(self) -> dt.timedelta | None:
        return parse_duration(self.for_) if self.for_ else None

    def enter(self, passage: Passage) -> Move:
        if passage.state.since is None:
            passage.state.since = passage.now
        limit = parse_duration(self.for_) if self.for_ else None
        return Stay("reply", passage.state.since + limit if limit else None)

    def awaits_location(self) -> bool:
        return any(branch.location for branch in self.branches)

    def on_due(self, passage: Passage) -> Move:
        return self.leave("no_reply", "no_reply")

    def on_reply(self, passage: Passage, reply: Reply) -> Move | None:
        if not passage.state.hears(reply.at):
            return None
        found = self.find(passage, reply)
        if found is None and not reply.near:
            return None
        said = reply.location.facts() if reply.location else reply.text
        passage.state.answers[passage.state.step or ""] = plain_facts(said)
        return self.leave(*found) if found else self.leave("otherwise", "otherwise")

    def find(self, passage: Passage, reply: Reply) -> tuple[str, str] | None:
        """Port and reason for this answer, or None when only `otherwise` takes it."""
        if reply.location is not None:
            shared = next((branch for branch in self.branches if branch.location), None)
            if shared is not None:
                return f"branch:{shared.id}", "location"
        if reply.button is not None and reply.answers in passage.state.asked:
            tapped = next((branch for branch in self.branches if reply.button in branch.buttons), None)
            if tapped is not None:
                return f"branch:{tapped.id}", f"button:{reply.button}"
        if not reply.text.strip():
            return None
        patterns = passage.texts.patterns(passage.state.step or "")
        found = recognise_exactly(reply.text, patterns)
        if found is None and reply.near:
            found = recognise_nearly(reply.text, patterns) or recognise_any(patterns)
        return (f"branch:{found.key}", _reason(found)) if found else None


def _reason(found: Recognised) -> str:
    return f"{'near' if found.near else 'word'}:{found.word}" if found.word else "any"
