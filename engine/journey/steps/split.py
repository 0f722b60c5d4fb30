"""Share the customers among several ways: a test of two texts, a group that gets nothing."""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import Field

from engine.journey.model import LocalText, Part
from engine.journey.passage import End, Move, Passage
from engine.journey.steps.base import Port, StepBase

WHOLE = 100


class SplitPath(Part):
    """One way for `share` percent of the customers."""

    id: str
    """Its name in the step, unlike every other way's."""
    title: LocalText | None = None
    """What stands on the arrow."""
    share: int = Field(default=0, ge=0, le=WHOLE)
    """Percent of the customers."""
    next: str | None = None
    """Where this way goes."""


class Split(StepBase):
    """`paths` with whole percents that make 100. `control` is the id of the way of the control group: those of whom one
    wants to know what they do without the messages of the others.

    The way is drawn from the passage and the step alone: the same passage always takes the same one, no chance is read.
    """

    type: Literal["split"] = "split"
    paths: list[SplitPath] = Field(default_factory=list[SplitPath])
    """The ways and their shares."""
    control: str | None = None
    """The id of the way of the control group."""

    def ports(self) -> list[Port]:
        return [Port(f"branch:{path.id}", path.next) for path in self.paths]

    def enter(self, passage: Passage) -> Move:
        drawn = draw(passage.state.enrollment_id, passage.state.step or "", sum(path.share for path in self.paths))
        for path in self.paths:
            if drawn < path.share:
                return self.leave(f"branch:{path.id}", f"share:{path.share}")
            drawn -= path.share
        return End("no_next")


def draw(enrollment_id: str, step_id: str, parts: int) -> int:
    """A number from 0 to `parts` - 1, each as likely: the first 64 bits of a hash of both ids, scaled."""
    digest = hashlib.sha256(f"{enrollment_id}\n{step_id}".encode()).digest()
    return int.from_bytes(digest[:8]) * parts >> 64
