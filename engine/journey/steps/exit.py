"""The end of the way."""

from __future__ import annotations

from typing import Literal

from engine.journey.passage import End, Move, Passage
from engine.journey.steps.base import Port, StepBase


class Exit(StepBase):
    """The contact leaves the journey here."""

    type: Literal["exit"] = "exit"

    def ports(self) -> list[Port]:
        return []

    def enter(self, passage: Passage) -> Move:
        return End("end")
