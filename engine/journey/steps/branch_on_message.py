"""Choose a way by what became of a message: answered, its link opened, read, delivered, lost."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from engine.journey.durations import Duration, parse_duration
from engine.journey.events import Reply
from engine.journey.model import Names
from engine.journey.passage import Go, Move, Passage, Stay
from engine.journey.rendering import plain_facts
from engine.journey.state import RECEIPT_RANK
from engine.journey.steps.base import Port, StepBase

SIGNS = ("clicked", "read", "delivered")
"""What is told of a message that arrived, the strongest first; each says the ones after it, too."""


class BranchOnMessage(StepBase):
    """`message` is the step of this passage that sent it. The ways that are named count, the strongest first: `replied`,
    `clicked`, `read`, `delivered`. The strongest is taken as soon as it is known, a weaker one only when `within` is over;
    `otherwise` when none of them came. A message that was lost takes `failed` at once, else `otherwise`; one that was never
    sent takes `otherwise`.

    `replied` is any message of the customer while this step waits; without it, replies are for others.
    """

    type: Literal["branch_on_message"] = "branch_on_message"
    message: Annotated[str | None, Names("step")] = None
    """The id of the step that sent it."""
    within: Duration | None = None
    """How long news of it is waited for."""
    replied: str | None = None
    """Where the way goes when the customer wrote."""
    clicked: str | None = None
    """Where it goes when they opened a link of it. Only links that lead through Parcours are known: link buttons, where the
    house counts them."""
    read: str | None = None
    """Where it goes when they read it. A customer who shows no ticks is never known to have read."""
    delivered: str | None = None
    """Where it goes when it reached the phone."""
    failed: str | None = None
    """Where it goes when it was lost."""
    otherwise: str | None = None
    """Where it goes when none of this came."""

    def ports(self) -> list[Port]:
        named = [(name, getattr(self, name)) for name in ("replied", *SIGNS, "failed")]
        return [*(Port(name, to, optional=True) for name, to in named), Port("otherwise", self.otherwise)]

    def longest_stay(self) -> dt.timedelta | None:
        return parse_duration(self.within) if self.within else None

    def enter(self, passage: Passage) -> Move:
        sent = passage.state.watched.get(self.message or "")
        if sent is None:
            return self.leave("otherwise", "no_message")
        return self._decided(sent.get("status", "")) or self._wait(passage)

    def _wait(self, passage: Passage) -> Stay:
        start = passage.state.since = passage.state.since or passage.now
        until = start + parse_duration(self.within) if self.within else None
        return Stay("reply" if self.replied else "receipt", until)

    def on_due(self, passage: Passage) -> Move:
        known = RECEIPT_RANK.get(passage.state.watched.get(self.message or "", {}).get("status", ""), 0)
        named = [name for name in SIGNS if self._is_named(name)]
        best = next((name for name in named if RECEIPT_RANK[name] <= known), "otherwise")
        return self.leave(best, best)

    def on_receipt(self, passage: Passage) -> Move | None:
        return self._decided(passage.state.watched.get(self.message or "", {}).get("status", ""))

    def on_reply(self, passage: Passage, reply: Reply) -> Move | None:
        if not self._is_named("replied") or not passage.state.hears(reply.at) or not reply.near:
            return None
        passage.state.answers[passage.state.step or ""] = plain_facts(reply.text)
        return self.leave("replied", "replied")

    def _decided(self, status: str) -> Go | None:
        """The way where nothing better can come."""
        if status == "failed":
            return self.leave("failed" if self._is_named("failed") else "otherwise", "failed")
        strongest = next((name for name in ("replied", *SIGNS) if self._is_named(name)), "replied")
        if strongest != "replied" and RECEIPT_RANK.get(status, 0) >= RECEIPT_RANK[strongest]:
            return self.leave(strongest, strongest)
        return None

    def _is_named(self, port: str) -> bool:
        return getattr(self, port) is not None
