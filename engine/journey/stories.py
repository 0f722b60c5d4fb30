"""Stories: a conversation with expectations, as a marketer writes it down. The format is described in
docs/stories.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import Field, ValidationError, model_validator

from engine.journey.durations import parse_duration
from engine.journey.faults import Fault, faults_of, unwritable_in
from engine.journey.files import BadFile, load_source, load_text, with_line
from engine.journey.model import Part, Words
from engine.journey.story_lines import Line, Moment

START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
IS_A_JOURNEY = (
    "This is a journey, not a story: it has steps and triggers. "
    "Write a story that names it (“journey: …”), or check it with “parcours check”."
)
Promise: TypeAlias = Literal[
    "ends", "one_message_a_visit", "silent_after_opt_out", "every_answer_is_met", "inside_window", "filled", "no_fault"
]  # fmt: skip


class Person(Part):
    """Who the story is about. `consent`: the purposes they agreed to."""

    name: str | None = None
    language: str | None = None
    whatsapp: str | None = None
    timezone: str | None = None
    country: str | None = None
    attributes: dict[str, str | int | float | bool | list[str] | None] = Field(default_factory=dict)
    consent: list[Literal["marketing", "service", "all"]] = Field(
        default_factory=list[Literal["marketing", "service", "all"]]
    )


class Template(Part):
    """What the library says of a template the story uses: its category decides the consent it needs, its
    quick replies are what can be tapped."""

    category: Literal["marketing", "utility", "authentication"] | None = None
    buttons: Words = Field(default_factory=list[str])


class Story(Part):
    """A whole story. `journey` is the path of its file, beside the story's own. `always`: what must hold after
    every line (`engine.journey.promises`)."""

    name: str = ""
    journey: str | None = None
    start: Moment | None = None
    contact: Person = Person()
    templates: dict[str, Template] = Field(default_factory=dict)
    always: list[Promise] = Field(default_factory=list[Promise])
    story: list[Line] = Field(min_length=1, max_length=500)

    @model_validator(mode="after")
    def _time_goes_on(self) -> Story:
        before = self.begins_at()
        for number, moment in enumerate(self.moments(), start=1):
            if moment < before:
                raise ValueError(f"line {number} of the story is at {moment:%Y-%m-%dT%H:%MZ}, before the line above it")
            before = moment
        return self

    def begins_at(self) -> dt.datetime:
        """`start`, else the moment of the first line, else Monday 5 January 2026 at 9:00 UTC."""
        return self.start or self.story[0].at or START

    def moments(self) -> list[dt.datetime]:
        """When each line happens."""
        now, moments = self.begins_at(), list[dt.datetime]()
        for line in self.story:
            now = line.at or now + parse_duration(line.after or "0s")
            moments.append(now)
        return moments


def read_story(path: Path | str) -> Story:
    """The story in this file. Raises BadFile."""
    return read_story_text(load_text(path), str(path))


def read_story_text(text: str, name: str) -> Story:
    """The story in this text; `name` is what problems call it. Raises BadFile."""
    source = load_source(text, name, "story", "It holds journey, contact and story: a list of lines.")
    if "story" not in source.value and not source.value.keys().isdisjoint(("parcours", "steps", "triggers")):
        raise BadFile(name, [IS_A_JOURNEY])
    try:
        faults: Sequence[Fault] = unwritable_in(source.value)
        if not faults:
            return Story.model_validate(source.value)
    except ValidationError as failure:
        faults = faults_of(failure, source.value, {})
    raise BadFile(name, [with_line(source, fault.place, str(fault)) for fault in faults])


def journey_beside(story: Story, path: Path | str) -> Path | None:
    """Where the story's journey lies: its path counts from the folder of the story's own file."""
    return Path(path).parent / story.journey if story.journey else None
