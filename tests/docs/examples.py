"""The examples of the language: one journey a type of step and start, kept with its cases, most with a story that it keeps."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from engine.journey.definition import Journey
from engine.journey.files import read_text
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from engine.journey.yaml_reading import read_yaml
from tests.docs.pages import ROOT

CASES = ROOT / "tests" / "engine" / "journey" / "cases"
TYPES = (*TRIGGER_TYPES, *STEP_TYPES)


class Example(NamedTuple):
    """A journey's file and a story of it, as they are written; the story is empty where chance decides."""

    kind: str
    journey: str
    story: str

    def read(self) -> Journey:
        return read_text(self.journey, f"{self.kind}.yaml")


@cache
def examples() -> dict[str, Example]:
    """By type. Raises KeyError for a type without one."""
    return {kind: _example(kind) for kind in TYPES}


def _example(kind: str) -> Example:
    held = read_yaml((CASES / f"{kind}.yaml").read_text("utf-8")).value
    return Example(kind, held["example"].strip(), held.get("story", "").strip())
