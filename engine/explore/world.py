"""What a journey knows of its customers: the words, buttons, events and values that conversations can be made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from engine.explore.values import value_for, values_beside
from engine.journey.advance import Compiled
from engine.journey.conditions import Value
from engine.journey.links import prefilled_text
from engine.journey.plain import is_group, is_list
from engine.journey.rendering import placeholders_in
from engine.journey.steps.call_http import CallHttp
from engine.journey.stories import Template
from engine.journey.triggers import (
    AudienceTrigger,
    DateTrigger,
    EventTrigger,
    KeywordTrigger,
    LinkTrigger,
    OptInTrigger,
)

BIRTHDAYS = ("1990-01-12", "1961-02-09", "2004-07-30", "1988-02-29")
COMING_DAYS = ("2026-01-12", "2026-02-09", "2026-07-30", "2027-01-04")
"""Days after the one on which every conversation begins, some within a month."""


@dataclass(frozen=True)
class World:
    """Made once for all customers of a journey."""

    journey: Compiled
    templates: Mapping[str, Template]

    @cached_property
    def start_words(self) -> list[str]:
        """What starts the journey; of an expression nobody knows a word, and of a link it is the text that it prepares."""
        triggers = [one for one in self.journey.journey.triggers if isinstance(one, KeywordTrigger)]
        words = [word for one in triggers if one.match not in ("regex", "any") for word in one.any_of if word.strip()]
        links = [
            prefilled_text(one) for one in self.journey.journey.triggers if isinstance(one, LinkTrigger) and one.code
        ]
        return words + ["bonjour" for one in triggers if one.match == "any"] + links

    @cached_property
    def start_events(self) -> list[str]:
        named = [one.name for one in self.journey.journey.triggers if isinstance(one, EventTrigger)]
        return [name for name in named if name]

    @cached_property
    def awaited_agreements(self) -> list[Literal["marketing", "service", "all"]]:
        """What a customer may agree to so that the journey starts."""
        return [one.purpose for one in self.journey.journey.triggers if isinstance(one, OptInTrigger)]

    @cached_property
    def start_ads(self) -> list[str]:
        """Ids of ads that lead here."""
        triggers = [one for one in self.journey.journey.triggers if isinstance(one, LinkTrigger)]
        return [ad for one in triggers for ad in one.ads if ad.strip()]

    @cached_property
    def starts_by_itself(self) -> bool:
        """Whether time alone may bring a customer in: a sending that is due, or their date."""
        return any(isinstance(one, AudienceTrigger | DateTrigger) for one in self.journey.journey.triggers)

    @cached_property
    def dates(self) -> dict[str, Sequence[str]]:
        """Path → dates that a start or a wait can come by: for a birthday of years ago, for what comes once one ahead."""
        found: dict[str, Sequence[str]] = {}
        for group in _groups([self._steps, self._triggers]):
            path = group.get("attribute")
            if isinstance(path, str) and "operator" not in group:
                found.setdefault(path, BIRTHDAYS if group.get("every") == "year" else COMING_DAYS)
        return found

    @cached_property
    def heard_events(self) -> list[str]:
        """Whatever else the journey listens to, in a step, as its goal or as an early exit."""
        json = self.journey.journey.model_dump(mode="json")
        named = [group["event"] for group in _groups(json) if isinstance(group.get("event"), str)]
        return [name for name in dict.fromkeys(named) if name and name not in self.start_events]

    @cached_property
    def reads_receipts(self) -> bool:
        """Whether it chooses ways by what became of a message."""
        return any(self.journey.watches(step_id) for step_id in self.journey.journey.steps)

    def words_of(self, step_id: str) -> list[str]:
        """What a step that listens waits for: its words, and the labels of its ways out."""
        step = self.journey.journey.steps[step_id]
        words = [word for pattern in self.journey.patterns(step_id) for word in pattern.words]
        labels = [label.strip() for port in step.ports() for label in port.label.split(",") if label.strip()]
        return list(dict.fromkeys([*labels, *words]))

    def buttons_of(self, step_id: str) -> list[str]:
        """Ids that its ways out name: what a template that nobody described may show."""
        named = [group["buttons"] for group in _groups(self._steps[step_id]) if is_list(group.get("buttons"))]
        return list(dict.fromkeys(str(one) for buttons in named for one in buttons if isinstance(one, str) and one))

    @cached_property
    def _triggers(self) -> list[dict[str, Any]]:
        return [one.model_dump(mode="json", by_alias=True) for one in self.journey.journey.triggers]

    @cached_property
    def _steps(self) -> dict[str, Any]:
        return {
            step_id: step.model_dump(mode="json", by_alias=True) for step_id, step in self.journey.journey.steps.items()
        }

    @cached_property
    def compared(self) -> dict[str, list[Value]]:
        """Path → the values that conditions compare it with, and what lies beside them where that decides."""
        found: dict[str, list[Value]] = {}
        segments = {key: one.model_dump(mode="json") for key, one in self.journey.journey.segments.items()}
        for group in _groups([self._steps, segments]):
            path, value = group.get("attribute"), group.get("value")
            if isinstance(path, str) and "operator" in group:
                listed: Sequence[Value] = value if is_list(value) else [value]
                named = [one for one in listed if one not in (None, "")]
                beside = [near for one in named for near in values_beside(str(group["operator"]), one)]
                found.setdefault(path, []).extend([*named, *beside])
        return found

    @cached_property
    def noted(self) -> set[str]:
        """Attributes that the journey writes itself."""
        kept = [name for group in _groups(self._steps) if is_group(group.get("set")) for name in group["set"]]
        saved = [group["save_as"] for group in _groups(self._steps) if isinstance(group.get("save_as"), str)]
        asked = [
            name for step in self.journey.journey.steps.values() if isinstance(step, CallHttp) for name in step.save
        ]
        return {*kept, *saved, *asked}

    def waits_for_place(self, step_id: str) -> bool:
        """Whether one of its ways out is taken by a shared location."""
        return any(group.get("location") is True for group in _groups(self._steps[step_id]))

    @cached_property
    def read(self) -> dict[str, Any]:
        """Path → a value that fills every text that reads it."""
        sources: dict[str, list[tuple[str, str]]] = {}
        for step in self.journey.journey.steps.values():
            for use in step.texts():
                for source in use.text.values() if isinstance(use.text, dict) else (use.text or "",):
                    for placeholder in placeholders_in(source) if "{" in source else ():
                        sources.setdefault(placeholder.path, []).append((source, use.role))
        return {path: value_for(path, uses) for path, uses in sources.items()}


def _groups(json: Any) -> Iterator[Mapping[str, Any]]:
    """Every group of fields in plain values, outermost first."""
    if is_group(json):
        yield json
        for inner in json.values():
            yield from _groups(inner)
    elif is_list(json):
        for inner in json:
            yield from _groups(inner)
