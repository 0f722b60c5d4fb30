"""What goes live with a draft, in names that a person knows: cards that are new, changed or gone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer.editing import diff
from designer.start_words import trigger_line, trigger_title
from designer.step_words import step_title
from engine.journey.definition import Journey, read_definition

ABOUT_CARDS = ("steps", "triggers", "layout", "parcours", "key")


@dataclass(frozen=True, slots=True)
class Differences:
    """Titles of cards, in the order of the path; `settings`: something about the journey as a whole changed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    settings: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.settings)


@dataclass(frozen=True, slots=True)
class Content:
    """A version in a few numbers and words."""

    messages: int
    steps: int
    languages: tuple[str, ...]
    starts: tuple[str, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any], language: str) -> Differences:
    """From the live version to the draft."""
    old, new = _titles(read_definition(before), language), _titles(read_definition(after), language)
    paths = [change["path"] for change in diff(before, after)]
    touched = {(path[0], path[1]) for path in paths if path[0] in ("steps", "triggers") and len(path) > 1}
    return Differences(
        added=tuple(title for place, title in new.items() if place not in old),
        changed=tuple(title for place, title in new.items() if place in old and place in touched),
        removed=tuple(title for place, title in old.items() if place not in new),
        settings=any(path[0] not in ABOUT_CARDS for path in paths),
    )


def content(definition: Mapping[str, Any], language: str) -> Content:
    """What a version holds."""
    journey = read_definition(definition)
    starts = (trigger_line(one, language, journey.segments) or trigger_title(one, language) for one in journey.triggers)
    return Content(
        messages=sum(step.sends is not None for step in journey.steps.values()),
        steps=len(journey.steps),
        languages=tuple(journey.languages()),
        starts=tuple(starts),
    )


def title_of(definition: Mapping[str, Any], path: list[str], language: str) -> str | None:
    """The card that a changed place belongs to; None for the journey as a whole."""
    if len(path) < 2:
        return None
    return _titles(read_definition(definition), language).get((path[0], path[1]))


def _titles(journey: Journey, language: str) -> dict[tuple[str, str], str]:
    triggers = {("triggers", one.id): trigger_title(one, language) for one in journey.triggers}
    return triggers | {("steps", step_id): step_title(step, language) for step_id, step in journey.walk()}
