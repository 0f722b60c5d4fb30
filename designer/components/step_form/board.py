"""What every form gets: the draft on the table, how to save an edit of it, and in whose language to speak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.components.step_form.words import say
from designer.draft_model import Change
from designer.editing.places import STEP, find_node
from designer.house_knowledge import number_of
from designer.placeholders import fields_of
from designer.preview import Sample
from designer.start_words import trigger_title
from designer.step_words import step_title
from designer.template_parts import Templates
from engine.audience import People
from engine.journey.conditions import Condition
from engine.journey.definition import Journey
from engine.journey.steps import StepBase


@dataclass(frozen=True)
class Board:
    """`save` applies an edit to the newest draft and tells the person when it was refused. `texts_acknowledged` is the
    last edit of the message editor that was saved; `revision` the draft's."""

    definition: Mapping[str, Any]
    journey: Journey
    templates: Templates
    sample: Sample
    language: str
    revision: int
    today: dt.date
    save: Callable[[Change], None]
    texts_acknowledged: int = 0
    business_name: str = ""
    journeys: Mapping[str, str] = field(default_factory=dict[str, str])
    """The other journeys of the house: key → name."""
    known_fields: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    kept_segments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    count_people: Callable[[Condition], People | None] = lambda _condition: None

    def say(self, key: str, /, **facts: str) -> str:
        return say(key, self.language, **facts)

    def tell(self, french: str, english: str) -> str:
        """Words that one form alone says."""
        return french if self.language.startswith("fr") else english

    @property
    def number(self) -> str:
        """The number that the journey writes from, the first one where it names none; empty without any."""
        return number_of(self.journey, self.numbers)

    def part(self, node: str) -> Mapping[str, Any]:
        """The step or trigger behind a node, as it is written; empty when it is gone."""
        return find_node(self.definition, node) or {}

    def step(self, node: str) -> StepBase | None:
        return self.journey.steps.get(node.removeprefix(STEP)) if node.startswith(STEP) else None

    def title(self, node: str) -> str:
        """The name of a card as it stands on the canvas."""
        step = self.step(node)
        if step is not None:
            return step_title(step, self.language)
        found = next((one for one in self.journey.triggers if f"trigger:{one.id}" == node), None)
        return trigger_title(found, self.language) if found else ""

    def fields(self) -> list[str]:
        """Paths that a text may use."""
        return list(dict.fromkeys([*fields_of(self.journey, self.sample.facts()), *self.known_fields]))
