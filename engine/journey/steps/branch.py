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
    title: LocalText | None = None
    when: Condition | None = None
    next: str | None = None


class Branch(StepBase):
    """`branches` in order, `otherwise` when none holds."""

    type: Literal["branch"] = "branch"
    branches: list[ConditionBranch] = Field(default_factory=list[ConditionBranch])
    otherwise: str | None = None

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
