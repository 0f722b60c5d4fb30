"""Choose a way by what is known of the customer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.journey.conditions import Condition
from engine.journey.model import LocalText, Part
from engine.journey.passage import Move, Passage
from engine.journey.steps.base import Port, StepBase


class ConditionBranch(Part):
    """Taken when its condition holds; the first that holds wins."""

    id: str
    """Its name in the step, unlike every other way's."""
    title: LocalText | None = None
    """What stands on the arrow; else the condition in words."""
    when: Condition | None = None
    """Who takes it."""
    next: str | None = None
    """Where this way goes."""


class Branch(StepBase):
    """`branches` in order, `otherwise` when none holds."""

    type: Literal["branch"] = "branch"
    branches: list[ConditionBranch] = Field(default_factory=list[ConditionBranch])
    """The ways, in the order in which they are asked."""
    otherwise: str | None = None
    """Where everybody else goes."""

    def ports(self) -> list[Port]:
        return [
            *(Port(f"branch:{branch.id}", branch.next) for branch in self.branches),
            Port("otherwise", self.otherwise),
        ]

    def enter(self, passage: Passage) -> Move:
        facts = passage.facts()
        for branch in self.branches:
            if branch.when is not None and branch.when.holds(facts):
                return self.leave(f"branch:{branch.id}", "condition")
        return self.leave("otherwise", "otherwise")
